import type { Stripe } from 'stripe'
import type { Calls } from './stripe-client.ts'
import { isMissing } from './stripe-errors.ts'
import { standingOf } from './subscriptions.ts'

/**
 * Ends those of the subscriptions at once that have not ended; what was paid for them is not paid back. Resolves with
 * the ids of those that it ended.
 */
export async function endAtOnce({ stripe, reading }: Calls, subscriptions: Stripe.Subscription[]): Promise<string[]> {
  const ended: string[] = []
  for (const { id } of subscriptions.filter((one) => standingOf(one).rank > 0)) {
    try {
      // A schedule ends with its subscription.
      await stripe.subscriptions.cancel(id, { invoice_now: false, prorate: false }, reading())
      ended.push(id)
    } catch (error) {
      // Somebody else was faster.
      if (!isMissing(error)) throw error
    }
  }
  return ended
}
