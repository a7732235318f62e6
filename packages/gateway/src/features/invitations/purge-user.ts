import { deleteUser, isLoose } from '../../access/directory/users.ts'
import { type Actor, type Origin, record } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import { lockUser } from '../../platform/database/locks.ts'
import { purgeKeys } from '../api-keys/purge-keys.ts'

/**
 * Removes the record of a user on whom nothing holds any more: no membership, not even one that waits, and no account
 * whose root they are or were (docs/members.md). True if it went.
 *
 * `onlyUnconfirmed` is for what ends before it was accepted: an invitation touches nobody's record but one that
 * invitations alone have made.
 */
export async function purgeUser(
  tx: Tx,
  userId: string,
  by: { actor: Actor; origin?: Origin; onlyUnconfirmed: boolean },
): Promise<boolean> {
  // Locked before the look: another account may be inviting or removing them at this very moment, and one of the two
  // comes second and sees what the first has done.
  const user = await lockUser(tx, userId)
  if (!user) return false
  if (!(await isLoose(tx, user, { unconfirmed: by.onlyUnconfirmed }))) return false
  await purgeKeys(tx, userId)
  await deleteUser(tx, user)
  const { actor, origin } = by
  // Of no account: whether a user was a member elsewhere is nothing for the log of this one.
  await record(tx, {
    action: 'user.removed',
    accountId: null,
    actor,
    ...(origin && { origin }),
    target: { type: 'user', id: userId },
  })
  return true
}
