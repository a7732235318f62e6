import { newId } from '../crypto/random.ts'
import type { Tx } from '../database/database.ts'
import { prepared } from '../database/prepared.ts'
import type { AuditAction } from './actions.ts'

/** Who did it, and with which credential; null where the credential belongs to another account (`asSeenFrom`). */
export type Actor =
  | {
      kind: 'interactive' | 'key' | 'embedded'
      userId: string
      credentialId: string | null
      /** Of an embedded session: on which page, and which credential asked for it. Each of its events says so. */
      embed?: { origin: string | null; issuedBy: string }
    }
  | { kind: 'anonymous'; userId?: string }
  | { kind: 'system' }

/**
 * Where a request came from: the client's address as far as TRUST_PROXY lets us believe it, its User-Agent, and the id
 * of the request (X-Request-Id).
 */
export type Origin = { ip: string; userAgent: string; requestId?: string }

export type AuditEvent = {
  action: AuditAction
  /** Null where no account is known, such as a refused sign-in of an unknown user. */
  accountId: string | null
  actor: Actor
  /** Absent for what the gateway does without a request. */
  origin?: Origin
  target?: { type: 'account' | 'user' | 'session' | 'api_key' | 'webhook'; id: string }
  /** Never a secret: not even a mistyped password or key. */
  details?: Record<string, string | number | boolean | null>
}

/**
 * What the audit log of `accountId` may say about a change that was made in the account `doneIn`, or in none. A change
 * that a user makes in another account has effects here too (it revokes their sessions, or changes their address). This
 * log may name the user, who is known here, but neither the address they used there nor the credential.
 */
export function asSeenFrom(
  accountId: string,
  { actor, origin, doneIn }: { actor: Actor; origin?: Origin | undefined; doneIn: string | null },
): Pick<AuditEvent, 'actor' | 'origin'> {
  if (accountId === doneIn) return { actor, ...(origin && { origin }) }
  return { actor: 'credentialId' in actor ? { ...actor, credentialId: null } : actor }
}

/** Writes the event in the transaction of the change: both are committed, or neither is. */
export async function record(tx: Tx, event: AuditEvent): Promise<void> {
  await insertEvent(tx.db, toRow(event))
}

/**
 * Rows per statement: each has thirteen parameters, and SQLite takes 32,766 (deleting one key can delete thousands).
 */
const BATCH = 1000

/** Writes all events of one change. */
export async function recordAll(tx: Tx, events: AuditEvent[]): Promise<void> {
  for (let start = 0; start < events.length; start += BATCH) {
    const rows = events.slice(start, start + BATCH).map(toRow)
    await tx.db.insertInto('audit_events').values(rows).execute()
  }
}

function toRow(event: AuditEvent) {
  const now = Date.now()
  return {
    id: newId('evt', now),
    account_id: event.accountId,
    occurred_at: now,
    action: event.action,
    actor_user_id: 'userId' in event.actor ? (event.actor.userId ?? null) : null,
    actor_kind: event.actor.kind,
    credential_id: 'credentialId' in event.actor ? event.actor.credentialId : null,
    target_type: event.target?.type ?? null,
    target_id: event.target?.id ?? null,
    ip: event.origin?.ip ?? null,
    user_agent: event.origin?.userAgent.slice(0, 500) ?? null,
    request_id: event.origin?.requestId ?? null,
    details: JSON.stringify({ ...event.details, ...embedDetails(event.actor) }),
  }
}

function embedDetails(actor: Actor): Record<string, string> {
  if (!('embed' in actor) || !actor.embed) return {}
  const { origin, issuedBy } = actor.embed
  return { embedded_by: issuedBy, embedded_at: origin ?? 'the page of the gateway' }
}

const insertEvent = prepared((db, row: ReturnType<typeof toRow>) =>
  db.insertInto('audit_events').values({
    id: row.id,
    account_id: row.account_id,
    occurred_at: row.occurred_at,
    action: row.action,
    actor_user_id: row.actor_user_id,
    actor_kind: row.actor_kind,
    credential_id: row.credential_id,
    target_type: row.target_type,
    target_id: row.target_id,
    ip: row.ip,
    user_agent: row.user_agent,
    request_id: row.request_id,
    details: row.details,
  }),
)
