import type { Time } from '../../platform/time.ts'

/** How long what a process remembers counts without news, in ms: of gateways and of verifiers. */
export const LEASE_MS = 2000

/** Clocks run at different speeds: whoever waits for the end of another's lease waits so much longer. */
const MARGIN = 1.05

/** How long to wait for the end of a lease that another process counts. */
export const withMargin = (ms: number): number => ms * MARGIN

/** One start of a gateway in the list of gateways. */
export type Registered = {
  /** `<gateway>.<number>` */
  registration: string
  /** The longest allowance that it grants to a verifier, in ms: its setting, and not what it has granted so far. */
  mostAllowanceMs: number
}

/** A moment by both clocks: an administrator sets the one, and the other stands still while the machine sleeps. */
export type Moment = { wall: number; monotonic: number }

export const momentNow = (time: Time): Moment => ({ wall: time.wall(), monotonic: time.monotonic() })

export const later = ({ wall, monotonic }: Moment, ms: number): Moment => ({
  wall: wall + ms,
  monotonic: monotonic + ms,
})

/** What is left until `end` by the clock that reaches it first; 0 if it is over. */
export function leftUntil(end: Moment, time: Time): number {
  return Math.max(0, Math.min(end.wall - time.wall(), end.monotonic - time.monotonic()))
}
