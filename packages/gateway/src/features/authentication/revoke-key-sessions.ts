import type { Actor, AuditEvent, Origin } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import { untoldRefreshes } from './note-refresh.ts'
import { revokeSessionsOfKeys } from './session-store.ts'

/**
 * Revokes every session that was made from the keys, in the transaction that revokes the keys, and returns the audit
 * events for it. The keys' own tags evict these sessions from the cache.
 */
export type RevokeKeySessions = (
  tx: Tx,
  keyIds: string[],
  by: { accountId: string; actor: Actor; origin?: Origin },
) => Promise<AuditEvent[]>

export const revokeKeySessions: RevokeKeySessions = async (tx, keyIds, { accountId, actor, origin }) => {
  const ended = await revokeSessionsOfKeys(tx, keyIds)
  return ended.map((session) => ({
    action: 'session.ended',
    accountId,
    actor,
    ...(origin && { origin }),
    target: { type: 'session', id: session.id },
    details: { reason: 'api_key_deleted', ...untoldRefreshes(session) },
  }))
}
