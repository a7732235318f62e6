import type { Stripe } from 'stripe'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type Catalogue, idOf } from './catalogue.ts'
import type { ChangeSubscription, Done } from './change-subscription.ts'
import { type PlannedChange, planChange, type WantedItem } from './plan-change.ts'
import type { Requester } from './requester.ts'
import { dropNext, scheduleNext } from './schedule.ts'
import type { Calls } from './stripe-client.ts'
import { needsConfirmation } from './stripe-errors.ts'
import { hasDefaultPaymentMethod, isEnding } from './subscriptions.ts'

/**
 * updateSubscription: an upgrade begins at once, and its difference for the rest of the period is charged; a downgrade
 * begins when the period is over. A new change replaces one that has not begun.
 */
export type UpdateSubscription = (requester: Requester, wanted: WantedItem[]) => Promise<Stripe.Subscription>

export function createUpdateSubscription(
  changeSubscription: ChangeSubscription,
  catalogue: Catalogue,
): UpdateSubscription {
  return (requester, wanted) =>
    changeSubscription('updateSubscription', requester, async (calls, subscription) => {
      if (subscription.status !== 'active' && subscription.status !== 'trialing') throw new Refusal('payment_due')
      const { offers } = await catalogue.offers()
      const products = await catalogue.productsOf(calls, subscription)
      const change = planChange(subscription, { products, offers }, wanted)
      const effective = await apply(calls, subscription, change, requester)
      return effective && { action: 'subscription.updated', effective }
    })
}

/** Resolves with the time at which the change takes effect; undefined if there was nothing to do. */
async function apply(
  calls: Calls,
  subscription: Stripe.Subscription,
  change: PlannedChange,
  requester: Requester,
): Promise<Done['effective'] | undefined> {
  switch (change.when) {
    case 'never':
      await requester.recheck()
      return (await dropNext(calls, subscription)) ? 'withdrawn' : undefined
    case 'period_end':
      if (isEnding(subscription)) throw new Refusal('subscription_ending')
      if (!change.interval) throw new Refusal('payment_refused', { reason: 'the plan has no fixed interval' })
      await requester.recheck()
      await scheduleNext(calls, subscription, { items: change.after, interval: change.interval })
      return 'period_end'
    case 'now':
      await changeNow(calls, subscription, change, requester)
      // The scheduled change is dropped only now: if the payment fails, it stays. If dropping it fails, a repeated
      // request drops it.
      await dropNext(calls, subscription)
      return 'now'
  }
}

async function changeNow(
  calls: Calls,
  subscription: Stripe.Subscription,
  change: PlannedChange,
  requester: Requester,
): Promise<void> {
  const { id, status, collection_method: method } = subscription
  const isCharged = method === 'charge_automatically'
  // During a trial nothing is charged yet.
  const paysNow = change.costsMore && isCharged && status === 'active'
  if (paysNow && !(await hasDefaultPaymentMethod(calls, subscription))) throw new Refusal('payment_method_required')
  await requester.recheck()
  const wanted = { items: change.updates, proration_behavior: 'always_invoice' as const }
  try {
    // With this, Stripe changes nothing if the payment fails; otherwise it would leave a half-changed subscription.
    const failing = isCharged && { payment_behavior: 'error_if_incomplete' as const }
    await calls.stripe.subscriptions.update(id, { ...wanted, ...failing }, calls.changing('update'))
  } catch (error) {
    if (!needsConfirmation(error)) throw error
    await requester.recheck()
    const confirmationUrl = await requestWithConfirmation(calls, id, wanted)
    throw new Refusal('payment_confirmation_required', { confirmationUrl, cause: error })
  }
}

/**
 * Requests the same change again, this time so that it waits at Stripe until its invoice is paid, for 23 hours at most.
 * Resolves with the URL of the invoice's page, on which the owner of the card confirms the payment. Until then nothing
 * changes.
 */
async function requestWithConfirmation(
  { stripe, reading, changing }: Calls,
  id: string,
  wanted: Pick<Stripe.SubscriptionUpdateParams, 'items' | 'proration_behavior'>,
): Promise<string> {
  const { latest_invoice: invoice } = await stripe.subscriptions.update(
    id,
    { ...wanted, payment_behavior: 'pending_if_incomplete' },
    changing('pending'),
  )
  const url = invoice && (await stripe.invoices.retrieve(idOf(invoice), {}, reading())).hosted_invoice_url
  if (!url) throw new Error('Stripe has no page for an invoice that is to be confirmed')
  return url
}
