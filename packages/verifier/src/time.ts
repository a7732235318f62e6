/**
 * The clocks and the timer, in milliseconds, so that a simulation can be the time. `monotonic` never goes back, but
 * stands still while the machine sleeps; `wall` goes on, but somebody may set it.
 */
export type Time = {
  /** Since the Unix epoch. */
  wall(): number
  /** Since any moment. */
  monotonic(): number
  /** Calls `run` once after `ms` of the monotonic clock; what it returns calls that off. */
  after(ms: number, run: () => void): () => void
}

export const systemTime: Time = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
