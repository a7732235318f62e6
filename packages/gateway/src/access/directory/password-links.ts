import type { Kysely } from 'kysely'
import { newId } from '../../platform/crypto/random.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** A mailed link that lets its reader set a password, by purpose and hash. */
export type PasswordLink = { purpose: 'reset-password' | 'set-password'; tokenHash: string }

type NewPasswordLink = PasswordLink & { userId: string; accountId?: string; expiresAt: number }

/** Stores a link in place of the user's earlier ones of the same purpose and account: the newest mail counts. */
export async function replacePasswordLink(tx: Tx, link: NewPasswordLink & { accountId: string }): Promise<void> {
  await tx.db
    .deleteFrom('mailed_tokens')
    .where('purpose', '=', link.purpose)
    .where('user_id', '=', link.userId)
    .where('account_id', '=', link.accountId)
    .execute()
  await addPasswordLink(tx, link)
}

/** Stores a link beside the earlier ones, which live as long as they did. */
export async function addPasswordLink(tx: Tx, link: NewPasswordLink): Promise<void> {
  await tx.db
    .insertInto('mailed_tokens')
    .values({
      id: newId('mtk'),
      purpose: link.purpose,
      user_id: link.userId,
      account_id: link.accountId ?? null,
      token_hash: link.tokenHash,
      code_hash: null,
      expires_at: link.expiresAt,
      created_at: Date.now(),
    })
    .execute()
}

/** Lets the newest reset link of a user live until `expiresAt`, if it was mailed since `since`. */
export async function renewPasswordLink(
  tx: Tx,
  userId: string,
  { since, expiresAt }: { since: number; expiresAt: number },
): Promise<void> {
  const newest = tx.db
    .selectFrom('mailed_tokens')
    .select('id')
    .where('purpose', '=', 'reset-password')
    .where('user_id', '=', userId)
    .where('created_at', '>', since)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
  await tx.db
    .updateTable('mailed_tokens')
    .set({ expires_at: expiresAt })
    .where('id', 'in', newest)
    .where('expires_at', '<', expiresAt)
    .execute()
}

/** Lets a reset link that nobody has used live until `expiresAt`; false if it has gone. */
export async function extendPasswordLink(tx: Tx, tokenHash: string, expiresAt: number): Promise<boolean> {
  const result = await tx.db
    .updateTable('mailed_tokens')
    .set({ expires_at: expiresAt })
    .where('purpose', '=', 'reset-password')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Whose link it is, while it lives. */
export async function findPasswordLink(
  db: Kysely<Schema>,
  link: PasswordLink,
  now: number,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('mailed_tokens')
    .select('user_id')
    .where('purpose', '=', link.purpose)
    .where('token_hash', '=', link.tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row?.user_id
}

/** Uses a link up; undefined if somebody was faster, or it has run out. */
export async function takePasswordLink(tx: Tx, link: PasswordLink, now: number) {
  return tx.db
    .deleteFrom('mailed_tokens')
    .where('purpose', '=', link.purpose)
    .where('token_hash', '=', link.tokenHash)
    .where('expires_at', '>', now)
    .returning(['user_id as userId', 'account_id as accountId'])
    .executeTakeFirst()
}

/**
 * Sets a password whatever the old one is. What was begun under the old one goes: reset links that were mailed, sign-ins
 * that wait for their second factor, and a change of address, with which a thief would have the user all the same.
 */
export async function setPasswordHash(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  const chosen = { password_hash: passwordHash, password_disowned_at: null }
  await tx.db.updateTable('users').set(chosen).where('id', '=', userId).execute()
  await dropBegun(tx, userId)
}

/**
 * The same, unless the old password was changed since `from` was read; then false. With `unlessProven` also if a
 * password is there whose owner has proven the address, be it at this very moment.
 */
export async function replacePasswordHash(
  tx: Tx,
  userId: string,
  { from, to, unlessProven = false }: { from: string | null; to: string; unlessProven?: boolean },
): Promise<boolean> {
  let update = tx.db
    .updateTable('users')
    .set({ password_hash: to, password_disowned_at: null })
    .where('id', '=', userId)
    .where('password_hash', from === null ? 'is' : '=', from)
  if (unlessProven && from !== null) update = update.where('email_confirmed_at', 'is', null)
  const result = await update.executeTakeFirst()
  if (Number(result.numUpdatedRows) === 0) return false
  await dropBegun(tx, userId)
  return true
}

async function dropBegun(tx: Tx, userId: string): Promise<void> {
  await tx.db
    .deleteFrom('mailed_tokens')
    .where('purpose', '=', 'reset-password')
    .where('user_id', '=', userId)
    .execute()
  for (const table of ['sign_in_challenges', 'email_changes'] as const)
    await tx.db.deleteFrom(table).where('user_id', '=', userId).execute()
}

/**
 * Whether the password is still the one that was proven, and stays it until `tx` ends: writing the row makes a change of
 * the password wait, whose next step is to end the sessions that it finds.
 */
export async function holdPassword(tx: Tx, userId: string, passwordHash: string | null): Promise<boolean> {
  const result = await tx.db
    .updateTable('users')
    .set({ password_hash: passwordHash })
    .where('id', '=', userId)
    .where('password_hash', '=', passwordHash)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Stores a better hash of the same password, unless the password was changed meanwhile. */
export async function upgradePasswordHash(tx: Tx, userId: string, from: string, to: string): Promise<void> {
  await tx.db
    .updateTable('users')
    .set({ password_hash: to })
    .where('id', '=', userId)
    .where('password_hash', '=', from)
    .execute()
}
