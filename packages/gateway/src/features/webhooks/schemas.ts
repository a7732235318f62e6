import { Type } from 'typebox'
import { auditActions } from '../../platform/audit/actions.ts'
import { KNOWN_ONLY } from '../../platform/errors/known-only.ts'
import { version } from '../../transport/http/preconditions.ts'

const orNull = <T extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Integer>>(
  schema: T,
  description: string,
) => Type.Union([schema, Type.Null()], { description })
const time = Type.String({ format: 'date-time' })

/** Also refuses what is no id before it is looked up. */
const id = Type.String({
  minLength: 1,
  maxLength: 100,
  description: 'The id of the webhook',
  examples: ['whk_01kc9f3m8e7q1v5t2x4y6z8a0b'],
})

const url = Type.String({
  minLength: 1,
  maxLength: 2000,
  description: 'Where events are delivered: https, without a user name, password or fragment, not a private address',
  examples: ['https://example.com/quiva-events'],
})
const description = Type.String({ maxLength: 200, description: 'For yourself' })
const events = Type.Union(
  [Type.Array(Type.Enum([...auditActions]), { minItems: 1, maxItems: auditActions.length }), Type.Null()],
  { description: 'The actions of the audit log that are delivered; null, the default, for all' },
)
const disabled = Type.Boolean({ description: 'Nothing is delivered to a disabled webhook' })

export const NewWebhook = Type.Object(
  {
    url,
    description: Type.Optional(description),
    events: Type.Optional(events),
    disabled: Type.Optional(disabled),
  },
  {
    ...KNOWN_ONLY,
    examples: [{ url: 'https://example.com/quiva-events', events: ['api_key.issued', 'api_key.deleted'] }],
  },
)

export const WebhookPatch = Type.Object(
  {
    id,
    url: Type.Optional(url),
    description: Type.Optional(description),
    events: Type.Optional(events),
    disabled: Type.Optional(disabled),
  },
  { ...KNOWN_ONLY, examples: [{ id: 'whk_01kc9f3m8e7q1v5t2x4y6z8a0b', disabled: true }] },
)

export const ById = Type.Object({ id }, { ...KNOWN_ONLY, examples: [{ id: 'whk_01kc9f3m8e7q1v5t2x4y6z8a0b' }] })

export const EventOfWebhook = Type.Object(
  { id, event_id: Type.String({ minLength: 1, maxLength: 100, description: 'The id of an event in the audit log' }) },
  {
    ...KNOWN_ONLY,
    examples: [{ id: 'whk_01kc9f3m8e7q1v5t2x4y6z8a0b', event_id: 'evt_01kc9f3m8e7q1v5t2x4y6z8a0b' }],
  },
)

const webhook = {
  id: Type.String(),
  url: Type.String(),
  description: Type.String(),
  events: Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'Null for all' }),
  disabled: Type.Boolean(),
  disabled_reason: orNull(
    Type.String(),
    'Null while it is enabled; by_user; failing: it failed for five days; gone: the receiver answered 410',
  ),
  failing_since: orNull(time, 'Since when no attempt has succeeded; null if the last one did, or there was none'),
  retry_on: orNull(
    time,
    'When the receiver, which does not answer, is tried next, and all events that wait with it; null if nothing waits',
  ),
  delivered_on: orNull(time, 'When a delivery last succeeded'),
  previous_secret_until: orNull(time, 'Until when the former secret signs, too'),
  created_on: time,
  version,
}

export const WebhookObject = Type.Object(webhook, { title: 'Webhook' })

export const WebhookWithSecret = Type.Object(
  {
    ...webhook,
    secret: Type.String({ description: 'Verifies deliveries. It is shown only now', examples: ['whsec_…'] }),
  },
  { title: 'NewWebhook' },
)

export const RotatedSecret = Type.Object(
  {
    id: Type.String(),
    secret: Type.String({ description: 'The new secret. It is shown only now' }),
    previous_secret_until: Type.String({ format: 'date-time', description: 'Until then the former secret signs, too' }),
  },
  { title: 'RotatedWebhookSecret' },
)

export const WebhookDelivery = Type.Object(
  {
    id: Type.String({ examples: ['whd_01kc9f3m8e7q1v5t2x4y6z8a0b'] }),
    event_id: Type.String({ description: 'As the header webhook-id said' }),
    action: Type.String({ examples: ['api_key.issued'] }),
    purpose: Type.Enum(['event', 'test', 'resend']),
    attempt: Type.Integer({ description: '1 for the first' }),
    attempted_on: time,
    duration_ms: Type.Integer(),
    delivered: Type.Boolean({ description: 'True if the receiver answered with a status from 200 to 299' }),
    status: orNull(Type.Integer(), 'Status of the answer; null if there was none'),
    error: orNull(
      Type.String(),
      'Null if it was delivered; refused: another status; redirect; timeout; address_not_allowed: the host has no public address, or none at all; connection_failed; tls_failed',
    ),
  },
  { title: 'WebhookDelivery' },
)
