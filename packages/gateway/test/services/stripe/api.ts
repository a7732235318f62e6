import type { Stripe } from 'stripe'
import { createPortalSession, createSession, expireSession, sessionIn } from './checkout.ts'
import { invalidRequest, missing } from './failure.ts'
import type { Params } from './form.ts'
import { make, newStripeId } from './objects.ts'
import { createSchedule, releaseSchedule, updateSchedule } from './schedules.ts'
import { customerIn, emit, type State, scheduleIn, subscriptionIn } from './state.ts'
import { createSubscription, endSubscription, isActive, updateSubscription } from './subscriptions.ts'

export type Endpoint = {
  /** Method and path, such as `POST /v1/customers/:id`. */
  route: string
  /** The place of the parameters' type in the SDK. */
  parameters: [file: string, name: string]
  answer(state: State, params: Params, id: string): object
}

/** The part of Stripe's API that the gateway uses. */
export const endpoints: Endpoint[] = [
  {
    route: 'POST /v1/customers',
    parameters: ['Customers', 'CustomerCreateParams'],
    answer(state, params) {
      const { email, name, metadata } = params as { email?: string; name?: string; metadata?: Record<string, string> }
      refuseAddress(email)
      const id = newStripeId('cus')
      const known = { email: email ?? null, name: name ?? null, metadata: metadata ?? {}, livemode: state.livemode }
      const customer = make('customer', { id, ...known })
      state.customers.set(id, customer)
      emit(state, 'customer.created', customer)
      return customer
    },
  },
  {
    route: 'GET /v1/customers/search',
    parameters: ['Customers', 'CustomerSearchParams'],
    answer(state, { query }) {
      if (state.hasNoSearch) throw invalidRequest('Search is not available for merchants in your region.')
      const [, name = '', value] = /^metadata\['(\w+)'\]:'(\w+)'$/.exec(String(query)) ?? []
      if (value === undefined) throw invalidRequest('We were unable to parse your search query.', { param: 'query' })
      const found = [...state.customers.values()].filter(({ metadata }) => metadata[name] === value)
      const data = state.searchLags ? [] : found.reverse()
      return { object: 'search_result', data, has_more: false, next_page: null, url: '/v1/customers/search' }
    },
  },
  {
    route: 'GET /v1/customers',
    parameters: ['Customers', 'CustomerListParams'],
    answer(state, params) {
      const { email } = params as { email?: string }
      const found = [...state.customers.values()].filter((one) => email === undefined || one.email === email)
      return page('/v1/customers', found, params)
    },
  },
  {
    route: 'GET /v1/customers/:id',
    parameters: ['Customers', 'CustomerRetrieveParams'],
    answer(state, _params, id) {
      if (state.deletedCustomers.has(id)) return { id, object: 'customer', deleted: true }
      const customer = state.customers.get(id)
      if (!customer) throw missing('customer', id, 'id')
      return customer
    },
  },
  {
    route: 'POST /v1/customers/:id',
    parameters: ['Customers', 'CustomerUpdateParams'],
    answer(state, params, id) {
      const { email } = params as { email?: string }
      refuseAddress(email)
      return Object.assign(customerIn(state, id), { email })
    },
  },
  {
    route: 'DELETE /v1/customers/:id',
    parameters: ['Customers', 'CustomerDeleteParams'],
    answer(state, _params, id) {
      deleteCustomer(state, id)
      return { id, object: 'customer', deleted: true }
    },
  },
  {
    route: 'GET /v1/products',
    parameters: ['Products', 'ProductListParams'],
    answer(state, params) {
      const { ids, active } = params as { ids?: string[]; active?: string }
      const found = [...state.products.values()].filter(
        (one) =>
          (ids === undefined || ids.includes(one.id)) && (active === undefined || one.active === (active === 'true')),
      )
      return page('/v1/products', found, params)
    },
  },
  {
    route: 'GET /v1/prices',
    parameters: ['Prices', 'PriceListParams'],
    answer(state, params) {
      const { type, active } = params as { type?: string; active?: string }
      const found = [...state.prices.values()].filter(
        (one) =>
          (type === undefined || one.type === type) && (active === undefined || one.active === (active === 'true')),
      )
      return page('/v1/prices', found, params)
    },
  },
  {
    route: 'POST /v1/checkout/sessions',
    parameters: ['Checkout/Sessions', 'Checkout.SessionCreateParams'],
    answer: createSession,
  },
  {
    route: 'GET /v1/checkout/sessions',
    parameters: ['Checkout/Sessions', 'Checkout.SessionListParams'],
    answer(state, params) {
      customerIn(state, String(params.customer))
      const found = [...state.sessions.values()].filter(
        ({ customer, status }) => customer === params.customer && status === params.status,
      )
      return page('/v1/checkout/sessions', found, params)
    },
  },
  {
    route: 'GET /v1/checkout/sessions/:id',
    parameters: ['Checkout/Sessions', 'Checkout.SessionRetrieveParams'],
    answer: (state, _params, id) => sessionIn(state, id),
  },
  {
    route: 'POST /v1/checkout/sessions/:id/expire',
    parameters: ['Checkout/Sessions', 'Checkout.SessionExpireParams'],
    answer: (state, _params, id) => expireSession(state, id),
  },
  {
    route: 'POST /v1/billing_portal/sessions',
    parameters: ['BillingPortal/Sessions', 'BillingPortal.SessionCreateParams'],
    answer: createPortalSession,
  },
  {
    route: 'POST /v1/subscriptions',
    parameters: ['Subscriptions', 'SubscriptionCreateParams'],
    answer: createSubscription,
  },
  {
    route: 'GET /v1/subscriptions',
    parameters: ['Subscriptions', 'SubscriptionListParams'],
    answer(state, params) {
      const { customer, status } = params as { customer?: string; status?: string }
      // Stripe still lists the subscriptions of a deleted customer.
      if (!state.deletedCustomers.has(customer ?? '')) customerIn(state, customer ?? '')
      const found = [...state.subscriptions.values()].filter(
        (one) => one.customer === customer && (status === 'all' || one.status === (status ?? 'active')),
      )
      return page('/v1/subscriptions', found, params)
    },
  },
  {
    route: 'GET /v1/subscriptions/:id',
    parameters: ['Subscriptions', 'SubscriptionRetrieveParams'],
    answer: (state, _params, id) => subscriptionIn(state, id),
  },
  {
    route: 'POST /v1/subscriptions/:id',
    parameters: ['Subscriptions', 'SubscriptionUpdateParams'],
    answer: (state, params, id) => updateSubscription(state, id, params),
  },
  {
    route: 'DELETE /v1/subscriptions/:id',
    parameters: ['Subscriptions', 'SubscriptionCancelParams'],
    answer: (state, _params, id) => endSubscription(state, id),
  },
  {
    route: 'GET /v1/subscription_items',
    parameters: ['SubscriptionItems', 'SubscriptionItemListParams'],
    answer(state, params) {
      const { items } = subscriptionIn(state, String(params.subscription))
      return page('/v1/subscription_items', items.data.toReversed(), params)
    },
  },
  {
    route: 'POST /v1/subscription_schedules',
    parameters: ['SubscriptionSchedules', 'SubscriptionScheduleCreateParams'],
    answer: createSchedule,
  },
  {
    route: 'GET /v1/subscription_schedules/:id',
    parameters: ['SubscriptionSchedules', 'SubscriptionScheduleRetrieveParams'],
    answer: (state, _params, id) => scheduleIn(state, id),
  },
  {
    route: 'POST /v1/subscription_schedules/:id',
    parameters: ['SubscriptionSchedules', 'SubscriptionScheduleUpdateParams'],
    answer: (state, params, id) => updateSchedule(state, id, params),
  },
  {
    route: 'POST /v1/subscription_schedules/:id/release',
    parameters: ['SubscriptionSchedules', 'SubscriptionScheduleReleaseParams'],
    answer: (state, _params, id) => releaseSchedule(state, id),
  },
  {
    route: 'GET /v1/invoices/:id',
    parameters: ['Invoices', 'InvoiceRetrieveParams'],
    answer(state, _params, id) {
      const invoice = state.invoices.get(id)
      if (!invoice) throw missing('invoice', id, 'id')
      return invoice
    },
  },
]

