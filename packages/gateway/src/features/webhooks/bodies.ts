import { versionOf } from '../../platform/values/versions.ts'
import type { Delivery, Endpoint } from './endpoint-store.ts'
import { readEvents } from './events.ts'

const timeOf = (ms: number) => new Date(ms).toISOString()
const timeOrNull = (ms: number | null) => (ms === null ? null : timeOf(ms))

export function webhookBody(endpoint: Endpoint) {
  const until = endpoint.previous_secret_until
  // Only an endpoint that has no answer has a time at which it is tried next; others are due as events happen.
  const isWaiting = endpoint.failures > 0 && endpoint.disabled_at === null
  return {
    id: endpoint.id,
    url: endpoint.url,
    description: endpoint.description,
    events: readEvents(endpoint.events),
    disabled: endpoint.disabled_at !== null,
    disabled_reason: endpoint.disabled_reason,
    failing_since: timeOrNull(endpoint.failing_since),
    retry_on: isWaiting ? timeOf(endpoint.due_at) : null,
    delivered_on: timeOrNull(endpoint.delivered_at),
    previous_secret_until: until !== null && until > Date.now() ? timeOf(until) : null,
    created_on: timeOf(endpoint.created_at),
    version: versionOfWebhook(endpoint),
  }
}

/** Of everything that somebody can change; deliveries change nothing, unless they disable the webhook. */
export function versionOfWebhook({ url, description, events, disabled_at: disabledAt }: Endpoint): string {
  return versionOf(url, description, events, disabledAt)
}

export function deliveryBody(delivery: Delivery) {
  const { id, event_id, action, purpose, attempt, attempted_at, duration_ms, status, error } = delivery
  const attempted_on = timeOf(attempted_at)
  return { id, event_id, action, purpose, attempt, attempted_on, duration_ms, delivered: error === null, status, error }
}
