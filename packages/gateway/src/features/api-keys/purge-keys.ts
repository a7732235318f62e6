import { releaseSlots } from '../../access/directory/key-slots.ts'
import type { Tx } from '../../platform/database/database.ts'
import { purgeAllOf } from './revocation-store.ts'

/**
 * Deletes the rows of all keys of a user, in every account, and frees their slots. It is for a user who is being
 * deleted: their creds become invalid with the signing keys of their memberships, so the message bus need not store a
 * revocation for each. The caller has locked the accounts and revoked the keys.
 */
export async function purgeKeys(tx: Tx, userId: string): Promise<void> {
  const purged = await purgeAllOf(tx, userId)
  for (const accountId of [...purged.keys()].sort()) await releaseSlots(tx, accountId, purged.get(accountId) ?? [])
}
