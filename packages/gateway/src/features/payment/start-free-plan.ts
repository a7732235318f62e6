import type { Stripe } from 'stripe'
import type { AuditPayment } from './audit-payment.ts'
import type { Offer } from './catalogue.ts'
import { ACCOUNT_KEY, type AccountActor } from './customers.ts'
import type { Calls } from './stripe-client.ts'
import { retryWhileKeyInUse } from './stripe-errors.ts'

/**
 * Starts the free plan. `after` is the customer's newest subscription: two requests at the same instant see the same
 * newest one, and so get the same new one.
 */
export type StartFreePlan = (
  calls: Calls,
  by: AccountActor,
  customerId: string,
  free: Offer,
  after: string | undefined,
) => Promise<Stripe.Subscription>

export function createStartFreePlan(auditPayment: AuditPayment): StartFreePlan {
  return async (calls, by, customer, free, after) => {
    const wanted = { customer, items: [{ price: free.id }], metadata: { [ACCOUNT_KEY]: by.accountId } }
    const key = `free/${customer}/${free.id}/${after ?? 'first'}`
    const started = await retryWhileKeyInUse(() => calls.stripe.subscriptions.create(wanted, calls.once(key)))
    await auditPayment(by, 'subscription.started', { subscription: started.id, price: free.id })
    return started
  }
}
