import { Refusal } from '../errors/refusal.ts'
import { networkOf } from '../values/ip-addresses.ts'
import type { Limiter } from './limiter.ts'

/** Counts a refusal against the caller's network; a success counts nothing. */
export type CountingFailures = <T>(ip: string, work: () => Promise<T>) => Promise<T>

export function createCountingFailures(failures: Limiter): CountingFailures {
  return async (ip, work) => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Refusal) await failures.count(networkOf(ip))
      throw error
    }
  }
}
