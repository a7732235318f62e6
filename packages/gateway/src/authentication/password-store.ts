import type { Kysely } from 'kysely'
import { newId } from '../crypto/random.ts'
import type { Tx } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

/** A mailed link that lets its reader set a password, by purpose and hash. */
export type PasswordLink = { purpose: 'reset-password' | 'set-password'; tokenHash: string }

/** Stores a link and drops the person's earlier ones of the same purpose (and account): the newest mail counts. */
export async function replacePasswordLink(
  tx: Tx,
  link: PasswordLink & { userId: string; accountId?: string; expiresAt: number },
): Promise<void> {
  const accountId = link.accountId ?? null
  let earlier = tx.db.deleteFrom('mailed_tokens').where('purpose', '=', link.purpose).where('user_id', '=', link.userId)
  if (accountId !== null) earlier = earlier.where('account_id', '=', accountId)
  await earlier.execute()
  await tx.db
    .insertInto('mailed_tokens')
    .values({
      id: newId('mtk'),
      purpose: link.purpose,
      user_id: link.userId,
      account_id: accountId,
      token_hash: link.tokenHash,
      code_hash: null,
      expires_at: link.expiresAt,
      created_at: Date.now(),
    })
    .execute()
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

export async function setPasswordHash(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  await tx.db.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', userId).execute()
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
