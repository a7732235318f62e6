import type { Stripe } from 'stripe'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Customers } from './customers.ts'
import type { Calls, StripeClient } from './stripe-client.ts'
import { currentOf, hasDefaultPaymentMethod, listSubscriptions } from './subscriptions.ts'

export type ReadSubscription = {
  /** getSubscription: as Stripe has it now, with its schedule. Throws `subscription_not_found`. */
  subscription(accountId: string): Promise<Stripe.Subscription>
  /** getSubscriptionItems: what it consists of, and whether Stripe has something to charge. */
  items(accountId: string): Promise<{ hasDefaultPaymentMethod: boolean; items: Stripe.SubscriptionItem[] }>
}

export function createReadSubscription(deps: { client: StripeClient; customers: Customers }): ReadSubscription {
  const { client, customers } = deps

  async function find(calls: Calls, accountId: string): Promise<Stripe.Subscription> {
    const customerId = await customers.find(calls, accountId)
    const subscription = customerId === undefined ? undefined : currentOf(await listSubscriptions(calls, customerId))
    if (!subscription) throw new Refusal('subscription_not_found')
    return subscription
  }

  return {
    subscription: (accountId) =>
      client.run('getSubscription', 'payments_unavailable', (calls) => find(calls, accountId)),
    items: (accountId) =>
      client.run('getSubscriptionItems', 'payments_unavailable', async (calls) => {
        const subscription = await find(calls, accountId)
        return {
          hasDefaultPaymentMethod: await hasDefaultPaymentMethod(calls, subscription),
          items: subscription.items.data,
        }
      }),
  }
}
