import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Log } from '../../platform/log.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { customerOf } from './customers.ts'
import { addEvent } from './store.ts'
import type { StripeClient } from './stripe-client.ts'

/** What we take from an event: something about a customer has changed. We ask Stripe what has changed. */
export type EventHint = {
  id: string
  type: string
  /** Undefined if the event is about no customer, or about a customer of a connected account. */
  customerId: string | undefined
  /** The object that the event is about, such as an invoice. */
  objectId: string | undefined
}

/** Something about the customer (the key) has changed. */
export const customerWork = defineWork<null>('stripe-customer')
/** An invoice could not be collected. */
export const failedPaymentWork = defineWork<{ eventId: string; invoiceId: string; customerId: string }>(
  'stripe-payment-failed',
)

const PAYMENT_FAILED = 'invoice.payment_failed'
/** Prefixes of event types: after such an event, an account may have to show something else. */
const RELEVANT = [
  'customer.subscription.',
  'customer.deleted',
  'checkout.session.',
  'invoice.paid',
  PAYMENT_FAILED,
  'subscription_schedule.',
]

export type Webhook = {
  /** The event in these bytes; throws `invalid_webhook` unless Stripe has signed them for us. */
  verify(body: Buffer, signature: string | undefined): Promise<EventHint>
  /** processPaymentWebhook: stores the event once, and leaves the work to the outbox. */
  receive(event: EventHint): Promise<void>
}

type Deps = { database: Database; client: StripeClient; outbox: Outbox; log: Log }

export function createWebhook({ database, client, outbox, log }: Deps): Webhook {
  return {
    async verify(body, signature) {
      const event = signature === undefined ? undefined : await client.verify(body, signature)
      if (!isEvent(event)) throw new Refusal('invalid_webhook')
      if (event.livemode !== client.livemode) {
        log.warn({ event: event.id, livemode: event.livemode }, 'Stripe sent an event of the other mode (live or test)')
        throw new Refusal('invalid_webhook')
      }
      return toHint(event)
    },

    async receive({ id, type, customerId, objectId }) {
      if (customerId === undefined || !RELEVANT.some((beginning) => type.startsWith(beginning))) return
      await database.transaction(async (tx) => {
        if (!(await addEvent(tx, { id, type, customerId }))) return
        await outbox.enqueue(tx, customerWork, null, { key: customerId })
        if (type === PAYMENT_FAILED && objectId !== undefined)
          await outbox.enqueue(tx, failedPaymentWork, { eventId: id, invoiceId: objectId, customerId })
      })
    },
  }
}

type Event = { id: string; type: string; livemode: boolean; account?: unknown; data: { object: object } }

function isEvent(event: unknown): event is Event {
  if (typeof event !== 'object' || event === null) return false
  const { id, type, livemode, data } = event as Partial<Event>
  return (
    isId(id) && isId(type) && typeof livemode === 'boolean' && typeof data?.object === 'object' && data.object !== null
  )
}

/** Even a signed event is checked: only short texts are stored. */
function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{1,255}$/.test(value)
}

function toHint({ id, type, account, data }: Event): EventHint {
  const { object, id: objectId, customer } = data.object as { object?: unknown; id?: unknown; customer?: unknown }
  // If `account` is set, the event comes from an account that is connected to the operator's, and its customers are not
  // ours.
  const ours = account === undefined || account === null
  const reference = object === 'customer' ? objectId : customer
  const customerId = isReference(reference) ? customerOf(reference) : undefined
  return {
    id,
    type,
    customerId: ours && isId(customerId) ? customerId : undefined,
    objectId: isId(objectId) ? objectId : undefined,
  }
}

function isReference(value: unknown): value is string | { id: string } {
  return typeof value === 'string' || (typeof value === 'object' && value !== null && 'id' in value)
}
