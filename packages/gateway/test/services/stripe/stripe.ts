import { createHmac } from 'node:crypto'
import type { Stripe } from 'stripe'
import { close, listen } from '../../http/loopback.ts'
import { deleteCustomer } from './api.ts'
import { completeSession } from './checkout.ts'
import { make, newStripeId, seconds } from './objects.ts'
import { enterNextPhase } from './schedules.ts'
import { type Behaviour, createStripeServer, type Fault } from './server.ts'
import { emit, emptyState, type State, type StripeEvent, subscriptionIn } from './state.ts'
import {
  addSubscription,
  CARDS,
  confirmInvoice,
  endSubscription,
  lengthOf,
  makeInvoice,
  setDay,
  setEnding,
  total,
} from './subscriptions.ts'

export { CARDS } from './subscriptions.ts'

/** The version that the gateway has pinned; a request with another one is an error. */
const API_VERSION = '2026-10-28.endive'
const SECRET_KEY = 'sk_test_a_key_of_a_test_1234'
const WEBHOOK_SECRET = 'whsec_a_secret_of_a_test'

/** Sends the bytes of a webhook somewhere; resolves with the answer's status. */
export type Post = (body: string, headers: Record<string, string>) => Promise<{ status: number }>

export type Signing = { secret?: string /** Unix seconds. */; at?: number; event?: Record<string, unknown> }

/** The prices in the catalogue of every test. */
export type Catalogue = Record<
  'free' | 'pro' | 'proYearly' | 'team' | 'teamYearly' | 'seats' | 'seatsYearly' | 'yen' | 'foreign',
  string
>

export type TestStripe = {
  url: string
  state: State
  behaviour: Behaviour
  /** The settings with which a gateway uses this Stripe. */
  environment: Record<string, string>
  prices: Catalogue
  /** Lets the next requests to the route fail, `times` of them. */
  fail(route: string, fault: Fault, times?: number): void
  /** How often the route was asked since the beginning. */
  timesAsked(route: string): number
  addProduct(members: Partial<Stripe.Product>): string
  addPrice(product: string, amount: number, members?: Partial<Stripe.Price>): string
  /** A user on the page of a checkout types a card and pays. */
  pay(url: string, card?: string): Stripe.Subscription
  /** The operator subscribes a customer by hand. */
  buyByHand(customerId: string, price: string): Stripe.Subscription
  /** The operator deletes a customer, and with it the customer's subscriptions. */
  deleteCustomer(customerId: string): void
  /** A user cancels in the portal, which may set only the day. */
  cancelForDay(subscriptionId: string): void
  /** The owner of the card confirms a payment on the page of its invoice. */
  confirm(url: string): void
  /** A user takes a cancellation back in the portal. */
  renew(subscriptionId: string): void
  /** Ends the period, and does what was planned for its end. */
  endPeriod(subscriptionId: string): void
  /** Stripe tries to collect the next invoice and fails. */
  failPayment(subscriptionId: string, nextAttemptAt?: number | null): Stripe.Invoice
  setStatus(subscriptionId: string, status: string): void
  /** The customer's subscriptions, oldest first. */
  subscriptionsOf(customerId: string): Stripe.Subscription[]
  /** Sends the events that were not sent yet, in order, or only the newest of them; resolves with the statuses. */
  deliver(post: Post, newest?: number): Promise<number[]>
  /** Sends these events, in this order, signed as `signing` says; `event` overrides members. */
  send(post: Post, events: StripeEvent[], signing?: Signing): Promise<number[]>
  close(): Promise<void>
}

