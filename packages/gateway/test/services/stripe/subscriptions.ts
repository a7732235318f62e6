import type { Stripe } from 'stripe'
import { invalidRequest, missing, StripeFailure } from './failure.ts'
import type { Params } from './form.ts'
import { make, newStripeId, seconds } from './objects.ts'
import { customerIn, emit, priceIn, type State, subscriptionIn } from './state.ts'

/** Payment methods by the result of a payment with them, named like Stripe's own test cards. */
export const CARDS = {
  good: 'pm_card_visa',
  declined: 'pm_card_visa_chargeDeclined',
  /** The bank asks the owner to confirm each payment. */
  confirmed: 'pm_card_authenticationRequired',
} as const

export const DAY = 86_400
const PERIODS = { day: DAY, week: 7 * DAY, month: 30 * DAY, year: 365 * DAY }
const ENDED = new Set(['canceled', 'incomplete_expired'])

type Line = { price: string; quantity: number }

export function listOf(data: Stripe.SubscriptionItem[], subscription: string): Stripe.Subscription['items'] {
  return { object: 'list', data, has_more: false, url: `/v1/subscription_items?subscription=${subscription}` }
}

export function lengthOf({ recurring }: Stripe.Price): number {
  if (!recurring) throw invalidRequest('The price is not recurring')
  return PERIODS[recurring.interval as keyof typeof PERIODS] * recurring.interval_count
}

export function makeItem(state: State, subscription: string, line: Line, start: number): Stripe.SubscriptionItem {
  const price = priceIn(state, line.price, 'items[0][price]')
  return make('subscription_item', {
    id: newStripeId('si'),
    price: structuredClone(price),
    quantity: line.quantity,
    subscription,
    current_period_start: start,
    current_period_end: start + lengthOf(price),
  })
}

export function isActive({ status }: Stripe.Subscription): boolean {
  return !ENDED.has(status)
}

export function total(items: Stripe.SubscriptionItem[]): number {
  return items.reduce((sum, { price, quantity }) => sum + (price.unit_amount ?? 0) * (quantity ?? 1), 0)
}

function checkLines(state: State, lines: Line[]): void {
  const prices = lines.map(({ price }) => priceIn(state, price, 'items[0][price]'))
  if (new Set(lines.map(({ price }) => price)).size < lines.length)
    throw invalidRequest('Cannot add multiple subscription items with the same plan')
  if (new Set(prices.map(({ recurring }) => `${recurring?.interval}/${recurring?.interval_count}`)).size > 1)
    throw invalidRequest('Currently, all prices must have the same interval')
  if (new Set(prices.map(({ currency }) => currency)).size > 1)
    throw invalidRequest('All prices on a subscription must have the same currency')
}

/** The payment method of the subscription, if there is one. */
function paymentMethodOf(state: State, { customer, default_payment_method: own }: Stripe.Subscription): unknown {
  return own ?? state.customers.get(customer as string)?.invoice_settings.default_payment_method
}

export function makeInvoice(
  state: State,
  subscription: Stripe.Subscription,
  amount: number,
  members: Partial<Stripe.Invoice>,
): Stripe.Invoice {
  const paid = members.status === 'paid'
  const invoice = make('invoice', {
    id: newStripeId('in'),
    customer: subscription.customer as string,
    currency: subscription.currency,
    amount_due: amount,
    amount_paid: paid ? amount : 0,
    amount_remaining: paid ? 0 : amount,
    attempt_count: 1,
    attempted: true,
    next_payment_attempt: null,
    total: amount,
    livemode: state.livemode,
    ...members,
  })
  state.invoices.set(invoice.id, invoice)
  subscription.latest_invoice = invoice.id
  return invoice
}

export function addSubscription(
  state: State,
  {
    customer,
    lines,
    metadata,
    paymentMethod,
  }: {
    customer: string
    lines: Line[]
    metadata?: Record<string, string>
    paymentMethod?: string
  },
): Stripe.Subscription {
  customerIn(state, customer)
  checkLines(state, lines)
  const now = seconds()
  const id = newStripeId('sub')
  const items = lines.map((line) => makeItem(state, id, line, now))
  const subscription = make('subscription', {
    id,
    customer,
    currency: items[0]?.price.currency ?? 'usd',
    items: listOf(items, id),
    metadata: metadata ?? {},
    billing_cycle_anchor: now,
    start_date: now,
    livemode: state.livemode,
    default_payment_method: paymentMethod ?? null,
  })
  const method = paymentMethodOf(state, subscription)
  if (total(items) > 0) {
    const paid = method === CARDS.good
    if (!paid) subscription.status = 'incomplete'
    makeInvoice(state, subscription, total(items), {
      status: paid ? 'paid' : 'open',
      billing_reason: 'subscription_create',
    })
  }
  state.subscriptions.set(id, subscription)
  emit(state, 'customer.subscription.created', subscription)
  return subscription
}

