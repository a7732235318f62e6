import type { Stripe } from 'stripe'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Note } from './audit-payment.ts'
import type { Customers } from './customers.ts'
import type { PayingMember } from './requester.ts'
import type { Calls, StripeClient } from './stripe-client.ts'
import { currentOf, listSubscriptions, withAllItems } from './subscriptions.ts'
import type { Sync } from './sync.ts'
import type { Exclusive } from './with-subscription-lock.ts'

/** What was done: the event to keep, and when it takes effect. */
export type Done = {
  action: 'subscription.updated' | 'subscription.cancelled'
  effective: 'now' | 'period_end' | 'withdrawn'
}

/**
 * Does something to the subscription that the account has, one at a time, and lets the account show what came of it.
 * `work` resolves with undefined if there was nothing to do. Throws `subscription_not_found` if there is none.
 */
export type Alter = (
  operation: 'updateSubscription' | 'cancelSubscription',
  payer: PayingMember,
  work: (calls: Calls, subscription: Stripe.Subscription) => Promise<Done | undefined>,
) => Promise<Stripe.Subscription>

type Deps = { client: StripeClient; customers: Customers; exclusive: Exclusive; sync: Sync; note: Note }

export function createAlter({ client, customers, exclusive, sync, note }: Deps): Alter {
  return (operation, payer, work) =>
    client.run(operation, 'payment_refused', async (calls) => {
      const customerId = await customers.find(calls, payer.accountId)
      if (customerId === undefined) throw new Refusal('subscription_not_found')
      return exclusive(payer.accountId, async () => {
        const subscription = currentOf(await listSubscriptions(calls, customerId))
        if (!subscription) throw new Refusal('subscription_not_found')
        const done = await work(calls, subscription)
        if (!done) return subscription
        const { action, effective } = done
        await note(payer, action, { subscription: subscription.id, effective })
        await sync(calls, payer, customerId)
        const options = { expand: ['schedule'] }
        const changed = await calls.stripe.subscriptions.retrieve(subscription.id, options, calls.reading())
        return withAllItems(calls, changed)
      })
    })
}
