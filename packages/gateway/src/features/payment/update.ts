import type { Stripe } from 'stripe'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type Catalogue, idOf } from './catalogue.ts'
import type { Alter, Done } from './change-subscription.ts'
import { type Change, planChange, type WantedItem } from './plan-change.ts'
import type { PayingMember } from './requester.ts'
import { dropNext, scheduleNext } from './schedule.ts'
import type { Calls } from './stripe-client.ts'
import { needsConfirmation } from './stripe-errors.ts'
import { hasDefaultPaymentMethod, isEnding } from './subscriptions.ts'

/**
 * updateSubscription: upgrades at once and charges the difference for the rest of the period; lets a downgrade begin
 * when the period is over. A new change takes the place of one that was to come.
 */
export type UpdateSubscription = (payer: PayingMember, wanted: WantedItem[]) => Promise<Stripe.Subscription>

export function createUpdateSubscription(alter: Alter, catalogue: Catalogue): UpdateSubscription {
  return (payer, wanted) =>
    alter('updateSubscription', payer, async (calls, subscription) => {
      if (subscription.status !== 'active' && subscription.status !== 'trialing') throw new Refusal('payment_due')
      const { offers } = await catalogue.offers()
      const products = await catalogue.productsOf(calls, subscription)
      const change = planChange(subscription, { products, offers }, wanted)
      const effective = await apply(calls, subscription, change, payer)
      return effective && { action: 'subscription.updated', effective }
    })
}

/** Resolves with when it takes effect; undefined if there was nothing to do. */
async function apply(
  calls: Calls,
  subscription: Stripe.Subscription,
  change: Change,
  payer: PayingMember,
): Promise<Done['effective'] | undefined> {
  switch (change.when) {
    case 'never':
      await payer.recheck()
      return (await dropNext(calls, subscription)) ? 'withdrawn' : undefined
    case 'period_end':
      if (isEnding(subscription)) throw new Refusal('subscription_ending')
      if (!change.interval) throw new Refusal('payment_refused', { cause: 'the plan has no fixed interval' })
      await payer.recheck()
      await scheduleNext(calls, subscription, { items: change.after, interval: change.interval })
      return 'period_end'
    case 'now':
      await changeNow(calls, subscription, change, payer)
      // After the change: a declined one keeps what was to come. Repeating the request makes up for a failure here.
      await dropNext(calls, subscription)
      return 'now'
  }
}

async function changeNow(
  calls: Calls,
  subscription: Stripe.Subscription,
  change: Change,
  payer: PayingMember,
): Promise<void> {
  const { id, status, collection_method: method } = subscription
  const isCharged = method === 'charge_automatically'
  // During a trial nothing is charged yet.
  const paysNow = change.costsMore && isCharged && status === 'active'
  if (paysNow && !(await hasDefaultPaymentMethod(calls, subscription))) throw new Refusal('payment_method_required')
  await payer.recheck()
  const wanted = { items: change.updates, proration_behavior: 'always_invoice' as const }
  try {
    // A payment that fails leaves everything as it was, rather than a subscription that is neither here nor there.
    const failing = isCharged && { payment_behavior: 'error_if_incomplete' as const }
    await calls.stripe.subscriptions.update(id, { ...wanted, ...failing }, calls.changing('update'))
  } catch (error) {
    if (!needsConfirmation(error)) throw error
    await payer.recheck()
    const confirmationUrl = await letConfirm(calls, id, wanted)
    throw new Refusal('payment_confirmation_required', { confirmationUrl, cause: error })
  }
}

/**
 * The same change, which now waits at Stripe until its invoice is paid, 23 hours at most; resolves with the page of the
 * invoice, where the owner of the card confirms. Until then everything is as it was.
 */
async function letConfirm(
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
