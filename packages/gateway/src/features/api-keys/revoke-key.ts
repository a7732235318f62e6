import { deactivateIdleServiceAccounts } from '../../access/directory/service-accounts.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import { type Actor, type AuditEvent, type Origin, recordAll } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import type { RevokeKeySessions } from '../authentication/revoke-key-sessions.ts'
import type { RevokeInvitations } from '../invitations/revoke-invitations.ts'
import { markDeleted } from './revocation-store.ts'
import { listOwnSuccessors } from './rotation-store.ts'
import { listDescendants } from './store.ts'

/** A key that is to be revoked, and its owner. */
export type KeyToRevoke = { id: string; accountId: string; userId: string; isServiceAccount: boolean; name: string }

/**
 * The actor who revokes a key, and the reason, unless somebody deleted this very key. `withOwnSuccessors` also revokes
 * the successors that the key made by rotating itself, because a thief of the key would have them; it is not set for a
 * key whose grace is over.
 */
export type Cause = { actor: Actor; origin?: Origin; reason?: string; withOwnSuccessors?: boolean }

/**
 * Revokes a key when `tx` commits, with its sessions, the keys that it issued and the invitations that it made, and
 * records each; returns the ids of the keys, none if they were revoked before. The caller has told the message bus
 * (`claims.changed`).
 */
export type RevokeKey = (tx: Tx, account: LockedAccount, key: KeyToRevoke, by: Cause) => Promise<string[]>

export function createRevokeKey(
  invalidation: Invalidation,
  revokeKeySessions: RevokeKeySessions,
  revokeInvitations: RevokeInvitations,
): RevokeKey {
  return async (tx, account, key, { withOwnSuccessors = false, ...by }) => {
    const { accountId } = account
    const { userId } = key
    const successors = withOwnSuccessors ? await listOwnSuccessors(tx.db, accountId, key.id) : []
    const below = await listDescendants(tx, accountId, userId, key.id, ...successors)
    const ids = new Set([key.id, ...successors, ...below.map(({ id }) => id)])
    const revoked = await markDeleted(tx, accountId, [...ids], Date.now())
    if (revoked.length === 0) return []
    const sessionEvents = await revokeKeySessions(tx, revoked, { accountId, ...by })
    const deletions = revoked.map((id) => deletion(key, id, by, successors.includes(id)))
    await recordAll(tx, [...deletions, ...sessionEvents])
    await revokeInvitations(tx, account, { keyIds: revoked }, by)
    if (key.isServiceAccount) await deactivateIdleServiceAccounts(tx, account, userId)
    await invalidation.evict(tx, revoked)
    return revoked
  }
}

function deletion(key: KeyToRevoke, id: string, { actor, origin, reason }: Cause, isSuccessor: boolean): AuditEvent {
  const details: AuditEvent['details'] & object =
    id === key.id
      ? { name: key.name, owner: key.userId, ...(reason !== undefined && { reason }) }
      : isSuccessor
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
