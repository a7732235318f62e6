import type { Stripe } from 'stripe'
import { Refusal } from '../errors/refusal.ts'
import type { Catalogue } from './catalogue.ts'
import type { Customers } from './customers.ts'
import type { PayingMember } from './paying-member.ts'
import type { StartFree } from './start-free.ts'
import type { Calls, StripeClient } from './stripe-client.ts'
import { currentOf, hasBegun, isEnding, isPaid, listSubscriptions } from './subscriptions.ts'
import type { Sync } from './sync.ts'

/** createFreeSubscription: the plan that costs nothing. Again is the same; who pays for a plan cancels that one. */
export type CreateFreeSubscription = (payer: PayingMember) => Promise<Stripe.Subscription>

type Parts = {
  client: StripeClient
  customers: Customers
  catalogue: Catalogue
  startFree: StartFree
  sync: Sync
}

export function createCreateFreeSubscription(parts: Parts): CreateFreeSubscription {
  const { client, customers, catalogue, startFree, sync } = parts
  return (payer) =>
    client.run('createFreeSubscription', 'payments_unavailable', async (calls) => {
      const { free } = await catalogue.offers()
      if (!free) throw new Refusal('no_free_plan')
      return customers.using(calls, payer, async (customerId) => {
        const subscriptions = await listSubscriptions(calls, customerId)
        const current = currentOf(subscriptions)
        const begun = current && hasBegun(current) ? current : undefined
        if (begun && isPaid(begun)) throw new Refusal('already_subscribed')
        await payer.recheck()
        const subscription = begun
          ? await keepOn(calls, begun)
          : await startFree(calls, payer, customerId, free, subscriptions[0]?.id)
        await sync(calls, payer, customerId)
        return subscription
      })
    })

  /** Whoever chooses the free plan while it runs out wants to keep it. */
  async function keepOn({ stripe, changing }: Calls, subscription: Stripe.Subscription): Promise<Stripe.Subscription> {
    if (!isEnding(subscription)) return subscription
    return stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false }, changing('keep'))
  }
}
