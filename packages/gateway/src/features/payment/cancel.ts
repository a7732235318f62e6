import type { Stripe } from 'stripe'
import { endAtOnce } from './cancel-at-once.ts'
import type { Alter } from './change-subscription.ts'
import type { PayingMember } from './requester.ts'
import { dropNext } from './schedule.ts'
import { hasBegun, isEnding } from './subscriptions.ts'

/** cancelSubscription: what is paid for may be used until the period is over. Again changes nothing. */
export type CancelSubscription = (payer: PayingMember) => Promise<Stripe.Subscription>

export function createCancelSubscription(alter: Alter): CancelSubscription {
  return (payer) =>
    alter('cancelSubscription', payer, async (calls, subscription) => {
      const { stripe, changing } = calls
      if (isEnding(subscription)) return undefined
      await payer.recheck()
      const action = 'subscription.cancelled' as const
      if (!hasBegun(subscription)) {
        await endAtOnce(calls, [subscription])
        return { action, effective: 'now' }
      }
      // Stripe does not let a subscription be cancelled past its schedule.
      await dropNext(calls, subscription)
      await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true }, changing('cancel'))
      return { action, effective: 'period_end' }
    })
}
