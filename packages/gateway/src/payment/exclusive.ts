import type { Database } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import { releaseSubscription, takeSubscription } from './store.ts'
import type { StripeClient } from './stripe-client.ts'

/** Longer than any operation at Stripe takes; after that, whoever had it is taken for dead. */
const LONGEST_MS = 30_000

/**
 * Runs `work` while nobody else changes the account's subscription, in this gateway or another: a change is worked out
 * from what was read. Refuses with `subscription_busy` instead of waiting.
 */
export type Exclusive = <T>(accountId: string, work: () => Promise<T>) => Promise<T>

export function createExclusive(database: Database, { mode }: Pick<StripeClient, 'mode'>): Exclusive {
  return async (accountId, work) => {
    const now = Date.now()
    const until = now + LONGEST_MS
    const key = { accountId, mode }
    if (!(await database.transaction((tx) => takeSubscription(tx, key, now, until))))
      throw new Refusal('subscription_busy')
    try {
      return await work()
    } finally {
      await database.transaction((tx) => releaseSubscription(tx, key, until))
    }
  }
}
