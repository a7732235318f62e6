import { deleteUser, isUnreferenced } from '../../access/directory/users.ts'
import { type Actor, type Origin, record } from '../../platform/audit/audit.ts'
import type { Tx } from '../../platform/database/database.ts'
import { lockUser } from '../../platform/database/locks.ts'
import { purgeKeys } from '../api-keys/purge-keys.ts'

/**
 * Deletes the record of a user if nothing refers to it any more: no membership, not even a pending one, and no account
 * whose root they are or were (docs/members.md). True if it is deleted.
 *
 * `onlyUnconfirmed` is for invitations that end before anybody accepted them: they delete only records that
 * invitations alone have made.
 */
export async function purgeUser(
  tx: Tx,
  userId: string,
  by: { actor: Actor; origin?: Origin; onlyUnconfirmed: boolean },
): Promise<boolean> {
  // The lock comes before the check: if another account invites or removes the user at this moment, one of the two
  // transactions waits and then sees what the other has done.
  const user = await lockUser(tx, userId)
  if (!user) return false
  if (!(await isUnreferenced(tx, user, { unconfirmed: by.onlyUnconfirmed }))) return false
  await purgeKeys(tx, userId)
  await deleteUser(tx, user)
  const { actor, origin } = by
  // The event belongs to no account, because an account's log must not tell whether the user was a member elsewhere.
  await record(tx, {
    action: 'user.removed',
    accountId: null,
    actor,
    ...(origin && { origin }),
    target: { type: 'user', id: userId },
  })
  return true
}
