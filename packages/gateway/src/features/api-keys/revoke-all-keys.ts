import { endIdleServiceAccounts } from '../../access/directory/service-accounts.ts'
import type { Invalidation } from '../../access/invalidation.ts'
import { membershipTag } from '../../access/principal.ts'
import { type Actor, type Origin, recordAll } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import { markAllDeleted } from './store.ts'

/**
 * Ends every key of a member, or of everybody in the account and of the account itself, when `tx` commits, and records
 * each; returns how many it were. The caller has taken the account's row (`claims.changed`), which also tells the
 * message bus, and ends the sessions, those that were made from keys too.
 */
export type EndKeys = (
  tx: Tx,
  of: { accountId: string; userId?: string },
  by: { actor: Actor; origin?: Origin; reason: string },
) => Promise<number>

export function createEndKeys(invalidation: Invalidation): EndKeys {
  return async (tx, { accountId, userId }, { actor, origin, reason }) => {
    const ended = await markAllDeleted(tx, { accountId, userId }, Date.now())
    const events = ended.map((key) => ({
      action: 'api_key.deleted' as const,
      accountId,
      actor,
      ...(origin && { origin }),
      target: { type: 'api_key' as const, id: key.id },
      details: { name: key.name, owner: key.userId, reason },
    }))
    await recordAll(tx, events)
    // With the account go the keys of its own, and with them the members that they acted as.
    if (userId === undefined) await endIdleServiceAccounts(tx, accountId)
    await invalidation.evict(tx, [userId === undefined ? accountId : membershipTag(accountId, userId)])
    return ended.length
  }
}
