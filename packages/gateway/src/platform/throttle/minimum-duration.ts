import { setTimeout as sleep } from 'node:timers/promises'

/** The least time of an answer whose duration must not show what was done for it. */
const LEAST_MS = 100

/** Does the work, and resolves after 100 ms at least: work that differs by a few statements takes the same time. */
export async function withMinimumDuration<T>(work: () => Promise<T>): Promise<T> {
  const [value] = await Promise.all([work(), sleep(LEAST_MS)])
  return value
}

/** The same only for values for which `tells` is true, because their duration would tell something; others don't wait. */
export async function withMinimumDurationIf<T>(tells: (value: T) => boolean, work: () => Promise<T>): Promise<T> {
  const over = sleep(LEAST_MS)
  const value = await work()
  if (tells(value)) await over
  return value
}
