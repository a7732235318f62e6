import type { Tx } from '../../platform/database/database.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { isCustomer } from './store.ts'

/** The account (the key) was deleted: its subscription ends at once. */
export const closedAccountWork = defineWork<null>('stripe-account-closed')

/**
 * For the module that deletes accounts, in the transaction that does it: the account's subscriptions end as soon as
 * Stripe can be reached (deleteAccount). The work first checks whether the account is still deleted, so that a restored
 * account keeps its subscription. It does nothing for an account that never paid.
 */
export type CancelForClosedAccount = (tx: Tx, accountId: string) => Promise<void>

/** With payments not configured, the work of former customers waits until they are again. */
export function createCancelForClosedAccount(outbox: Outbox, isConfigured: boolean): CancelForClosedAccount {
  return async (tx, accountId) => {
    if (isConfigured || (await isCustomer(tx.db, accountId)))
      await outbox.enqueue(tx, closedAccountWork, null, { key: accountId })
  }
}
