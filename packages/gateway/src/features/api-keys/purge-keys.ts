import { releaseSlots } from '../../access/directory/key-slots.ts'
import type { Tx } from '../../platform/database/database.ts'
import { removeAllOf } from './store.ts'

/**
 * Removes what is left of a user's keys, everywhere, and frees their slots. For a user who goes altogether: their
 * creds end with the signing keys of their memberships, so that nothing has to be remembered of each. The caller has
 * taken the rows of their accounts and ended the keys.
 */
export async function forgetKeys(tx: Tx, userId: string): Promise<void> {
  const removed = await removeAllOf(tx, userId)
  for (const [accountId, count] of [...removed].sort()) await releaseSlots(tx, accountId, count)
}
