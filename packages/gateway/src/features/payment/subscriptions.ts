import type { Stripe } from 'stripe'
import type { AccountsTable } from '../../platform/database/schema/accounts.ts'
import { amountOf, idOf } from './catalogue.ts'
import type { Calls } from './stripe-client.ts'
import { isMissing } from './stripe-errors.ts'

type AccountStatus = {
  /** The status of an account with such a subscription. */
  account: AccountsTable['subscription_status']
  /** Of several subscriptions, the one with the highest rank is the account's. 0: it has ended. */
  rank: number
}

/** Every status that a subscription can have at Stripe; docs/payments.md has the same table with its reasons. */
const statuses: Record<string, AccountStatus> = {
  active: { account: 'active', rank: 6 },
  trialing: { account: 'active', rank: 5 },
  // Stripe still tries to collect.
  past_due: { account: 'active', rank: 4 },
  // Stripe has given up, and the operator has chosen not to end it.
  unpaid: { account: 'pending', rank: 3 },
  paused: { account: 'pending', rank: 2 },
  // The first payment is still to come.
  incomplete: { account: 'pending', rank: 1 },
  incomplete_expired: { account: 'cancelled', rank: 0 },
  canceled: { account: 'cancelled', rank: 0 },
}

/** For a status that Stripe may add one day. */
const UNKNOWN: AccountStatus = { account: 'pending', rank: 0 }

export function accountStatusOf({ status }: Stripe.Subscription): AccountStatus {
  return Object.hasOwn(statuses, status) ? (statuses[status] ?? UNKNOWN) : UNKNOWN
}

/** The customer's subscriptions with their schedules, ended ones too, newest first. None of a customer that is gone. */
export async function listSubscriptions(calls: Calls, customerId: string): Promise<Stripe.Subscription[]> {
  const { stripe, reading } = calls
  try {
    // A hundred are more than an account ever has; older ones have ended.
    const options = { customer: customerId, status: 'all' as const, limit: 100, expand: ['data.schedule'] }
    const { data } = await stripe.subscriptions.list(options, reading())
    return await Promise.all(data.map((one) => withAllItems(calls, one)))
  } catch (error) {
    if (isMissing(error, 'customer')) return []
    throw error
  }
}

/**
 * With all of its items: in an object, Stripe lists ten. To be asked of each subscription that is read, since what is not
 * seen of one would be left out of what follows it. It has 20 at most.
 */
export async function withAllItems(
  { stripe, reading }: Calls,
  subscription: Stripe.Subscription,
): Promise<Stripe.Subscription> {
  if (!subscription.items.has_more) return subscription
  const items = await stripe.subscriptionItems.list({ subscription: subscription.id, limit: 100 }, reading())
  return { ...subscription, items: { ...subscription.items, data: items.data, has_more: items.has_more } }
}

/** The one that is the account's, if one of them has not ended: of several the best, of those the newest. */
export function currentOf(subscriptions: Stripe.Subscription[]): Stripe.Subscription | undefined {
  return subscriptions
    .filter((one) => accountStatusOf(one).rank > 0)
    .sort((a, b) => worthOf(b) - worthOf(a) || b.created - a.created)[0]
}

/** What is paid for, or on trial, comes before a free plan beside it, whatever that one's status is. */
function worthOf(subscription: Stripe.Subscription): number {
  const { account, rank } = accountStatusOf(subscription)
  return account === 'active' && isPaid(subscription) ? rank + 10 : rank
}

/** True if it is under way, rather than waiting for its first payment. */
export function hasBegun(subscription: Stripe.Subscription): boolean {
  return accountStatusOf(subscription).rank > 1
}

/** True unless it costs nothing. */
export function isPaid({ items }: Stripe.Subscription): boolean {
  return items.data.some(({ price }) => amountOf(price) !== 0)
}

/** True if it is cancelled and only runs out: at the end of its period, or on a day. */
export function isEnding({ cancel_at_period_end: atPeriodEnd, cancel_at: at }: Stripe.Subscription): boolean {
  return atPeriodEnd || at !== null
}

/** When what is paid for runs out, in Unix seconds: the first of its items (Stripe allows several periods). */
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
