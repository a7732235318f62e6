import type { Stripe } from 'stripe'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Catalogue } from './catalogue.ts'
import type { Customers } from './customers.ts'
import type { Requester } from './requester.ts'
import type { StartFreePlan } from './start-free-plan.ts'
import type { Calls, StripeClient } from './stripe-client.ts'
import { currentOf, hasBegun, isEnding, isPaid, listSubscriptions, withAllItems } from './subscriptions.ts'
import type { Sync } from './sync.ts'
import type { WithSubscriptionLock } from './with-subscription-lock.ts'

/**
 * createFreeSubscription: the plan that costs nothing. An account that already has it gets its present subscription; an
 * account that pays for a plan is refused.
 */
export type CreateFreeSubscription = (requester: Requester) => Promise<Stripe.Subscription>

type Deps = {
  client: StripeClient
  customers: Customers
  catalogue: Catalogue
  startFreePlan: StartFreePlan
  withSubscriptionLock: WithSubscriptionLock
  sync: Sync
}

/** How long requests at the same moment wait for each other; they get the same answer. */
const WAIT_MS = 8000

export function createCreateFreeSubscription(deps: Deps): CreateFreeSubscription {
  const { client, customers, catalogue, startFreePlan, withSubscriptionLock, sync } = deps
  return (requester) =>
    client.run('createFreeSubscription', 'payments_unavailable', async (calls) => {
      const { free } = await catalogue.offers()
      if (!free) throw new Refusal('no_free_plan')
      const choose = async (customerId: string) => {
        const subscriptions = await listSubscriptions(calls, customerId)
        const current = currentOf(subscriptions)
        const begun = current && hasBegun(current) ? current : undefined
        if (begun && isPaid(begun)) throw new Refusal('already_subscribed')
        await requester.recheck()
        const subscription = begun
          ? await keepFreePlan(calls, begun)
          : await startFreePlan(calls, requester, customerId, free, subscriptions[0]?.id)
        await sync(calls, requester, customerId)
        return subscription
      }
      return customers.using(calls, requester, (customerId) =>
        withSubscriptionLock(requester.accountId, () => choose(customerId), WAIT_MS),
      )
    })

  /** If an account chooses the free plan while its free plan is about to end, it wants to keep it. */
  async function keepFreePlan(calls: Calls, subscription: Stripe.Subscription): Promise<Stripe.Subscription> {
    if (!isEnding(subscription)) return subscription
    const { stripe, changing } = calls
    // Stripe accepts only one of the two members in a call. The portal may have set only `cancel_at`.
    const kept = subscription.cancel_at_period_end ? { cancel_at_period_end: false } : { cancel_at: '' as const }
    return withAllItems(calls, await stripe.subscriptions.update(subscription.id, kept, changing('keep')))
  }
}
