/** The clocks and timers of a module that must also run in a simulation; everything in milliseconds. */
export type Time = {
  /** Since the epoch; somebody may set it forwards or back. */
  wall(): number
  /** Since some moment; never set, but it stands still while the machine sleeps. */
  monotonic(): number
  /** Runs once, so long from now by the monotonic clock; the function that it returns cancels it. */
  after(ms: number, run: () => void): () => void
}

/** The clocks and timers of this process; a timer does not keep the process alive. */
export const systemTime: Time = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms).unref()
    return () => clearTimeout(timer)
  },
}
