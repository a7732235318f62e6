import type { Stripe } from 'stripe'
import { cancelAtOnce } from './cancel-at-once.ts'
import type { ChangeSubscription } from './change-subscription.ts'
import type { Requester } from './requester.ts'
import { dropNext } from './schedule.ts'
import { hasBegun, isEnding } from './subscriptions.ts'

/**
 * cancelSubscription: the account keeps what it has paid for until the period is over. A second call changes nothing.
 */
export type CancelSubscription = (requester: Requester) => Promise<Stripe.Subscription>

export function createCancelSubscription(changeSubscription: ChangeSubscription): CancelSubscription {
  return (requester) =>
    changeSubscription('cancelSubscription', requester, async (calls, subscription) => {
      const { stripe, changing } = calls
      if (isEnding(subscription)) return undefined
      await requester.recheck()
      const action = 'subscription.cancelled' as const
      if (!hasBegun(subscription)) {
        await cancelAtOnce(calls, [subscription])
        return { action, effective: 'now' }
      }
      // Stripe does not cancel a subscription that has a schedule.
      await dropNext(calls, subscription)
      await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true }, changing('cancel'))
      return { action, effective: 'period_end' }
    })
}
