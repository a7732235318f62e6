import { vi } from 'vitest'

/**
 * Runs `work` with the clock moved forward by `ms` and stopped; timers go on. A nested call counts from the time of the
 * outer one, so that a test reads in the order of time.
 */
export async function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const outer = vi.isFakeTimers() ? Date.now() : undefined
  const from = outer ?? Date.now()
  if (outer === undefined) vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(from + ms)
  try {
    return await work()
  } finally {
    if (outer === undefined) vi.useRealTimers()
    else vi.setSystemTime(outer)
  }
}

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