/** POST /v1/subscriptions */
export function createSubscription(state: State, params: Params): Stripe.Subscription {
  const {
    customer,
    items = [],
    metadata,
  } = params as unknown as {
    customer: string
    items?: { price: string; quantity?: string }[]
    metadata?: Record<string, string>
  }
  const lines = items.map(({ price, quantity }) => ({ price, quantity: Number(quantity ?? 1) }))
  for (const { price } of lines)
    if (!priceIn(state, price, 'items[0][price]').active) throw invalidRequest('The price specified is inactive')
  return addSubscription(state, { customer, lines, ...(metadata && { metadata }) })
}

type UpdateParams = {
  items?: { id?: string; price?: string; quantity?: string; deleted?: string }[]
  cancel_at_period_end?: string
  cancel_at?: string
  payment_behavior?: string
  proration_behavior?: string
}

/** POST /v1/subscriptions/:id */
export function updateSubscription(state: State, id: string, params: Params): Stripe.Subscription {
  const subscription = subscriptionIn(state, id)
  if (!isActive(subscription)) throw invalidRequest('A canceled subscription can only update its metadata')
  const { items, cancel_at_period_end: ending, cancel_at: endsAt, ...behaviour } = params as unknown as UpdateParams
  if (ending !== undefined && endsAt !== undefined)
    throw invalidRequest('You cannot set `cancel_at` and `cancel_at_period_end` at the same time.')
  if ((ending ?? endsAt) !== undefined && subscription.schedule !== null)
    throw invalidRequest(
      `The subscription is managed by the subscription schedule \`${subscription.schedule}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`,
    )
  if (items) changeItems(state, subscription, items, behaviour)
  // A subscription that was cancelled for a day stays cancelled, because that is another setting.
  if (ending !== undefined && (ending === 'true' || subscription.cancel_at_period_end))
    setEnding(subscription, ending === 'true')
  if (endsAt !== undefined) setDay(subscription, endsAt === '' ? null : Number(endsAt))
  emit(state, 'customer.subscription.updated', subscription)
  return subscription
}

export function setEnding(subscription: Stripe.Subscription, ending: boolean): void {
  subscription.cancel_at_period_end = ending
  subscription.cancel_at = ending ? (subscription.items.data[0]?.current_period_end ?? null) : null
  subscription.canceled_at = ending ? seconds() : null
}

/** Cancelled for a day, and not at the end of the period: the portal may set only that. */
export function setDay(subscription: Stripe.Subscription, day: number | null): void {
  subscription.cancel_at_period_end = false
  subscription.cancel_at = day
  subscription.canceled_at = day === null ? null : seconds()
}

function changeItems(
  state: State,
  subscription: Stripe.Subscription,
  changes: NonNullable<UpdateParams['items']>,
  behaviour: UpdateParams,
): void {
  const before = subscription.items.data
  const after = changes.reduce((items, change) => changeItem(state, subscription, items, change), before)
  if (after.length === 0) throw invalidRequest('A subscription must have at least one active plan')
  checkLines(
    state,
    after.map(({ price, quantity }) => ({ price: price.id, quantity: quantity ?? 1 })),
  )
  if (behaviour.proration_behavior === 'always_invoice' && !prorate(state, subscription, before, after, behaviour))
    return
  subscription.items = listOf(after, subscription.id)
  splitPhase(state, subscription, after)
}

function changeItem(
  state: State,
  { id: subscription }: Stripe.Subscription,
  items: Stripe.SubscriptionItem[],
  { id, price, quantity, deleted }: NonNullable<UpdateParams['items']>[number],
): Stripe.SubscriptionItem[] {
  const start = items[0]?.current_period_start ?? seconds()
  if (id === undefined) {
    if (price === undefined) throw invalidRequest('You must pass a price')
    if (!priceIn(state, price, 'items[0][price]').active) throw invalidRequest('The price specified is inactive')
    return [...items, makeItem(state, subscription, { price, quantity: Number(quantity ?? 1) }, start)]
  }
  const item = items.find((one) => one.id === id)
  if (!item) throw missing('subscription_item', id, 'items[0][id]')
  if (deleted === 'true') return items.filter((one) => one !== item)
  // A price with another billing interval begins a new period.
  const changed = price === undefined ? item : makeItem(state, subscription, { price, quantity: 1 }, start)
  const sameLength = changed.current_period_end === item.current_period_end
  const period = sameLength
    ? {}
    : { current_period_start: seconds(), current_period_end: seconds() + lengthOf(changed.price) }
  const becomes = { ...item, price: changed.price, quantity: Number(quantity ?? 1), ...period }
  return items.map((one) => (one === item ? becomes : one))
}

