import { endIdleServiceAccounts } from '../../access/directory/service-accounts.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import { type Actor, type AuditEvent, type Origin, recordAll } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { EndKeySessions } from '../authentication/end-key-sessions.ts'
import type { EndInvitations } from '../invitations/end-invitations.ts'
import { listHeirs } from './rotation-store.ts'
import { listDescendants, markDeleted } from './store.ts'

/** A key to be deleted, whosever it is. */
export type DoomedKey = { id: string; accountId: string; userId: string; isServiceAccount: boolean; name: string }

/**
 * Who does it, and why if nobody asked for it by its name. `withHeirs`: the successors that the key made by rotating
 * itself end too, since whoever had the key has them. Not when it ends because it was rotated.
 */
export type Cause = { actor: Actor; origin?: Origin; reason?: string; withHeirs?: boolean }

/**
 * Deletes a key when `tx` commits, with its sessions, the keys that it issued and the invitations that wait by it, and
 * records each; returns their ids,
 * none if they were gone. The caller has taken the account's row (`claims.changed`), which also tells the message bus.
 */
export type RemoveKeys = (tx: Tx, key: DoomedKey, by: Cause) => Promise<string[]>

export function createRemoveKeys(
  invalidation: Invalidation,
  endKeySessions: EndKeySessions,
  endInvitations: EndInvitations,
): RemoveKeys {
  return async (tx, key, { withHeirs = false, ...by }) => {
    const { accountId, userId } = key
    const heirs = withHeirs ? await listHeirs(tx.db, accountId, key.id) : []
    const below = await listDescendants(tx, accountId, userId, key.id, ...heirs)
    const ids = new Set([key.id, ...heirs, ...below.map(({ id }) => id)])
    const gone = await markDeleted(tx, accountId, [...ids], Date.now())
    if (gone.length === 0) return []
    const sessionEvents = await endKeySessions(tx, gone, { accountId, ...by })
    const deletions = gone.map((id) => deletion(key, id, by, heirs.includes(id)))
    await recordAll(tx, [...deletions, ...sessionEvents])
    await endInvitations(tx, accountId, { keyIds: gone }, by)
    if (key.isServiceAccount) await endIdleServiceAccounts(tx, accountId, userId)
    await invalidation.evict(tx, gone)
    return gone
  }
}

function deletion(key: DoomedKey, id: string, { actor, origin, reason }: Cause, isHeir: boolean): AuditEvent {
  const details: AuditEvent['details'] & object =
    id === key.id
      ? { name: key.name, owner: key.userId, ...(reason !== undefined && { reason }) }
      : isHeir
        ? { rotated_by: key.id }
        : { issued_by: key.id }
  return {
    action: 'api_key.deleted',
    accountId: key.accountId,
    actor,
    ...(origin && { origin }),
    target: { type: 'api_key', id },
    details,
  }
}
