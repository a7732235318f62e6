import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Database, Tx } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import { deleteExpiredCounters } from './store.ts'
import { deleteEndedTries } from './tries-store.ts'
import { deleteEnded } from './use-store.ts'

const HOUR_MS = 3_600_000

/** `quota` times within `windowSeconds`, counted from the first. */
export type Limit = { name: string; quota: number; windowSeconds: number }

/** Counts events by key; where the database stores the key, it is never a secret or an address in clear. */
export type Limiter = {
  /** Counts one event. Beyond the quota it throws `too_many_requests`, with the seconds until the window is over. */
  count(key: string): Promise<void>
  /** Throws as `count` does if the quota is used up, without counting. */
  refuseIfSpent(key: string): Promise<void>
}

/**
 * A limiter in memory, or in the database where several gateways share one (`shared`; on SQLite there is only this
 * process). Counting comes before the work that it limits, so that requests at the same instant cannot get more tries.
 */
export function createLimiter(limit: Limit, shared?: Database): Limiter {
  const counters = openCounters(limit, shared)

  function refuse(state: RateLimiterRes): never {
    const retryAfterSeconds = Math.max(1, Math.ceil(state.msBeforeNext / 1000))
    throw new Refusal('too_many_requests', { retryAfterSeconds, limit })
  }

  return {
    async count(key) {
      try {
        await counters.consume(key)
      } catch (error) {
        if (error instanceof RateLimiterRes) refuse(error)
        throw error
      }
    },
    async refuseIfSpent(key) {
      const state = await counters.get(key)
      if (state && state.consumedPoints >= limit.quota && state.msBeforeNext > 0) refuse(state)
    },
  }
}

function openCounters({ name, quota, windowSeconds }: Limit, shared: Database | undefined): RateLimiterAbstract {
  const options = { keyPrefix: name, points: quota, duration: windowSeconds }
  if (!shared?.pool) return new RateLimiterMemory(options)
  const { pool } = shared
  return new RateLimiterPostgres({
    ...options,
    // Without the name of the prepared statement: behind a pooler the next query may run at another server.
    storeClient: { query: ({ text, values }: { text: string; values?: unknown[] }) => pool.query(text, values) },
    storeType: 'pool',
    tableName: 'throttle',
    tableCreated: true,
    clearExpiredByTimeout: false,
  })
}

/** Counts one event and tells whether it is within the quota, for callers that silently leave out what is beyond it. */
export async function allows(limiter: Limiter, key: string): Promise<boolean> {
  try {
    await limiter.count(key)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** Deletes counters from the database whose window is over; nothing else does. */
export async function tidyCounters(tx: Tx, now: number): Promise<void> {
  await deleteExpiredCounters(tx, now)
  // The clocks of gateways may differ a little: a window that is over here may still be counted there.
  await deleteEnded(tx, 'rateLimits', now - HOUR_MS)
  await deleteEnded(tx, 'quotas', now - HOUR_MS)
  await deleteEndedTries(tx, now - HOUR_MS)
}
