import { deactivateIdleServiceAccounts } from '../../access/directory/service-accounts.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import { membershipTag } from '../../access/principal.ts'
import { type Actor, type Origin, recordAll } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import { markAllDeleted } from './revocation-store.ts'

/**
 * Revokes every key of a member, or every key in the account, when `tx` commits, and records each; returns how many
 * there were. The caller has told the message bus (`claims.changed`), and revokes the sessions itself, including those
 * that were made from keys.
 */
export type RevokeAllKeys = (
  tx: Tx,
  account: LockedAccount,
  userId: string | undefined,
  by: { actor: Actor; origin?: Origin; reason: string },
) => Promise<number>

export function createRevokeAllKeys(invalidation: Invalidation): RevokeAllKeys {
  return async (tx, account, userId, { actor, origin, reason }) => {
    const { accountId } = account
    const revoked = await markAllDeleted(tx, { accountId, userId }, Date.now())
    const events = revoked.map((key) => ({
      action: 'api_key.deleted' as const,
      accountId,
      actor,
      ...(origin && { origin }),
      target: { type: 'api_key' as const, id: key.id },
      details: { name: key.name, owner: key.userId, reason },
    }))
    await recordAll(tx, events)
    // The keys of the account itself are revoked too: so no key uses its service accounts any more.
    if (userId === undefined) await deactivateIdleServiceAccounts(tx, account)
    await invalidation.evict(tx, [userId === undefined ? accountId : membershipTag(accountId, userId)])
    return revoked.length
  }
}
