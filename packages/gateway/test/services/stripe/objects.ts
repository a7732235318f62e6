import type { Stripe } from 'stripe'
import fixtures from './fixtures.json' with { type: 'json' }
import { compareShape } from './parameters.ts'

/** Members that Stripe's objects have by now, but its published examples do not. */
const NEWER: Record<string, object> = {
  product: { tax_details: null },
  subscription_item: { current_trial: null },
  subscription_schedule: { pause_schedules: [] },
  'checkout.session': { allowed_payment_method_types: null },
}

/** The examples have every member; these are the ones that an ordinary object does not have. */
const ORDINARY: Record<string, object> = {
  customer: { discount: null, address: null, shipping: null, default_source: null },
  product: { default_price: null, description: null, package_dimensions: null },
  price: { custom_unit_amount: null, transform_quantity: null },
  subscription: {
    billing_cycle_anchor_config: null,
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    ended_at: null,
    managed_payments: null,
    next_pending_invoice_item_invoice: null,
    pause_collection: null,
    payment_settings: null,
    pending_invoice_item_interval: null,
    pending_update: null,
    transfer_data: null,
    trial_end: null,
    trial_settings: null,
    trial_start: null,
  },
  subscription_item: { billing_thresholds: null },
  subscription_schedule: { canceled_at: null, completed_at: null, current_phase: null, released_at: null },
  'billing_portal.session': { flow: null },
}

const SHAPES = {
  customer: ['Customers', 'Customer'],
  product: ['Products', 'Product'],
  price: ['Prices', 'Price'],
  subscription: ['Subscriptions', 'Subscription'],
  subscription_item: ['SubscriptionItems', 'SubscriptionItem'],
  subscription_schedule: ['SubscriptionSchedules', 'SubscriptionSchedule'],
  invoice: ['Invoices', 'Invoice'],
  'checkout.session': ['Checkout/Sessions', 'Session'],
  'billing_portal.session': ['BillingPortal/Sessions', 'Session'],
} as const

type Objects = {
  customer: Stripe.Customer
  product: Stripe.Product
  price: Stripe.Price
  subscription: Stripe.Subscription
  subscription_item: Stripe.SubscriptionItem
  subscription_schedule: Stripe.SubscriptionSchedule
  invoice: Stripe.Invoice
  'checkout.session': Stripe.Checkout.Session
  'billing_portal.session': Stripe.BillingPortal.Session
}

let made = 0

/** An id like Stripe's: only the prefix tells the kind of object. */
export function newStripeId(prefix: string): string {
  made += 1
  return `${prefix}_${String(made).padStart(4, '0')}${Math.random().toString(36).slice(2, 12)}`
}

export const seconds = () => Math.floor(Date.now() / 1000)

/**
 * Makes an object from Stripe's own example. Throws if it has a member that the SDK does not know, or lacks one that
 * the SDK requires, so that the gateway is tested with objects as Stripe would send them.
 */
export function make<Kind extends keyof Objects>(kind: Kind, members: Partial<Objects[Kind]>): Objects[Kind] {
  const { id: _, ...example } = structuredClone(fixtures.resources[kind]) as { id: string }
  const object = { ...example, ...NEWER[kind], ...ORDINARY[kind], created: seconds(), metadata: {}, ...members }
  if (kind === 'invoice') Reflect.deleteProperty(object, 'subscription')
  if (kind === 'billing_portal.session') Reflect.deleteProperty(object, 'metadata')
  const [file, name] = SHAPES[kind]
  const { unknown, missing } = compareShape(file, name, object)
  if (unknown.length > 0 || missing.length > 0)
    throw new Error(`a ${kind} of Stripe has no ${unknown.join(', ') || 'more'} and does have ${missing.join(', ')}`)
  return object as unknown as Objects[Kind]
}

/** Stripe's example of a phase of a schedule, with the given members changed. */
export function makePhase(members: Partial<Stripe.SubscriptionSchedule.Phase>): Stripe.SubscriptionSchedule.Phase {
  const [example] = structuredClone(fixtures.resources.subscription_schedule.phases)
  return {
    ...example,
    billing_thresholds: null,
    transfer_data: null,
    invoice_settings: null,
    ...members,
  } as unknown as Stripe.SubscriptionSchedule.Phase
}
