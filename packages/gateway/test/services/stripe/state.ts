import type { Stripe } from 'stripe'
import { missing } from './failure.ts'
import { newStripeId, seconds } from './objects.ts'

export type StripeEvent = { id: string; type: string; created: number; livemode: boolean; data: { object: object } }

/** Everything that a Stripe account holds. */
export type State = {
  livemode: boolean
  apiVersion: string
  customers: Map<string, Stripe.Customer>
  deletedCustomers: Set<string>
  products: Map<string, Stripe.Product>
  prices: Map<string, Stripe.Price>
  subscriptions: Map<string, Stripe.Subscription>
  schedules: Map<string, Stripe.SubscriptionSchedule>
  sessions: Map<string, Stripe.Checkout.Session>
  /** The items of each checkout. */
  baskets: Map<string, { price: string; quantity: number }[]>
  invoices: Map<string, Stripe.Invoice>
  /** All events that were sent or wait to be sent, oldest first. */
  events: StripeEvent[]
  /** While true, the search does not find new objects yet. */
  searchLags: boolean
  /** False until the operator has set the portal up. */
  hasPortal: boolean
  /** True as for accounts in India, where Stripe has no search. */
  hasNoSearch: boolean
}

export function emptyState(livemode: boolean, apiVersion: string): State {
  return {
    livemode,
    apiVersion,
    customers: new Map(),
    deletedCustomers: new Set(),
    products: new Map(),
    prices: new Map(),
    subscriptions: new Map(),
    schedules: new Map(),
    sessions: new Map(),
    baskets: new Map(),
    invoices: new Map(),
    events: [],
    searchLags: false,
    hasPortal: true,
    hasNoSearch: false,
  }
}

/** Adds an event about `object`, with a copy of the object as it is at this moment. */
export function emit(state: State, type: string, object: object): StripeEvent {
  const event = {
    id: newStripeId('evt'),
    object: 'event',
    api_version: state.apiVersion,
    created: seconds(),
    data: { object: structuredClone(object) },
    livemode: state.livemode,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  }
  state.events.push(event)
  return event
}

export function customerIn(state: State, id: string): Stripe.Customer {
  const customer = state.customers.get(id)
  // A deleted customer can only be read.
  if (!customer) throw missing('customer', id, 'customer')
  return customer
}

export function priceIn(state: State, id: string, param: string): Stripe.Price {
  const price = state.prices.get(id)
  if (!price) throw missing('price', id, param)
  return price
}

export function subscriptionIn(state: State, id: string): Stripe.Subscription {
  const subscription = state.subscriptions.get(id)
  if (!subscription) throw missing('subscription', id, 'id')
  return subscription
}

export function scheduleIn(state: State, id: string): Stripe.SubscriptionSchedule {
  const schedule = state.schedules.get(id)
  if (!schedule) throw missing('subscription schedule', id, 'id')
  return schedule
}