/** A test server for Stripe, on loopback, which Stripe's own SDK uses. It keeps state and answers like Stripe. */
export async function openTestStripe({ livemode = false } = {}): Promise<TestStripe> {
  const state = emptyState(livemode, API_VERSION)
  const secretKey = livemode ? SECRET_KEY.replace('test', 'live') : SECRET_KEY
  const behaviour: Behaviour = { secretKey, faults: [], asked: [], before: undefined }
  const server = createStripeServer(state, behaviour)
  const url = await listen(server)
  let sent = 0

  const stripe: TestStripe = {
    url,
    state,
    behaviour,
    environment: { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET, STRIPE_API_URL: url },
    prices: {} as Catalogue,
    fail: (route, fault, times = 1) => void behaviour.faults.push({ route, fault, times }),
    timesAsked: (route) => behaviour.asked.filter((asked) => asked.route === route).length,

    addProduct(members) {
      const id = newStripeId('prod')
      state.products.set(id, make('product', { id, livemode, ...members }))
      return id
    },
    addPrice(product, amount, members = {}) {
      const id = newStripeId('price')
      const exact = String(amount) as unknown as Stripe.Price['unit_amount_decimal']
      const price = make('price', {
        id,
        product,
        unit_amount: amount,
        unit_amount_decimal: exact,
        currency: 'eur',
        livemode,
        ...members,
      })
      state.prices.set(id, price)
      return id
    },

    pay: (page, card = CARDS.good) => structuredClone(completeSession(state, page, card)),
    buyByHand: (customer, price) =>
      structuredClone(addSubscription(state, { customer, lines: [{ price, quantity: 1 }], paymentMethod: CARDS.good })),
    deleteCustomer: (id) => deleteCustomer(state, id),
    cancelForDay(id) {
      const subscription = subscriptionIn(state, id)
      setDay(subscription, subscription.items.data[0]?.current_period_end ?? null)
      emit(state, 'customer.subscription.updated', subscription)
    },
    confirm: (page) => confirmInvoice(state, page),
    renew(id) {
      const subscription = subscriptionIn(state, id)
      setEnding(subscription, false)
      emit(state, 'customer.subscription.updated', subscription)
    },
    endPeriod(id) {
      const subscription = subscriptionIn(state, id)
      if (subscription.cancel_at !== null) return void endSubscription(state, id)
      if (subscription.schedule !== null) enterNextPhase(state, subscription)
      for (const item of subscription.items.data) {
        item.current_period_start = seconds()
        item.current_period_end = seconds() + lengthOf(item.price)
      }
      emit(state, 'customer.subscription.updated', subscription)
    },
    failPayment(id, nextAttemptAt = seconds() + 86_400) {
      const subscription = subscriptionIn(state, id)
      subscription.status = 'past_due'
      const amount = total(subscription.items.data)
      const invoice = makeInvoice(state, subscription, amount, { status: 'open', next_payment_attempt: nextAttemptAt })
      emit(state, 'invoice.payment_failed', invoice)
      emit(state, 'customer.subscription.updated', subscription)
      return invoice
    },
    setStatus(id, status) {
      const subscription = subscriptionIn(state, id)
      subscription.status = status
      emit(state, 'customer.subscription.updated', subscription)
    },
    subscriptionsOf: (customer) => [...state.subscriptions.values()].filter((one) => one.customer === customer),

    async deliver(post, newest = Number.POSITIVE_INFINITY) {
      const events = state.events.slice(Math.max(sent, state.events.length - newest))
      sent = state.events.length
      return stripe.send(post, events)
    },
    async send(post, events, { secret = WEBHOOK_SECRET, at = seconds(), event: members = {} } = {}) {
      const statuses: number[] = []
      for (const event of events) {
        // Stripe's own bodies are indented, so that a gateway which verifies the signature of parsed and serialized
        // JSON fails.
        const body = JSON.stringify({ ...event, ...members }, null, 2)
        const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
        const headers = {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': `t=${at},v1=${signature},v0=${'0'.repeat(64)}`,
        }
        statuses.push((await post(body, headers)).status)
      }
      return statuses
    },
    close: () => close(server),
  }
  stripe.prices = fillCatalogue(stripe)
  return stripe
}

/**
 * A free plan, two plans with a monthly and a yearly price (20 % less), seats, and products that are not for the
 * gateway.
 */
function fillCatalogue({ addProduct, addPrice, state }: TestStripe): Catalogue {
  const yearly = {
    recurring: { interval: 'year', interval_count: 1, meter: null, usage_type: 'licensed', trial_period_days: null },
  } as const
  const plan = (name: string, more: Record<string, string> = {}) => ({
    name,
    metadata: { quiva_kind: 'plan', ...more },
  })
  const free = addProduct(plan('Free', { quiva_plan: 'free' }))
  const pro = addProduct({
    ...plan('Pro', { quiva_plan: 'pro', agents: '10' }),
    description: 'For small teams',
    marketing_features: [{ name: '10 agents' }],
  })
  const team = addProduct(plan('Team'))
  const seats = addProduct({ name: 'Seats', metadata: { quiva_kind: 'addon', quiva_max_quantity: '50' } })
  const tokyo = addProduct(plan('Tokyo'))
  const mug = addProduct({ name: 'Mug', metadata: {} })
  const prices = {
    free: addPrice(free, 0),
    pro: addPrice(pro, 2000, { lookup_key: 'pro_monthly', nickname: 'Pro by the month' }),
    proYearly: addPrice(pro, 19_200, yearly),
    team: addPrice(team, 5000),
    teamYearly: addPrice(team, 48_000, yearly),
    seats: addPrice(seats, 500),
    seatsYearly: addPrice(seats, 4800, yearly),
    yen: addPrice(tokyo, 1500, { currency: 'jpy' }),
    foreign: addPrice(mug, 900),
  }
  const product = state.products.get(pro)
  if (product) product.default_price = prices.pro
  return prices
}
