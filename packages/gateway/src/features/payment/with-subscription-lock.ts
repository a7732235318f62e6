import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { releaseSubscription, takeSubscription } from './store.ts'
import type { StripeClient } from './stripe-client.ts'

/** Longer than any operation at Stripe takes; after that, whoever had it is taken for dead. */
const LONGEST_MS = 30_000

/** Between two tries to get it. */
const AGAIN_MS = 50

/**
 * Runs `work` while nobody else changes the account's subscription, in this gateway or another: a change is worked out
 * from what was read. Refuses with `subscription_busy` where somebody else has it, after `waitMs` (none by default).
 */
export type Exclusive = <T>(accountId: string, work: () => Promise<T>, waitMs?: number) => Promise<T>

export function createExclusive(database: Database, { mode }: Pick<StripeClient, 'mode'>): Exclusive {
  /** Resolves with until when it is ours. */
  async function take(accountId: string, deadline: number): Promise<number> {
    for (;;) {
      const now = Date.now()
      const until = now + LONGEST_MS
      if (await database.transaction((tx) => takeSubscription(tx, { accountId, mode }, now, until))) return until
      if (performance.now() >= deadline) throw new Refusal('subscription_busy')
      // Not all at the same moment again.
      await sleep(AGAIN_MS * (0.5 + Math.random()))
    }
  }

  return async (accountId, work, waitMs = 0) => {
    const until = await take(accountId, performance.now() + waitMs)
    try {
      return await work()
    } finally {
      await database.transaction((tx) => releaseSubscription(tx, { accountId, mode }, until))
    }
  }
}
