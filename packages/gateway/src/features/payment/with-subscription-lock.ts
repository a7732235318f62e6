import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { lockSubscription, unlockSubscription } from './store.ts'
import type { StripeClient } from './stripe-client.ts'

/** Longer than any operation at Stripe takes. After this time, the process that has the lock counts as dead. */
const LONGEST_MS = 30_000

/** The pause between two attempts to lock. */
const AGAIN_MS = 50

/**
 * Runs `work` while nobody else changes the account's subscription, in this gateway or another: each change depends on
 * what was read before it. Throws `subscription_busy` if somebody else still has the lock after `waitMs` (0 by
 * default).
 */
export type WithSubscriptionLock = <T>(accountId: string, work: () => Promise<T>, waitMs?: number) => Promise<T>

export function createWithSubscriptionLock(
  database: Database,
  { mode }: Pick<StripeClient, 'mode'>,
): WithSubscriptionLock {
  /** Resolves with the time at which the lock expires. */
  async function lock(accountId: string, deadline: number): Promise<number> {
    for (;;) {
      const now = Date.now()
      const until = now + LONGEST_MS
      if (await database.transaction((tx) => lockSubscription(tx, { accountId, mode }, now, until))) return until
      if (performance.now() >= deadline) throw new Refusal('subscription_busy')
      // A random pause, so that those who wait do not all try at the same moment again.
      await sleep(AGAIN_MS * (0.5 + Math.random()))
    }
  }

  return async (accountId, work, waitMs = 0) => {
    const until = await lock(accountId, performance.now() + waitMs)
    try {
      return await work()
    } finally {
      await database.transaction((tx) => unlockSubscription(tx, { accountId, mode }, until))
    }
  }
}
