import type { Tx } from '../../platform/database/database.ts'
import { type LockedUser, lockUserReading, writtenUser } from '../../platform/database/locks.ts'
import { dropBegun } from './password-links.ts'

/**
 * Locks a user whose password is still the one that was proven. A change of the password then waits until `tx` ends,
 * and revokes the sessions that it finds, also one that `tx` adds. Undefined if the password was changed.
 */
export function lockUserWithPassword(
  tx: Tx,
  userId: string,
  passwordHash: string | null,
): Promise<LockedUser | undefined> {
  return lockUserReading(tx, userId, (user) => user.select('id').where('password_hash', '=', passwordHash))
}

/**
 * Sets a password, whatever the old one is. Deletes what was begun under the old one: mailed reset links, sign-ins that
 * wait for their second factor, and a change of address, with which a thief could still take over the user.
 */
export async function setPasswordHash(tx: Tx, { userId }: LockedUser, passwordHash: string): Promise<void> {
  const chosen = { password_hash: passwordHash, password_disowned_at: null }
  await tx.db.updateTable('users').set(chosen).where('id', '=', userId).execute()
  await dropBegun(tx, userId)
}

/**
 * The same, but undefined if the password was changed since `from` was read. With `unlessProven` undefined also if
 * there is a password and its owner has proven the address, even at this very moment. The statement locks the user.
 */
export async function replacePasswordHash(
  tx: Tx,
  userId: string,
  { from, to, unlessProven = false }: { from: string | null; to: string; unlessProven?: boolean },
): Promise<LockedUser | undefined> {
  let update = tx.db
    .updateTable('users')
    .set({ password_hash: to, password_disowned_at: null })
    .where('id', '=', userId)
    .where('password_hash', from === null ? 'is' : '=', from)
  if (unlessProven && from !== null) update = update.where('email_confirmed_at', 'is', null)
  const result = await update.executeTakeFirst()
  if (Number(result.numUpdatedRows) === 0) return undefined
  await dropBegun(tx, userId)
  return writtenUser(userId)
}

/** Stores a new hash of the same password, unless the password was changed meanwhile. */
export async function upgradePasswordHash(tx: Tx, userId: string, from: string, to: string): Promise<void> {
  await tx.db
    .updateTable('users')
    .set({ password_hash: to })
    .where('id', '=', userId)
    .where('password_hash', '=', from)
    .execute()
}

/** Marks a password of a user whose address nobody has proven; false if there is none. */
export async function disownPassword(tx: Tx, { userId }: LockedUser, now: number): Promise<boolean> {
  const result = await tx.db
    .updateTable('users')
    .set({ password_disowned_at: now })
    .where('id', '=', userId)
    .where('email_confirmed_at', 'is', null)
    .where('password_hash', 'is not', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}