/**
 * The invoice about the rest of the period: the new price for it, less what was already paid. False where the change
 * waits for the invoice to be paid.
 */
function prorate(
  state: State,
  subscription: Stripe.Subscription,
  before: Stripe.SubscriptionItem[],
  after: Stripe.SubscriptionItem[],
  { payment_behavior: behaviour }: UpdateParams,
): boolean {
  const share = ({ current_period_start: start, current_period_end: end }: Stripe.SubscriptionItem) =>
    Math.max(0, (end - seconds()) / (end - start))
  const worth = (items: Stripe.SubscriptionItem[]) => items.reduce((sum, item) => sum + total([item]) * share(item), 0)
  const amount = Math.round(worth(after) - worth(before))
  if (amount <= 0) return true
  const method = paymentMethodOf(state, subscription)
  if (method === null || method === undefined)
    throw invalidRequest('This customer has no attached payment source or default payment method.', {
      code: 'resource_missing',
    })
  if (method === CARDS.confirmed && behaviour === 'error_if_incomplete')
    throw new StripeFailure(
      402,
      'card_error',
      'Payment for this subscription requires additional user action before it can be completed successfully.',
      { code: 'subscription_payment_intent_requires_action' },
    )
  if (method !== CARDS.good && behaviour === 'error_if_incomplete')
    throw new StripeFailure(402, 'card_error', 'Your card was declined.', {
      code: 'card_declined',
      decline_code: 'generic_decline',
    })
  if (method === CARDS.confirmed && behaviour === 'pending_if_incomplete') {
    const { id } = makeInvoice(state, subscription, amount, {
      status: 'open',
      billing_reason: 'subscription_update',
      hosted_invoice_url: `https://invoice.stripe.com/i/acct_test/${newStripeId('page')}`,
    })
    subscription.pending_update = {
      billing_cycle_anchor: null,
      cancel_at_period_end: null,
      discount: null,
      discounts: null,
      expires_at: seconds() + 23 * 3600,
      metadata: null,
      subscription_items: after,
      trial_end: null,
      trial_from_plan: null,
    } as Stripe.Subscription.PendingUpdate
    subscription.latest_invoice = id
    return false
  }
  makeInvoice(state, subscription, amount, { status: 'paid', billing_reason: 'subscription_update' })
  return true
}

/**
 * Acts as the owner of the card on the page of an invoice: confirms and so pays it, and the change that waited for it
 * is made.
 */
export function confirmInvoice(state: State, url: string): void {
  const invoice = [...state.invoices.values()].find((one) => one.hosted_invoice_url === url)
  const subscription = [...state.subscriptions.values()].find((one) => one.latest_invoice === invoice?.id)
  if (invoice?.status !== 'open' || !subscription?.pending_update) throw new Error('the page says that nothing is due')
  Object.assign(invoice, { status: 'paid', amount_paid: invoice.amount_due, amount_remaining: 0 })
  const items = subscription.pending_update.subscription_items ?? []
  subscription.pending_update = null
  subscription.items = listOf(items, subscription.id)
  splitPhase(state, subscription, items)
  emit(state, 'invoice.paid', invoice)
  emit(state, 'customer.subscription.updated', subscription)
}

/**
 * A change that does not go through the schedule ends the current phase, and begins one with the new items until the
 * end of the old phase.
 */
function splitPhase(state: State, { schedule: id }: Stripe.Subscription, items: Stripe.SubscriptionItem[]): void {
  const schedule = typeof id === 'string' ? state.schedules.get(id) : undefined
  if (!schedule) return
  const index = schedule.phases.findIndex(({ start_date: start }) => start === schedule.current_phase?.start_date)
  const phase = schedule.phases[index]
  if (!phase) return
  const now = seconds()
  const lines = items.map(({ price, quantity }) => ({ ...structuredClone(phase.items[0]), price: price.id, quantity }))
  const rest = { ...structuredClone(phase), start_date: now, items: lines as typeof phase.items }
  schedule.phases.splice(index, 1, { ...phase, end_date: now }, rest)
  schedule.current_phase = { start_date: now, end_date: rest.end_date }
}

/** DELETE /v1/subscriptions/:id, and all other ways to end a subscription. */
export function endSubscription(state: State, id: string, status: 'canceled' | 'incomplete_expired' = 'canceled') {
  const subscription = subscriptionIn(state, id)
  if (!isActive(subscription)) throw missing('subscription', id, 'id')
  const now = seconds()
  Object.assign(subscription, { status, ended_at: now, canceled_at: subscription.canceled_at ?? now })
  const schedule = typeof subscription.schedule === 'string' ? state.schedules.get(subscription.schedule) : undefined
  if (schedule) Object.assign(schedule, { status: 'canceled', canceled_at: now })
  emit(state, 'customer.subscription.deleted', subscription)
  return subscription
}
