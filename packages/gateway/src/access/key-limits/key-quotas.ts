import { Refusal } from '../../platform/errors/refusal.ts'
import type { Count } from '../../platform/throttle/count-exchange.ts'
import type { RateLimitExchange } from '../../platform/throttle/rate-limit-exchange.ts'
import { periodAt } from '../../platform/values/periods.ts'
import { type LimitState, tightestOf } from './limit-state.ts'
import type { Quota } from './quota.ts'
import { type Slice, type SliceWanted, sizeOfSlice } from './slice.ts'

export type KeyQuotas = {
  /**
   * Counts `units` against each of the quotas, or against none: throws `quota_exhausted` if one of them has less left.
   * For 0 it throws if one has nothing left. Returns a promise only if it has to wait for the database.
   */
  take(quotas: readonly Quota[], units: number): Promise<void> | undefined
  /** Whether `take` at that moment would neither refuse nor wait; then `count` does the same. */
  mayTake(quotas: readonly Quota[], units: number, now: number): boolean
  count(quotas: readonly Quota[], units: number, now: number): void
  /** What is left of the quota of which least is left; undefined without a quota. */
  tightest(quotas: readonly Quota[]): LimitState | undefined
  /** Gives a part of the quota away; it counts at once. A promise only if it has to wait for the database. */
  slice(quota: Quota, wanted: SliceWanted): Slice | Promise<Slice>
  /** Says that the stored count of a quota was changed, so that the next request asks for it. */
  changed(name: string): void
}

type Counted = Count & {
  beginsAt: number
  /** What is known must be from an exchange that began after this (performance.now). */
  mustBeNewerThan: number
}

/** When so many counts are in memory, those whose period is over are removed. */
const SWEEP_AT = 10_000
/** A quota that is used up is looked up again before a refusal, at most so often: it may have been topped up. */
const REFUSE_FOR_MS = 1000
/** How far a clock may be set back without starting the old period again. */
const SET_BACK_MS = 3_600_000

/**
 * Counts the uses of keys against their quotas. The counts are in the database (`key_quotas`), so that they outlive this
 * process and are the same at all gateways; requests only wait for it when a quota is used for the first time here.
 * Afterwards `exchange` writes in the background. If several gateways count (`isShared`), each may let through a
 * hundredth of the quota, or one request, between two exchanges: N gateways together exceed it by less than N
 * hundredths, or N requests. Without others the quota is exact.
 */
export function createKeyQuotas(exchange: RateLimitExchange, isShared: boolean): KeyQuotas {
  const counts = new Map<string, Counted>()
  let sweepAt = SWEEP_AT

  function countOf({ name, per, anchor }: Quota, now: number): Counted {
    const found = counts.get(name)
    if (found && now < found.windowEndsAt && now >= found.beginsAt - SET_BACK_MS) return found
    const { beginsAt, endsAt } = periodAt(per, anchor, now)
    const known = { known: 0, ahead: 0, knownSince: -1, mustBeNewerThan: 0 }
    const fresh = { rateLimit: name, beginsAt, windowEndsAt: endsAt, ...known }
    if (counts.size >= sweepAt) sweep(now)
    counts.set(name, fresh)
    return fresh
  }

  function sweep(now: number): void {
    for (const [name, { windowEndsAt }] of counts) if (windowEndsAt <= now) counts.delete(name)
    sweepAt = Math.max(SWEEP_AT, 2 * counts.size)
  }

  function mustAsk(quota: Quota, count: Counted, units: number): boolean {
    const { knownSince, mustBeNewerThan, ahead } = count
    if (knownSince < mustBeNewerThan) return true
    if (!isShared) return false
    if (isSpent(quota, count, units)) return performance.now() - knownSince > REFUSE_FOR_MS
    return ahead > 0 && ahead + units > creditOf(quota.requests)
  }

  function refuseIfSpent(quota: Quota, count: Counted, units: number, now: number): void {
    if (!isSpent(quota, count, units)) return
    const { remaining, resetSeconds, ...limit } = stateOf(quota, count, now)
    throw new Refusal('quota_exhausted', {
      retryAfterSeconds: resetSeconds,
      limit: { ...limit, remaining },
      refillsAt: count.windowEndsAt,
    })
  }

  function mayTake(quotas: readonly Quota[], units: number, now: number): boolean {
    for (const quota of quotas) {
      const count = countOf(quota, now)
      if (isSpent(quota, count, units) || mustAsk(quota, count, units)) return false
    }
    return true
  }

  function add(quotas: readonly Quota[], units: number, now: number): void {
    if (units === 0) return
    for (const quota of quotas) {
      const count = countOf(quota, now)
      count.ahead += units
      exchange.report(count)
    }
  }

  function take(quotas: readonly Quota[], units: number): Promise<void> | undefined {
    const now = Date.now()
    const taken = quotas.map((quota) => ({ quota, count: countOf(quota, now) }))
    const unknown = taken.filter(({ quota, count }) => mustAsk(quota, count, units))
    if (unknown.length > 0) {
      for (const { count } of unknown) exchange.report(count)
      const answered = exchange.next()
      if (answered) return answered.then(() => take(quotas, units))
    }
    for (const { quota, count } of taken) refuseIfSpent(quota, count, units, now)
    add(quotas, units, now)
    return undefined
  }

  function slice(quota: Quota, wanted: SliceWanted): Slice | Promise<Slice> {
    const count = countOf(quota, Date.now())
    if (wanted.back > 0) {
      if (count.windowEndsAt === wanted.backTo) count.ahead -= wanted.back
      exchange.report(count)
    }
    const granted = sizeOfSlice(wanted, leftOf(quota, count), quota.requests / SLICES)
    if (mustAsk(quota, count, granted || wanted.need)) {
      exchange.report(count)
      const answered = exchange.next()
      if (answered) return answered.then(() => slice(quota, { ...wanted, back: 0 }))
    }
    if (granted > 0) {
      count.ahead += granted
      exchange.report(count)
    }
    return { granted, windowEndsAt: count.windowEndsAt, remaining: Math.max(0, leftOf(quota, count)) }
  }

  return {
    take,
    mayTake,
    count: add,
    slice,
    tightest(quotas) {
      if (quotas.length === 0) return undefined
      const now = Date.now()
      return tightestOf(quotas, (quota) => stateOf(quota, countOf(quota, now), now))
    },
    changed(name) {
      const count = counts.get(name)
      if (count) count.mustBeNewerThan = performance.now()
    },
  }
}

function stateOf(quota: Quota, count: Counted, now: number): LimitState {
  return {
    name: 'quota',
    quota: quota.requests,
    windowSeconds: Math.round((count.windowEndsAt - count.beginsAt) / 1000),
    remaining: Math.max(0, leftOf(quota, count)),
    resetSeconds: Math.max(1, Math.ceil((count.windowEndsAt - now) / 1000)),
  }
}

/** Whether less is left than a request needs; one that uses nothing needs something to be left. */
function isSpent(quota: Quota, count: Count, units: number): boolean {
  return leftOf(quota, count) < Math.max(1, units)
}

/** Below zero if the quota was lowered, and above it if it was topped up. */
function leftOf({ requests }: Quota, { known, ahead }: Count): number {
  return requests - known - ahead
}

/** A slice has at most a thousandth of the quota: what a verifier that is killed has not used is lost for the key. */
const SLICES = 1000

/** How many units a gateway may let through before it has told the others. */
function creditOf(requests: number): number {
  return Math.max(1, Math.floor(requests / 100))
}
