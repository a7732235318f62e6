import { invalid } from '../../platform/errors/refusal.ts'
import type { EventRow } from './event-store.ts'
import type { EventQuery } from './read-events.ts'
import type { EventFilters } from './schemas.ts'

type Filters = { [Name in keyof typeof EventFilters]?: string }

export function parseFilters({ person, action, target, credential, from, to, search }: Filters): EventQuery {
  return {
    ...{ user: person, action, targetId: target, credentialId: credential, search },
    ...{ from: parseTime(from, 'from'), to: parseTime(to, 'to') },
  }
}

/** The format allows a leap second, which `Date` cannot parse. */
function parseTime(text: string | undefined, name: string): number | undefined {
  const time = text === undefined ? undefined : Date.parse(text)
  if (Number.isNaN(time)) throw invalid(`/querystring/${name}`, 'must be a date and time such as 2026-11-23T09:30:00Z')
  return time
}

export function eventBody(event: EventRow) {
  const { target_type: type, target_id: id } = event
  return {
    id: event.id,
    occurred_on: new Date(event.occurred_at).toISOString(),
    action: event.action,
    actor: {
      kind: event.actor_kind,
      user_id: event.actor_user_id,
      email: event.actor_email,
      credential_id: event.credential_id,
    },
    target: type !== null && id !== null ? { type, id } : null,
    ip: event.ip,
    user_agent: event.user_agent,
    request_id: event.request_id,
    details: JSON.parse(event.details) as Record<string, unknown>,
  }
}
