import type { Stripe } from 'stripe'
import type { AccountsTable } from '../../platform/database/schema/accounts.ts'
import { amountOf, idOf } from './catalogue.ts'
import type { Calls } from './stripe-client.ts'
import { isMissing } from './stripe-errors.ts'

type AccountStatus = {
  /** The status that an account with such a subscription shows. */
  account: AccountsTable['subscription_status']
  /** Whether a payment is late, or everything is paid; null if the subscription says nothing of that. */
  payment: 'late' | 'paid' | null
  /** Of several subscriptions, the one with the highest rank is the account's. 0: it has ended. */
  rank: number
}

/** Every status that a subscription can have at Stripe; docs/payments.md has the same table with its reasons. */
const statuses: Record<string, AccountStatus> = {
  active: { account: 'active', payment: 'paid', rank: 6 },
  trialing: { account: 'active', payment: 'paid', rank: 5 },
  // Stripe still tries to collect the payment.
  past_due: { account: 'active', payment: 'late', rank: 4 },
  // Stripe has given up collecting, and the operator has chosen not to cancel the subscription then.
  unpaid: { account: 'pending', payment: 'late', rank: 3 },
  paused: { account: 'pending', payment: null, rank: 2 },
  // The first payment is still to come.
  incomplete: { account: 'pending', payment: null, rank: 1 },
  incomplete_expired: { account: 'cancelled', payment: null, rank: 0 },
  canceled: { account: 'cancelled', payment: null, rank: 0 },
}

/** For a status that Stripe may add later. */
const UNKNOWN: AccountStatus = { account: 'pending', payment: null, rank: 0 }

export function accountStatusOf({ status }: Stripe.Subscription): AccountStatus {
  return Object.hasOwn(statuses, status) ? (statuses[status] ?? UNKNOWN) : UNKNOWN
}

/**
 * The customer's subscriptions with their schedules, ended ones too, newest first. Empty if the customer was deleted at
 * Stripe.
 */
export async function listSubscriptions(calls: Calls, customerId: string): Promise<Stripe.Subscription[]> {
  const { stripe, reading } = calls
  try {
    // No account ever has a hundred; older ones have ended.
    const options = { customer: customerId, status: 'all' as const, limit: 100, expand: ['data.schedule'] }
    const { data } = await stripe.subscriptions.list(options, reading())
    return await Promise.all(data.map((one) => withAllItems(calls, one)))
  } catch (error) {
    if (isMissing(error, 'customer')) return []
    throw error
  }
}

/**
 * The subscription with all of its items (20 at most): inside an object, Stripe lists only ten. Call this for each
 * subscription that is read, since an item that is missing here would be missing after the next change, too.
 */
export async function withAllItems(
  { stripe, reading }: Calls,
  subscription: Stripe.Subscription,
): Promise<Stripe.Subscription> {
  if (!subscription.items.has_more) return subscription
  const items = await stripe.subscriptionItems.list({ subscription: subscription.id, limit: 100 }, reading())
  return { ...subscription, items: { ...subscription.items, data: items.data, has_more: items.has_more } }
}

/**
 * The account's current subscription, if one of them has not ended: the one with the highest rank, and of several with
 * that rank the newest.
 */
export function currentOf(subscriptions: Stripe.Subscription[]): Stripe.Subscription | undefined {
  return subscriptions
    .filter((one) => accountStatusOf(one).rank > 0)
    .sort((a, b) => rankOf(b) - rankOf(a) || b.created - a.created)[0]
}

/**
 * For choosing among several: a paid subscription, or one on trial, comes before a free plan, whatever the free plan's
 * status is.
 */
function rankOf(subscription: Stripe.Subscription): number {
  const { account, rank } = accountStatusOf(subscription)
  return account === 'active' && isPaid(subscription) ? rank + 10 : rank
}

/** True if the subscription has started, and does not wait for its first payment. */
export function hasBegun(subscription: Stripe.Subscription): boolean {
  return accountStatusOf(subscription).rank > 1
}

/** True unless the subscription costs nothing. */
export function isPaid({ items }: Stripe.Subscription): boolean {
  return items.data.some(({ price }) => amountOf(price) !== 0)
}

/** True if the subscription is cancelled and runs until the end of its period, or until a certain day. */
export function isEnding({ cancel_at_period_end: atPeriodEnd, cancel_at: at }: Stripe.Subscription): boolean {
  return atPeriodEnd || at !== null
}

/** When the paid period ends, in Unix seconds. Items may have different periods: the earliest end counts. */
export function periodEndOf({ items }: Stripe.Subscription): number {
  return Math.min(...items.data.map(({ current_period_end: end }) => end))
}

/** Whether Stripe has something to charge for the subscription. */
export async function hasDefaultPaymentMethod(
  { stripe, reading }: Calls,
  { default_payment_method: own, default_source: source, customer: reference }: Stripe.Subscription,
): Promise<boolean> {
  if (own !== null || source !== null) return true
  const customer = await stripe.customers.retrieve(idOf(reference), {}, reading())
  if (customer.deleted) return false
  return customer.invoice_settings.default_payment_method !== null || customer.default_source !== null
}
