import type { Stripe } from 'stripe'
import type { Offer } from './catalogue.ts'
import { idOf } from './catalogue.ts'
import type { Calls } from './stripe-client.ts'
import { periodEndOf } from './subscriptions.ts'

type Phase = Stripe.SubscriptionSchedule.Phase
type PhaseItem = Stripe.SubscriptionSchedule.Phase.Item
type PhaseDiscount = Stripe.SubscriptionSchedule.Phase.Discount
type PhaseParams = Stripe.SubscriptionScheduleUpdateParams.Phase
type PhaseItemParams = Stripe.SubscriptionScheduleUpdateParams.Phase.Item
type PhaseDiscountParams = Stripe.SubscriptionScheduleUpdateParams.Phase.Discount

/** A key in the metadata of the schedules that we make. */
const SCHEDULED = 'quiva_scheduled'
const OURS = { [SCHEDULED]: 'downgrade' }

type Next = { items: { price: string; quantity: number }[]; interval: Offer['interval'] }

/**
 * Schedules a change for the end of the period, in place of one that was scheduled before. This needs two calls of
 * Stripe: the first creates a schedule for the subscription as it is, which changes nothing by itself; the second adds
 * the phase that follows.
 */
export async function scheduleNext(calls: Calls, subscription: Stripe.Subscription, next: Next): Promise<void> {
  const { stripe, changing } = calls
  const schedule =
    scheduleOf(subscription) ??
    (await stripe.subscriptionSchedules.create({ from_subscription: subscription.id }, changing('schedule')))
  const { current_phase: current, phases } = schedule
  const phase = phases.find(({ start_date: start }) => start === current?.start_date) ?? phases.at(-1)
  if (!phase) throw new Error(`the schedule ${schedule.id} has no phase`)
  const { unit, count } = next.interval
  const now = {
    ...keep(phase),
    items: phase.items.map(keepItem),
    start_date: phase.start_date,
    end_date: periodEndOf(subscription),
    ...(phase.trial_end !== null && { trial_end: phase.trial_end }),
  }
  const then = {
    ...keep(phase),
    items: next.items.map((item) => ({ ...settingsOf(phase.items, item.price), ...item })),
    duration: { interval: unit, interval_count: count },
  }
  await stripe.subscriptionSchedules.update(
    schedule.id,
    { end_behavior: 'release', proration_behavior: 'none', phases: [now, then], metadata: OURS },
    changing('phases'),
  )
}

/** Whether the scheduled change has happened, and our schedule for it is still there. */
export function isScheduleFinished(subscription: Stripe.Subscription): boolean {
  const { metadata, current_phase: current, phases } = scheduleOf(subscription) ?? {}
  if (!metadata || !(SCHEDULED in metadata)) return false
  return current !== null && phases?.at(-1)?.start_date === current?.start_date
}

/** Withdraws the scheduled change; the subscription goes on as it is. False if none was scheduled. */
export async function dropNext({ stripe, changing }: Calls, subscription: Stripe.Subscription): Promise<boolean> {
  const schedule = scheduleOf(subscription)
  if (!schedule) return false
  await stripe.subscriptionSchedules.release(schedule.id, {}, changing('release'))
  return true
}

function scheduleOf({ id, schedule }: Stripe.Subscription): Stripe.SubscriptionSchedule | undefined {
  if (schedule === null) return undefined
  if (typeof schedule === 'string') throw new Error(`the schedule of ${id} was not expanded`)
  return schedule
}

/**
 * The settings of a phase beside its items and dates. If a phase is sent without them, the phase and then the
 * subscription lose them, discounts included.
 */
function keep(phase: Phase): Omit<PhaseParams, 'items'> {
  return {
    proration_behavior: 'none',
    discounts: phase.discounts.map(keepDiscount),
    metadata: phase.metadata ?? {},
    ...(phase.automatic_tax && { automatic_tax: { enabled: phase.automatic_tax.enabled } }),
    ...(phase.collection_method !== null && { collection_method: phase.collection_method }),
    ...(phase.default_payment_method !== null && { default_payment_method: idOf(phase.default_payment_method) }),
    ...(phase.default_tax_rates && { default_tax_rates: phase.default_tax_rates.map(idOf) }),
    ...(phase.description !== null && { description: phase.description }),
    ...(typeof phase.invoice_settings?.days_until_due === 'number' && {
      invoice_settings: { days_until_due: phase.invoice_settings.days_until_due },
    }),
  }
}

function keepItem(item: PhaseItem): PhaseItemParams {
  return {
    price: idOf(item.price),
    ...(item.quantity !== undefined && { quantity: item.quantity }),
    ...settingsOf([item], idOf(item.price)),
  }
}

/** Discounts and taxes of the item with that price, if there is one. */
function settingsOf(items: PhaseItem[], price: string): Partial<PhaseItemParams> {
  const item = items.find((one) => idOf(one.price) === price)
  if (!item) return {}
  return {
    ...(item.discounts.length > 0 && { discounts: item.discounts.map(keepDiscount) }),
    ...(item.tax_rates && item.tax_rates.length > 0 && { tax_rates: item.tax_rates.map(idOf) }),
  }
}

function keepDiscount({ coupon, discount, promotion_code: code }: PhaseDiscount): PhaseDiscountParams {
  if (discount !== null) return { discount: idOf(discount) }
  if (code !== null) return { promotion_code: idOf(code) }
  return coupon === null ? {} : { coupon: idOf(coupon) }
}
