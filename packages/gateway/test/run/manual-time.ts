import type { Time } from '../../src/platform/time.ts'

/** A time that passes only when `pass` is called; the wall clock can be set by itself. */
export function createManualTime(startsAt = 1_800_000_000_000) {
  let monotonic = 0
  let ahead = startsAt
  let timers: { at: number; run: () => void }[] = []

  const time: Time = {
    wall: () => monotonic + ahead,
    monotonic: () => monotonic,
    after(ms, run) {
      const timer = { at: monotonic + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
  }

  return {
    ...time,
    pass(ms: number): void {
      const end = monotonic + ms
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)[0]
        if (!next) break
        timers = timers.filter((one) => one !== next)
        monotonic = Math.max(monotonic, next.at)
        next.run()
      }
      monotonic = end
    },
    setWall(byMs: number): void {
      ahead += byMs
    },
    timers: () => timers.length,
  }
}
