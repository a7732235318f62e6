import { setTimeout as sleep } from 'node:timers/promises'

/** The shortest duration of an answer whose duration must not show what was done for it. */
const LEAST_MS = 100

/** Holds back answers whose duration would show what was done for them. */
export type MinimumDuration = {
  /** Does the work and resolves after at least 100 ms, so that a difference of a few statements cannot be measured. */
  hold<T>(work: () => Promise<T>): Promise<T>
  /** The same only for values for which `tells` is true: the duration would reveal them. The others don't wait. */
  holdIf<T>(tells: (value: T) => boolean, work: () => Promise<T>): Promise<T>
}

export function createMinimumDuration(): MinimumDuration {
  return {
    async hold(work) {
      const [value] = await Promise.all([work(), sleep(LEAST_MS)])
      return value
    },
    async holdIf(tells, work) {
      const over = sleep(LEAST_MS)
      const value = await work()
      if (tells(value)) await over
      return value
    },
  }
}
