import type { Time } from './time.ts'

export type Moment = { wall: number; monotonic: number }

export const nowOf = (time: Time): Moment => ({ wall: time.wall(), monotonic: time.monotonic() })

/**
 * Whether less than `ms` passed since a moment, by both clocks: a machine that sleeps stops one of them, an
 * administrator sets the other. If the wall clock went back, nobody knows, and it counts as passed.
 */
export function isWithin(ms: number, since: Moment, now: Moment): boolean {
  return now.monotonic - since.monotonic < ms && now.wall - since.wall < ms && now.wall >= since.wall
}

/** How long what was learnt on one connection may be honoured without news. */
export type Lease = {
  holds(now: Moment): boolean
  /** Whether it holds, or is over for no longer than the gateway allows for when no gateway can be reached. */
  holdsOrIsAllowed(now: Moment): boolean
  /** To be called before a renewal is sent. */
  sending(number: number): void
  /** A renewal was answered. False if it is not the next one that is under way. */
  renewed(number: number, leaseMs: number, allowanceMs: number): boolean
  /** How many renewals have no answer yet. */
  unanswered(): number
}

/**
 * Counted from before the renewal was **sent**: the gateway counts from when it received it, which is later. Before the
 * first renewal is answered, nothing holds. Of several, the one that ends last counts.
 */
export function createLease(time: Time): Lease {
  const sent: { number: number; at: Moment }[] = []
  const never = { wall: Number.POSITIVE_INFINITY, monotonic: Number.NEGATIVE_INFINITY }
  let lease = { since: never, ms: 0 }
  let allowed = { since: never, ms: 0 }
  const endsLater = (one: typeof lease, other: typeof lease) =>
    one.since.monotonic + one.ms > other.since.monotonic + other.ms
  return {
    holds: (now) => isWithin(lease.ms, lease.since, now),
    holdsOrIsAllowed: (now) => isWithin(lease.ms, lease.since, now) || isWithin(allowed.ms, allowed.since, now),
    sending(number) {
      sent.push({ number, at: nowOf(time) })
    },
    renewed(number, leaseMs, allowanceMs) {
      const next = sent.shift()
      if (next?.number !== number) return false
      if (leaseMs === 0) return true
      const given = { since: next.at, ms: leaseMs }
      const allowance = { since: next.at, ms: leaseMs + allowanceMs }
      if (endsLater(given, lease)) lease = given
      if (endsLater(allowance, allowed)) allowed = allowance
      return true
    },
    unanswered: () => sent.length,
  }
}
