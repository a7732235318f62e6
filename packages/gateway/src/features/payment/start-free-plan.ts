import type { Stripe } from 'stripe'
import type { Note } from './audit-payment.ts'
import type { Offer } from './catalogue.ts'
import { ACCOUNT_KEY, type Payer } from './customers.ts'
import type { Calls } from './stripe-client.ts'
import { inTurn } from './stripe-errors.ts'

/**
 * Begins the free plan. `after` is the customer's newest subscription: two requests at the same instant know the same
 * one, and get the same new one.
 */
export type StartFree = (
  calls: Calls,
  payer: Payer,
  customerId: string,
  free: Offer,
  after: string | undefined,
) => Promise<Stripe.Subscription>

export function createStartFree(note: Note): StartFree {
  return async (calls, payer, customer, free, after) => {
    const wanted = { customer, items: [{ price: free.id }], metadata: { [ACCOUNT_KEY]: payer.accountId } }
    const key = `free/${customer}/${free.id}/${after ?? 'first'}`
    const started = await inTurn(() => calls.stripe.subscriptions.create(wanted, calls.once(key)))
    await note(payer, 'subscription.started', { subscription: started.id, price: free.id })
    return started
  }
}
