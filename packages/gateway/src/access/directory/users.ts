import { newId } from '../../platform/crypto/random.ts'
import type { Tx } from '../../platform/database/database.ts'

/** Who is invited, as the invitation has to know them. */
export type Invitee = { userId: string; isConfirmed: boolean; hasPassword: boolean }

/**
 * The user with that address, made if nobody has it, and held: their row is written, so that nobody deletes them
 * before `tx` ends. One statement for known and unknown users.
 */
export async function findOrAddUser(tx: Tx, email: string): Promise<Invitee> {
  const row = await tx.db
    .insertInto('users')
    .values({ id: newId('usr'), email, first_name: '', last_name: '', theme: 'auto', sound: 1, created_at: Date.now() })
    .onConflict((conflict) => conflict.column('email').doUpdateSet((eb) => ({ email: eb.ref('excluded.email') })))
    .returning(['id', 'email_confirmed_at', 'password_hash'])
    .executeTakeFirstOrThrow()
  return { userId: row.id, isConfirmed: row.email_confirmed_at !== null, hasPassword: row.password_hash !== null }
}

/** Marks a password that nobody's proven address backs; true if there was one. */
export async function disownPassword(tx: Tx, userId: string, now: number): Promise<boolean> {
  const result = await tx.db
    .updateTable('users')
    .set({ password_disowned_at: now })
    .where('id', '=', userId)
    .where('email_confirmed_at', 'is', null)
    .where('password_hash', 'is not', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Makes whoever is about to refer to the user wait; false if there is no such user, or not any more. */
export async function holdUser(tx: Tx, userId: string): Promise<boolean> {
  const result = await tx.db
    .updateTable('users')
    .set((eb) => ({ email: eb.ref('email') }))
    .where('id', '=', userId)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/**
 * Whether nothing holds on to the user: no membership, not even a pending one, and no account whose root they are, be
 * it one that was deleted and waits for an operator's recovery. With `unconfirmed` also that no address is proven.
 */
export async function isLoose(tx: Tx, userId: string, only: { unconfirmed: boolean }): Promise<boolean> {
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

/** Deletes the user's record, with password, factors, sessions and whatever else hangs on it. */
export async function deleteUser(tx: Tx, userId: string): Promise<void> {
  await tx.db.deleteFrom('users').where('id', '=', userId).execute()
}
