import { newId } from '../crypto/random.ts'
import type { Tx } from '../database/database.ts'
import { prepared } from '../database/prepared.ts'
import type { AuditAction } from './actions.ts'

/** Who did it, by which credential; null where that is another account's (`asSeenFrom`). */
export type Actor =
  | { kind: 'interactive' | 'key'; userId: string; credentialId: string | null }
  | { kind: 'anonymous'; userId?: string }
  | { kind: 'system' }

/**
 * Where a request came from: the client's address as TRUST_PROXY lets us believe it, and its User-Agent; and which one
 * it was (X-Request-Id).
 */
export type Origin = { ip: string; userAgent: string; requestId?: string }

export type AuditEvent = {
  action: AuditAction
  /** Null where no account is known, such as a refused sign-in of an unknown user. */
  accountId: string | null
  actor: Actor
  /** Absent for what the gateway does by itself. */
  origin?: Origin
  target?: { type: 'account' | 'user' | 'session' | 'api_key'; id: string }
  /** Never a secret; a mistyped password or key is one too. */
  details?: Record<string, string | number | boolean | null>
}

/**
 * Actor and origin of something that was done in the account `doneIn`, or in none, as the log of `accountId` may tell
 * them. What a user does elsewhere changes things here too (their sessions end, their address is another); who they
 * are is known here, but not from where they work for others, or by which of their credentials.
 */
export function asSeenFrom(
  accountId: string,
  { actor, origin, doneIn }: { actor: Actor; origin?: Origin | undefined; doneIn: string | null },
): Pick<AuditEvent, 'actor' | 'origin'> {
  if (accountId === doneIn) return { actor, ...(origin && { origin }) }
  return { actor: 'credentialId' in actor ? { ...actor, credentialId: null } : actor }
}

/** Writes the event in the transaction of what it records: both are there, or neither is. */
export async function record(tx: Tx, event: AuditEvent): Promise<void> {
  await insertEvent(tx.db, toRow(event))
}

/** Rows per statement: thirteen parameters each, and SQLite takes 32,766 (a key that goes can take thousands with it). */
const BATCH = 1000

/** All events of one change. */
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
    details: event.details ? JSON.stringify(event.details) : '{}',
  }
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