export function deleteCustomer(state: State, id: string): void {
  const customer = customerIn(state, id)
  const theirs = [...state.subscriptions.values()].filter((one) => one.customer === id && isActive(one))
  for (const subscription of theirs) endSubscription(state, subscription.id)
  state.customers.delete(id)
  state.deletedCustomers.add(id)
  emit(state, 'customer.deleted', customer)
}

/** Newest first, as Stripe lists everything. */
function page<T extends { id: string }>(url: string, found: T[], { limit, starting_after: after }: Params) {
  const newestFirst = found.toReversed()
  const start = after === undefined ? 0 : newestFirst.findIndex(({ id }) => id === after) + 1
  const most = Math.min(Number(limit ?? 10), 100)
  const data = newestFirst.slice(start, start + most)
  return { object: 'list', data, has_more: start + most < newestFirst.length, url }
}

/** Replaces ids by their objects, for the only kind that the gateway asks for. */
export function expand(state: State, answer: object, { expand: wanted = [] }: Params): object {
  const copy = structuredClone(answer)
  for (const path of wanted as string[]) {
    const places = 'data' in copy && path.startsWith('data.') ? (copy.data as object[]) : [copy]
    if (path.replace(/^data\./, '') !== 'schedule') throw invalidRequest(`This property cannot be expanded (${path}).`)
    for (const place of places as Stripe.Subscription[])
      if (typeof place.schedule === 'string') place.schedule = structuredClone(scheduleIn(state, place.schedule))
  }
  for (const one of 'data' in copy ? (copy.data as object[]) : [copy]) cutItems(one)
  return copy
}

/** A list inside an object has at most ten items. */
function cutItems(object: object): void {
  if (!('object' in object) || object.object !== 'subscription') return
  const { items } = object as Stripe.Subscription
  items.has_more = items.data.length > NESTED
  items.data = items.data.slice(0, NESTED)
}

const NESTED = 10

/** Stripe checks whether the domain can exist; RFC 2606 reserves one that never does. */
function refuseAddress(email: string | undefined): void {
  if (email?.endsWith('.invalid'))
    throw invalidRequest(`Invalid email address: ${email}`, { code: 'email_invalid', param: 'email' })
}
