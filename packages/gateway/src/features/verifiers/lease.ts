import { LEASE_MS, withMargin } from '../../access/revocation/leases.ts'
import type { Time } from '../../platform/time.ts'

type Deps = {
  time: Time
  /** How long from now on the evictions of other gateways certainly arrive here. */
  trustedMs(): number
  /** How long it may be honoured after that, as far as the other gateways know of it. */
  allowanceMs(): number
}

export type Granted = { lease_ms: number; max_stale_ms: number }

/**
 * How long one verifier may honour what it was told. It counts from when it sent a renewal, and the gateway from when it
 * received it, with a margin: by the monotonic clock alone, which never runs ahead of the time that has passed. No lease
 * outlasts the gateway's own certainty that it hears of all evictions.
 */
export function createLease({ time, trustedMs, allowanceMs }: Deps) {
  let renewals = 0
  let holdsUntil = Number.NEGATIVE_INFINITY
  let renewedAt: number | undefined

  return {
    /** Undefined if `n` does not follow. */
    renew(n: number): Granted | undefined {
      if (n !== renewals + 1) return undefined
      renewals = n
      renewedAt = time.wall()
      const leaseMs = Math.max(0, Math.floor(Math.min(LEASE_MS, trustedMs())))
      if (leaseMs === 0) return { lease_ms: 0, max_stale_ms: 0 }
      const staleMs = allowanceMs()
      holdsUntil = Math.max(holdsUntil, time.monotonic() + withMargin(leaseMs + staleMs))
      return { lease_ms: leaseMs, max_stale_ms: staleMs }
    },

    /** By the monotonic clock. */
    holdsUntil: (): number => holdsUntil,

    leftMs: (): number => Math.max(0, holdsUntil - time.monotonic()),

    /** When the last renewal came, by the wall clock. */
    renewedAt: (): number | undefined => renewedAt,
  }
}
