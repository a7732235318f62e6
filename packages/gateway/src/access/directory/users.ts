import { newId } from '../../platform/crypto/random.ts'
import { isForeignKeyViolation, type Tx } from '../../platform/database/database.ts'
import { type LockedUser, writtenUser } from '../../platform/database/locks.ts'

/** What an invitation has to know about the invited user. */
export type Invitee = { user: LockedUser; isConfirmed: boolean; hasPassword: boolean }

/**
 * The user with that address, added if there is none. The statement writes the row, which locks it, so that nobody
 * deletes the user before `tx` ends. It is the same statement for known and unknown users.
 */
export async function findOrAddUser(tx: Tx, email: string): Promise<Invitee> {
  const row = await tx.db
    .insertInto('users')
    .values({ id: newId('usr'), email, first_name: '', last_name: '', theme: 'auto', sound: 1, created_at: Date.now() })
    .onConflict((conflict) => conflict.column('email').doUpdateSet((eb) => ({ email: eb.ref('excluded.email') })))
    .returning(['id', 'email_confirmed_at', 'password_hash'])
    .executeTakeFirstOrThrow()
  return {
    user: writtenUser(row.id),
    isConfirmed: row.email_confirmed_at !== null,
    hasPassword: row.password_hash !== null,
  }
}

/**
 * Whether nothing refers to the user: no membership, not even a pending one, and no account whose root they are, not
 * even a deleted account that can be restored. With `unconfirmed`, also that they have not proven their address.
 */
export async function isUnreferenced(tx: Tx, { userId }: LockedUser, only: { unconfirmed: boolean }): Promise<boolean> {
  let query = tx.db
    .selectFrom('users as u')
    .select('u.id')
    .where('u.id', '=', userId)
    .where(({ not, or, exists, selectFrom }) =>
      not(
        or([
          exists(selectFrom('memberships as m').select('m.user_id').whereRef('m.user_id', '=', 'u.id')),
          exists(selectFrom('accounts as a').select('a.id').whereRef('a.root_user_id', '=', 'u.id')),
        ]),
      ),
    )
  if (only.unconfirmed) query = query.where('u.email_confirmed_at', 'is', null)
  return (await query.executeTakeFirst()) !== undefined
}

/** Deletes the user's row, with password, factors, sessions and everything else that belongs to it. */
export async function deleteUser(tx: Tx, { userId }: LockedUser): Promise<void> {
  await tx.db.deleteFrom('users').where('id', '=', userId).execute()
}

/**
 * Deletes the user's row and everything that belongs to it: memberships, sessions, factors, codes, links. Returns
 * `gone` if there was none, and `root` if they are root of an account; then the transaction must not be committed.
 */
export async function deleteUserRecord(tx: Tx, { userId }: LockedUser): Promise<'deleted' | 'gone' | 'root'> {
  try {
    const result = await tx.db.deleteFrom('users').where('id', '=', userId).executeTakeFirst()
    return Number(result.numDeletedRows) > 0 ? 'deleted' : 'gone'
  } catch (error) {
    if (isForeignKeyViolation(error)) return 'root'
    throw error
  }
}

/** What updateUser may change; absent members stay unchanged. */
export type ProfileChanges = {
  first_name?: string
  last_name?: string
  theme?: string
  sound?: number
  notification_preferences?: string
}

export async function updateProfile(tx: Tx, { userId }: LockedUser, changes: ProfileChanges): Promise<void> {
  await tx.db.updateTable('users').set(changes).where('id', '=', userId).execute()
}

/** Sets the address, which the user has proven. Throws a unique violation if somebody else has got it meanwhile. */
export async function setAddress(tx: Tx, { userId }: LockedUser, email: string): Promise<void> {
  await tx.db.updateTable('users').set({ email, email_confirmed_at: Date.now() }).where('id', '=', userId).execute()
}

/** Deletes a user who never proved the address and to whom nothing refers; false if they still exist. */
export async function deleteUnproven(tx: Tx, { userId }: LockedUser): Promise<boolean> {
  await tx.db
    .deleteFrom('users')
    .where('id', '=', userId)
    .where('email_confirmed_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('memberships').select('user_id').whereRef('memberships.user_id', '=', 'users.id'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('accounts').select('id').whereRef('accounts.root_user_id', '=', 'users.id'))),
    )
    .execute()
  return (await tx.db.selectFrom('users').select('id').where('id', '=', userId).executeTakeFirst()) === undefined
}

/**
 * The user with that address, added if there is none, and locked, so that another transaction that proves the address
 * waits. Undefined if somebody has proven it before.
 */
export async function claimAddress(
  tx: Tx,
  { email, firstName, lastName }: { email: string; firstName: string; lastName: string },
): Promise<LockedUser | undefined> {
  const row = await tx.db
    .insertInto('users')
    .values({
      id: newId('usr'),
      email,
      first_name: firstName,
      last_name: lastName,
      theme: 'auto',
      sound: 1,
      created_at: Date.now(),
    })
    .onConflict((conflict) => conflict.column('email').doUpdateSet((eb) => ({ email: eb.ref('excluded.email') })))
    .returning(['id', 'email_confirmed_at'])
    .executeTakeFirstOrThrow()
  return row.email_confirmed_at === null ? writtenUser(row.id) : undefined
}

/** Records that the user has proven the address, with the password and the names that they have from now on. */
export async function confirmUser(
  tx: Tx,
  { userId }: LockedUser,
  { passwordHash, firstName, lastName }: { passwordHash: string; firstName: string; lastName: string },
): Promise<void> {
  await tx.db
    .updateTable('users')
    .set({
      email_confirmed_at: Date.now(),
      password_hash: passwordHash,
      password_disowned_at: null,
      first_name: firstName,
      last_name: lastName,
    })
    .where('id', '=', userId)
    .execute()
}

/** Replaces the address by a text that is no address and is unique, so that another user can have the address. */
export async function releaseAddress(tx: Tx, { userId }: LockedUser): Promise<void> {
  await tx.db.updateTable('users').set({ email: userId }).where('id', '=', userId).execute()
}

/**
 * Records that the user has proven the address by a mailed link. Earlier names are replaced: nobody had proven them.
 */
export async function confirmAddress(
  tx: Tx,
  { userId }: LockedUser,
  names: { firstName: string; lastName: string },
  now: number,
): Promise<void> {
  await tx.db
    .updateTable('users')
    .set({ email_confirmed_at: now, first_name: names.firstName, last_name: names.lastName })
    .where('id', '=', userId)
    .where('email_confirmed_at', 'is', null)
    .execute()
}
