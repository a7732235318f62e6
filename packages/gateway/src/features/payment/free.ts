import type { Stripe } from 'stripe'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Catalogue } from './catalogue.ts'
import type { Customers } from './customers.ts'
import type { PayingMember } from './requester.ts'
import type { StartFree } from './start-free-plan.ts'
import type { Calls, StripeClient } from './stripe-client.ts'
import { currentOf, hasBegun, isEnding, isPaid, listSubscriptions, withAllItems } from './subscriptions.ts'
import type { Sync } from './sync.ts'
import type { Exclusive } from './with-subscription-lock.ts'

/** createFreeSubscription: the plan that costs nothing. Again is the same; who pays for a plan cancels that one. */
export type CreateFreeSubscription = (payer: PayingMember) => Promise<Stripe.Subscription>

type Deps = {
  client: StripeClient
  customers: Customers
  catalogue: Catalogue
  startFree: StartFree
  exclusive: Exclusive
  sync: Sync
}

/** Whoever asks at the same moment gets the same answer, one after the other. */
const WAIT_MS = 8000

export function createCreateFreeSubscription(deps: Deps): CreateFreeSubscription {
  const { client, customers, catalogue, startFree, exclusive, sync } = deps
  return (payer) =>
    client.run('createFreeSubscription', 'payments_unavailable', async (calls) => {
      const { free } = await catalogue.offers()
      if (!free) throw new Refusal('no_free_plan')
      const choose = async (customerId: string) => {
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
      }
      return customers.using(calls, payer, (customerId) =>
        exclusive(payer.accountId, () => choose(customerId), WAIT_MS),
      )
    })

  /** Whoever chooses the free plan while it runs out wants to keep it. */
  async function keepOn(calls: Calls, subscription: Stripe.Subscription): Promise<Stripe.Subscription> {
    if (!isEnding(subscription)) return subscription
    const { stripe, changing } = calls
    // Stripe takes one of the two at a time. The portal may have set only a day.
    const kept = subscription.cancel_at_period_end ? { cancel_at_period_end: false } : { cancel_at: '' as const }
    return withAllItems(calls, await stripe.subscriptions.update(subscription.id, kept, changing('keep')))
  }
}
