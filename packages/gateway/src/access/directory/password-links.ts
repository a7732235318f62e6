import type { Kysely } from 'kysely'
import { newId } from '../../platform/crypto/random.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** A mailed link for setting a password: its purpose and the hash of its token. */
export type PasswordLink = { purpose: 'reset-password' | 'set-password'; tokenHash: string }

type NewPasswordLink = PasswordLink & { userId: string; accountId?: string; expiresAt: number }

/** Stores a link in place of the user's earlier ones of the same purpose and account: only the newest mail is valid. */
export async function replacePasswordLink(tx: Tx, link: NewPasswordLink & { accountId: string }): Promise<void> {
  await tx.db
    .deleteFrom('mailed_tokens')
    .where('purpose', '=', link.purpose)
    .where('user_id', '=', link.userId)
    .where('account_id', '=', link.accountId)
    .execute()
  await addPasswordLink(tx, link)
}

/** Stores a link; earlier ones stay valid as long as before. */
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

/** Extends the newest reset link of a user to `expiresAt`, if it was mailed after `since`. */
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

/** Extends an unused reset link to `expiresAt`; false if it does not exist any more. */
export async function extendPasswordLink(tx: Tx, tokenHash: string, expiresAt: number): Promise<boolean> {
  const result = await tx.db
    .updateTable('mailed_tokens')
    .set({ expires_at: expiresAt })
    .where('purpose', '=', 'reset-password')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** The user of a link that has not expired. */
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

/** Uses up a link; undefined if it was used before, or has expired. */
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
 * Deletes what was begun under an old password: reset links, sign-ins without their second factor, changes of address.
 */
export async function dropBegun(tx: Tx, userId: string): Promise<void> {
  await tx.db
    .deleteFrom('mailed_tokens')
    .where('purpose', '=', 'reset-password')
    .where('user_id', '=', userId)
    .execute()
  for (const table of ['sign_in_challenges', 'email_changes'] as const)
    await tx.db.deleteFrom(table).where('user_id', '=', userId).execute()
}

/** Gives the links of invitations to these accounts to another user. */
export async function movePasswordLinks(
  tx: Tx,
  { from, to }: { from: string; to: string },
  accountIds: string[],
): Promise<void> {
  await tx.db
    .updateTable('mailed_tokens')
    .set({ user_id: to })
    .where('purpose', '=', 'set-password')
    .where('user_id', '=', from)
    .where('account_id', 'in', accountIds)
    .execute()
}
