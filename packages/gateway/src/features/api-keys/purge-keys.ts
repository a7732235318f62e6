import { releaseSlots } from '../../access/directory/key-slots.ts'
import type { Tx } from '../../platform/database/database.ts'
import { purgeAllOf } from './revocation-store.ts'

/**
 * Removes the rows of all keys of a user, in every account, and frees their slots. For a user who is deleted: their
 * creds end with the signing keys of their memberships, so the message bus need not remember a revocation for each. The
 * caller has locked the accounts and revoked the keys.
 */
export async function purgeKeys(tx: Tx, userId: string): Promise<void> {
  const purged = await purgeAllOf(tx, userId)
  for (const [accountId, count] of [...purged].sort()) await releaseSlots(tx, accountId, count)
}
