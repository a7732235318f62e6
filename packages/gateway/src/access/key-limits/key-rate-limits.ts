import { Refusal } from '../../platform/errors/refusal.ts'
import type { Count } from '../../platform/throttle/count-exchange.ts'
import type { RateLimitExchange } from '../../platform/throttle/rate-limit-exchange.ts'
import { systemTime, type Time } from '../../platform/time.ts'
import { type LimitState, tightestOf } from './limit-state.ts'
import type { RateLimit } from './rate-limit.ts'
import { type Slice, type SliceWanted, sizeOfSlice } from './slice.ts'

export type KeyRateLimits = {
  /**
   * Counts one request against each of the rate limits, or against none: throws `too_many_requests` if one is used up.
   * Returns a promise only if it has to wait for an exchange with the other gateways (rate-limit-exchange.ts).
   */
  take(rateLimits: readonly RateLimit[]): Promise<void> | undefined
  /** Whether `take` at that moment would neither refuse nor wait; then `count` does the same. */
  mayTake(rateLimits: readonly RateLimit[], now: number): boolean
  count(rateLimits: readonly RateLimit[], now: number): void
  /** What is left of the rate limit of which least is left; undefined without a rate limit. */
  tightest(rateLimits: readonly RateLimit[]): LimitState | undefined
  /** Gives a part of the rate limit away; it counts at once. A promise only if it has to wait for an exchange. */
  slice(rateLimit: RateLimit, wanted: SliceWanted): Slice | Promise<Slice>
}

/** When so many counts are stored, those whose window is over are deleted. */
const SWEEP_AT = 10_000

/**
 * Counts the uses of keys against their rate limits. Windows begin at whole multiples of their length since the epoch,
 * so that they are the same at all gateways. In each window exactly as many requests pass as the rate limit says,
 * however many come at the same instant. Where several gateways count, `exchange` adds up their counts. Between two
 * exchanges each may let through a tenth of the rate limit, or one request: N gateways let through N tenths too many at
 * worst, and never one request too few.
 */
export function createKeyRateLimits(
  exchange?: Pick<RateLimitExchange, 'report' | 'next'>,
  { wall }: Pick<Time, 'wall'> = systemTime,
): KeyRateLimits {
  const counts = new Map<string, Count>()
  let sweepAt = SWEEP_AT

  function countOf({ name: rateLimit, perSeconds }: RateLimit, now: number): Count {
    const lengthMs = perSeconds * 1000
    const windowEndsAt = now - (now % lengthMs) + lengthMs
    const found = counts.get(rateLimit)
    // A clock that is set back a little does not start the window anew.
    if (found && (found.windowEndsAt === windowEndsAt || found.windowEndsAt === windowEndsAt + lengthMs)) return found
    const fresh = { rateLimit, windowEndsAt, known: 0, ahead: 0, knownSince: -1 }
    if (counts.size >= sweepAt) sweep(now)
    counts.set(rateLimit, fresh)
    return fresh
  }

  function sweep(now: number): void {
    for (const [rateLimit, { windowEndsAt }] of counts) if (windowEndsAt <= now) counts.delete(rateLimit)
    sweepAt = Math.max(SWEEP_AT, 2 * counts.size)
  }

  function refuseIfSpent(rateLimit: RateLimit, count: Count, now: number): void {
    if (!isSpent(rateLimit, count)) return
    const { requests, perSeconds } = rateLimit
    const { windowEndsAt } = count
    const retryAfterSeconds = Math.max(1, Math.ceil((windowEndsAt - now) / 1000))
    throw new Refusal('too_many_requests', {
      retryAfterSeconds,
      limit: { name: 'key', quota: requests, windowSeconds: perSeconds },
    })
  }

  /** Whether the others have to be told first. */
  const hasToAsk = ({ requests }: RateLimit, { ahead }: Count) => exchange !== undefined && ahead >= creditOf(requests)

  function mayTake(rateLimits: readonly RateLimit[], now: number): boolean {
    for (const rateLimit of rateLimits) {
      const count = countOf(rateLimit, now)
      if (isSpent(rateLimit, count) || hasToAsk(rateLimit, count)) return false
    }
    return true
  }

  function add(rateLimits: readonly RateLimit[], now: number): void {
    for (const rateLimit of rateLimits) {
      const count = countOf(rateLimit, now)
      count.ahead += 1
      exchange?.report(count)
    }
  }

  function take(rateLimits: readonly RateLimit[]): Promise<void> | undefined {
    const now = wall()
    for (const rateLimit of rateLimits) refuseIfSpent(rateLimit, countOf(rateLimit, now), now)
    if (exchange && rateLimits.some((rateLimit) => hasToAsk(rateLimit, countOf(rateLimit, now)))) {
      const answered = exchange.next()
      if (answered) return answered.then(() => take(rateLimits))
    }
    add(rateLimits, now)
    return undefined
  }

  function slice(rateLimit: RateLimit, wanted: SliceWanted): Slice | Promise<Slice> {
    const { requests } = rateLimit
    const count = countOf(rateLimit, wall())
    if (wanted.back > 0) {
      if (count.windowEndsAt === wanted.backTo) count.ahead -= wanted.back
      exchange?.report(count)
    }
    const left = requests - count.known - count.ahead
    const granted = sizeOfSlice(wanted, left, requests / SLICES)
    if (exchange && granted > 0 && count.ahead > 0 && count.ahead + granted > creditOf(requests)) {
      const answered = exchange.next()
      if (answered) return answered.then(() => slice(rateLimit, { ...wanted, back: 0 }))
    }
    if (granted > 0) {
      count.ahead += granted
      exchange?.report(count)
    }
    return { granted, windowEndsAt: count.windowEndsAt, remaining: Math.max(0, left - granted) }
  }

  return {
    take,
    mayTake,
    count: add,
    slice,
    tightest(rateLimits) {
      if (rateLimits.length === 0) return undefined
      const now = wall()
      return tightestOf(rateLimits, (rateLimit) => stateOf(rateLimit, countOf(rateLimit, now), now))
    },
  }
}

function stateOf({ requests, perSeconds }: RateLimit, { known, ahead, windowEndsAt }: Count, now: number): LimitState {
  return {
    name: 'key',
    quota: requests,
    windowSeconds: perSeconds,
    remaining: Math.max(0, requests - known - ahead),
    resetSeconds: Math.max(1, Math.ceil((windowEndsAt - now) / 1000)),
  }
}

function isSpent({ requests }: RateLimit, { known, ahead }: Count): boolean {
  return known + ahead >= requests
}

/** A slice has at most a twentieth of the rate limit: half of what a gateway may let through before an exchange. */
const SLICES = 20

/** How many requests a gateway may let through before it has told the others. */
function creditOf(requests: number): number {
  return Math.max(1, Math.floor(requests / 10))
}
