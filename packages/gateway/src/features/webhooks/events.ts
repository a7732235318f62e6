import { type AuditAction, auditActions } from '../../platform/audit/actions.ts'
import type { AuditEventsTable } from '../../platform/database/schema/platform.ts'

export type EventRow = AuditEventsTable

/** What is delivered: an event of the audit log, in the form that Standard Webhooks recommends. */
export function payloadOf(event: EventRow): string {
  const { target_type: type, target_id: id } = event
  const occurredOn = new Date(event.occurred_at).toISOString()
  return JSON.stringify({
    type: event.action,
    timestamp: occurredOn,
    data: {
      id: event.id,
      account_id: event.account_id,
      occurred_on: occurredOn,
      action: event.action,
      actor: { kind: event.actor_kind, user_id: event.actor_user_id, credential_id: event.credential_id },
      target: type !== null && id !== null ? { type, id } : null,
      ip: event.ip,
      user_agent: event.user_agent,
      request_id: event.request_id,
      details: JSON.parse(event.details) as Record<string, unknown>,
    },
  })
}

/** What a test delivers: no event of the audit log. */
export function testPayload(endpointId: string, now: number): string {
  return JSON.stringify({
    type: 'webhook.test',
    timestamp: new Date(now).toISOString(),
    data: { webhook_id: endpointId },
  })
}

/** In one order and each once, as they are stored; null, for all, if there is none. */
export function storedEvents(chosen: readonly AuditAction[] | null): string | null {
  return chosen === null ? null : JSON.stringify(auditActions.filter((action) => chosen.includes(action)))
}

export function readEvents(stored: string | null): string[] | null {
  return stored === null ? null : (JSON.parse(stored) as string[])
}
