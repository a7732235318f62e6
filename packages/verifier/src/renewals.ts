import { BadFrame, type Frame } from './frames.ts'
import { createLease, nowOf } from './lease.ts'
import type { Time } from './time.ts'

const RENEW_MS = 650
/** After so many renewals without an answer, the connection is dead. */
const MOST_UNANSWERED = 5
/** After so many renewals that gave no lease, another gateway is tried. */
const MOST_BARREN = 4

type Deps = {
  time: Time
  after(ms: number, run: () => void): void
  /** Sends `renew`. */
  send(n: number): void
}

type Events = {
  /** It has a lease again, or still. */
  renewed(): void
  /** Its gateway has given no lease for a while. */
  barren(): void
  /** Renewals are not answered. */
  dead(): void
}

/** Renews the lease of one connection, again and again (docs/verifier-protocol.md, "The lease"). */
export function createRenewals({ time, after, send }: Deps, events: Events) {
  const lease = createLease(time)
  let last = 0
  let barren = 0
  let everyMs = RENEW_MS
  let isRetired = false

  function renew(): void {
    if (isRetired) return
    if (lease.unanswered() >= MOST_UNANSWERED) {
      events.dead()
      return
    }
    last += 1
    lease.sending(last)
    send(last)
    after(everyMs, renew)
  }

  return {
    begin: renew,
    holds: lease.holds,
    holdsOrIsAllowed: lease.holdsOrIsAllowed,

    /** As the gateway wishes. */
    setEvery(ms: number): void {
      everyMs = ms
    },

    renewed({ n, leaseMs, allowanceMs }: Extract<Frame, { type: 'renewed' }>): void {
      if (!lease.renewed(n, leaseMs, allowanceMs)) throw new BadFrame('a renewal that was not sent, or not in order')
      barren = leaseMs === 0 ? barren + 1 : 0
      if (barren === MOST_BARREN) events.barren()
      if (lease.holds(nowOf(time))) events.renewed()
    },

    /** Nothing is renewed from now on; what there is holds until its end. */
    retire(): void {
      isRetired = true
    },
  }
}
