import { ancestryOfKey } from '../../access/key-ancestry.ts'
import type { LimitColumns } from '../../access/key-limits/key-limits.ts'
import type { Principal } from '../../access/principal.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { hasLimits, isBeyond, type LimitChanges, refuseBeyond, refuseBeyondItself } from './limits.ts'
import type { ApiKeyRow } from './store.ts'

/** A key with limits may change only itself and the keys that it issued, and may give none of them more than it has. */
export async function refuseForeign(
  tx: Tx,
  { accountId, apiKeyId, limits, embed }: Principal,
  target: ApiKeyRow,
  changes: LimitChanges,
  columns: LimitColumns,
): Promise<void> {
  // An embedded session changes the keys of its user, and gives none of them more than it may.
  if (embed) {
    if (hasLimits(changes) && isBeyond(embed.keyCeiling, columns)) throw new Refusal('beyond_own_limits')
    return
  }
  if (apiKeyId === null || limits === null) return
  const targetAncestry = await ancestryOfKey(tx, accountId, target.id)
  if (!targetAncestry?.some(({ id }) => id === apiKeyId)) throw new Refusal('beyond_own_limits')
  if (target.id === apiKeyId) refuseBeyondItself(target, changes, columns)
  refuseBeyond(limits, changes, columns)
}

/**
 * Refuses a change that is only for users and for keys that issued the key, such as extending it; in an embedded session
 * also for a key that has more than the session may give. A key that issued
 * another one could issue such a key again; but two keys of one user could extend each other for ever.
 */
export async function refuseUnissued(
  tx: Tx,
  { accountId, apiKeyId, embed }: Principal,
  after: LimitColumns & { id: string },
): Promise<void> {
  if (embed && isBeyond(embed.keyCeiling, after)) throw new Refusal('beyond_own_limits')
  if (apiKeyId === null) return
  const [, ...above] = (await ancestryOfKey(tx, accountId, after.id)) ?? []
  if (!above.some(({ id }) => id === apiKeyId)) throw new Refusal('interactive_required')
}
