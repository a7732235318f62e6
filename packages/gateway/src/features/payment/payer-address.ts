import type { Database, Tx } from '../../platform/database/database.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { handlerFor, type WorkHandler } from '../../platform/outbox/worker.ts'
import type { Customers } from './customers.ts'
import { findPayer, isCustomer } from './store.ts'
import type { StripeClient } from './stripe-client.ts'
import { isRefused, orMissing } from './stripe-errors.ts'

/** The root of an account has changed their address from `former` to another. */
export const payerAddressWork = defineWork<{ accountId: string; former: string }>('stripe-payer-address')

/**
 * The module that changes addresses calls this in the transaction of the change. It does nothing for an account that is
 * no customer.
 */
export type TellPayerAddress = (tx: Tx, accountId: string, former: string) => Promise<void>

/** If payments are not configured now, the work for former customers waits until they are again. */
export function createTellPayerAddress(outbox: Outbox): TellPayerAddress {
  return async (tx, accountId, former) => {
    if (await isCustomer(tx.db, accountId)) await outbox.enqueue(tx, payerAddressWork, { accountId, former })
  }
}

type Deps = { database: Database; client: StripeClient; customers: Customers }

/**
 * Gives the account's customer at Stripe, which gets the receipts, the new email address of the account's root. It does
 * nothing if the customer has another address than the former one: somebody wants the receipts to go elsewhere.
 */
export function followPayerAddress({ database, client, customers }: Deps): WorkHandler {
  return handlerFor(payerAddressWork, async ({ accountId, former }) => {
    const payer = await findPayer(database.read, accountId)
    if (!payer || payer.deleted) return
    await client.run('changeEmailAddressAction', 'payments_unavailable', async (calls) => {
      const { customers: atStripe } = calls.stripe
      const customerId = await customers.find(calls, accountId)
      const customer = customerId && (await orMissing(atStripe.retrieve(customerId, {}, calls.reading())))
      if (!customer || customer.deleted || customer.email?.toLowerCase() !== former.toLowerCase()) return
      const { email } = payer
      await atStripe.update(customer.id, { email }, calls.changing('address')).catch((error: unknown) => {
        // Stripe refuses some valid addresses: then the customer keeps the former one.
        if (!isRefused(error, 'email')) throw error
      })
    })
  })
}
