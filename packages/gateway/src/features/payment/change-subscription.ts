import type { Stripe } from 'stripe'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { AuditPayment } from './audit-payment.ts'
import type { Customers } from './customers.ts'
import type { Requester } from './requester.ts'
import type { Calls, StripeClient } from './stripe-client.ts'
import { currentOf, listSubscriptions, withAllItems } from './subscriptions.ts'
import type { Sync } from './sync.ts'
import type { WithSubscriptionLock } from './with-subscription-lock.ts'

/** What was done: the event to record, and when the change takes effect. */
export type Done = {
  action: 'subscription.updated' | 'subscription.cancelled'
  effective: 'now' | 'period_end' | 'withdrawn'
}

/**
 * Changes the account's subscription under its lock, records the change, and updates what the account shows. `work`
 * resolves with undefined if there was nothing to do. Throws `subscription_not_found` if there is no subscription.
 */
export type ChangeSubscription = (
  operation: 'updateSubscription' | 'cancelSubscription',
  requester: Requester,
  work: (calls: Calls, subscription: Stripe.Subscription) => Promise<Done | undefined>,
) => Promise<Stripe.Subscription>

type Deps = {
  client: StripeClient
  customers: Customers
  withSubscriptionLock: WithSubscriptionLock
  sync: Sync
  auditPayment: AuditPayment
}

export function createChangeSubscription({
  client,
  customers,
  withSubscriptionLock,
  sync,
  auditPayment,
}: Deps): ChangeSubscription {
  return (operation, requester, work) =>
    client.run(operation, 'payment_refused', async (calls) => {
      const customerId = await customers.find(calls, requester.accountId)
      if (customerId === undefined) throw new Refusal('subscription_not_found')
      return withSubscriptionLock(requester.accountId, async () => {
        const subscription = currentOf(await listSubscriptions(calls, customerId))
        if (!subscription) throw new Refusal('subscription_not_found')
        const done = await work(calls, subscription)
        if (!done) return subscription
        const { action, effective } = done
        await auditPayment(requester, action, { subscription: subscription.id, effective })
        await sync(calls, requester, customerId)
        const options = { expand: ['schedule'] }
        const changed = await calls.stripe.subscriptions.retrieve(subscription.id, options, calls.reading())
        return withAllItems(calls, changed)
      })
    })
}
