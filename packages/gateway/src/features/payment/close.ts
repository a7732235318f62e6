import type { Tx } from '../../platform/database/database.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { isCustomer } from './store.ts'

/** The account (the key) was deleted: its subscriptions are cancelled at once. */
export const closedAccountWork = defineWork<null>('stripe-account-closed')

/**
 * The module that deletes accounts calls this in the transaction of the deletion (deleteAccount): the account's
 * subscriptions are cancelled as soon as Stripe can be reached. The work first checks whether the account is still
 * deleted, so that a restored account keeps its subscription. It does nothing for an account that is no customer.
 */
export type CancelForClosedAccount = (tx: Tx, accountId: string) => Promise<void>

/** If payments are not configured now, the work for former customers waits until they are again. */
export function createCancelForClosedAccount(outbox: Outbox, isConfigured: boolean): CancelForClosedAccount {
  return async (tx, accountId) => {
    if (isConfigured || (await isCustomer(tx.db, accountId)))
      await outbox.enqueue(tx, closedAccountWork, null, { key: accountId })
  }
}
