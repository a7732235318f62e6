import { setTimeout as sleep } from 'node:timers/promises'

/** How long an answer takes at least that must not tell by its time what was done for it. */
const EVEN_MS = 100

/** Does the work and resolves no sooner than after 100 ms: ways that differ by a few statements take the same time. */
export async function withMinimumDuration<T>(work: () => Promise<T>): Promise<T> {
  const [value] = await Promise.all([work(), sleep(EVEN_MS)])
  return value
}

/** The same only for answers of which `tells` says that their time would tell something; the others don't wait. */
export async function inEvenTimeIf<T>(tells: (value: T) => boolean, work: () => Promise<T>): Promise<T> {
  const over = sleep(EVEN_MS)
  const value = await work()
  if (tells(value)) await over
  return value
}
