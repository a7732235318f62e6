import type { Stripe } from 'stripe'
import type { Calls } from './stripe-client.ts'
import { isMissing } from './stripe-errors.ts'
import { accountStatusOf } from './subscriptions.ts'

/**
 * Cancels at once all of the subscriptions that have not ended; nothing is paid back. Resolves with the ids of the
 * cancelled ones.
 */
export async function cancelAtOnce(
  { stripe, reading }: Calls,
  subscriptions: Stripe.Subscription[],
): Promise<string[]> {
  const cancelled: string[] = []
  for (const { id } of subscriptions.filter((one) => accountStatusOf(one).rank > 0)) {
    try {
      // A schedule ends with its subscription.
      await stripe.subscriptions.cancel(id, { invoice_now: false, prorate: false }, reading())
      cancelled.push(id)
    } catch (error) {
      // Somebody else cancelled it first.
      if (!isMissing(error)) throw error
    }
  }
  return cancelled
}
