import type { Stripe } from 'stripe'
import { invalidRequest, missing } from './failure.ts'
import type { Params } from './form.ts'
import { make, newStripeId, seconds } from './objects.ts'
import { customerIn, emit, priceIn, type State } from './state.ts'
import { addSubscription, DAY, lengthOf } from './subscriptions.ts'

type SessionParams = {
  mode?: string
  customer?: string
  client_reference_id?: string
  line_items?: { price: string; quantity?: string }[]
  metadata?: Record<string, string>
  success_url?: string
  cancel_url?: string
}

/** POST /v1/checkout/sessions */
export function createSession(state: State, params: Params): Stripe.Checkout.Session {
  const {
    mode,
    customer = '',
    client_reference_id: reference,
    line_items: lines = [],
    metadata,
    ...urls
  } = params as unknown as SessionParams
  if (mode !== 'subscription') throw new Error('only subscriptions can be bought here')
  customerIn(state, customer)
  const prices = lines.map(({ price }, index) => priceIn(state, price, `line_items[${index}][price]`))
  if (prices.some(({ active }) => !active)) throw invalidRequest('The price specified is inactive')
  if (prices.length === 0) throw invalidRequest('The `line_items` parameter is required', { param: 'line_items' })
  if (new Set(prices.map(lengthOf)).size > 1)
    throw invalidRequest('Checkout does not support multiple prices with different billing intervals.')
  const id = newStripeId('cs_test')
  const session = make('checkout.session', {
    id,
    mode: 'subscription',
    status: 'open',
    customer,
    client_reference_id: reference ?? null,
    metadata: metadata ?? {},
    success_url: urls.success_url ?? null,
    cancel_url: urls.cancel_url ?? null,
    expires_at: seconds() + DAY,
    payment_intent: null,
    livemode: state.livemode,
    url: `https://checkout.stripe.com/c/pay/${id}`,
  })
  state.sessions.set(id, session)
  state.baskets.set(
    id,
    lines.map(({ price, quantity }) => ({ price, quantity: Number(quantity ?? 1) })),
  )
  return session
}

export function sessionIn(state: State, id: string): Stripe.Checkout.Session {
  const session = state.sessions.get(id)
  if (!session) throw missing('checkout session', id, 'id')
  return session
}

/** POST /v1/checkout/sessions/:id/expire */
export function expireSession(state: State, id: string): Stripe.Checkout.Session {
  const session = sessionIn(state, id)
  if (session.status !== 'open')
    throw invalidRequest('Only Checkout Sessions with a status in ["open"] can be expired.', { param: 'session' })
  Object.assign(session, { status: 'expired', url: null })
  emit(state, 'checkout.session.expired', session)
  return session
}

/** Acts as a user on the page, who types a card and presses the button. */
export function completeSession(state: State, url: string, card: string): Stripe.Subscription {
  const session = [...state.sessions.values()].find((one) => one.url === url)
  if (session?.status !== 'open') throw new Error('the page says that this checkout is not open any more')
  const subscription = addSubscription(state, {
    customer: session.customer as string,
    lines: state.baskets.get(session.id) ?? [],
    metadata: session.metadata ?? {},
    paymentMethod: card,
  })
  if (subscription.status !== 'active') return subscription
  Object.assign(session, { status: 'complete', payment_status: 'paid', subscription: subscription.id, url: null })
  emit(state, 'checkout.session.completed', session)
  return subscription
}

/** POST /v1/billing_portal/sessions */
export function createPortalSession(state: State, params: Params): Stripe.BillingPortal.Session {
  const { customer = '', return_url: returnUrl } = params as { customer?: string; return_url?: string }
  customerIn(state, customer)
  if (!state.hasPortal)
    throw invalidRequest(
      'No configuration provided and your test mode default configuration has not been created. Provide a configuration or create your default by saving your customer portal settings in test mode.',
    )
  const id = newStripeId('bps')
  const members = {
    customer,
    livemode: state.livemode,
    return_url: returnUrl ?? null,
    url: `https://billing.stripe.com/p/session/${id}`,
  }
  return make('billing_portal.session', { id, ...members })
}
