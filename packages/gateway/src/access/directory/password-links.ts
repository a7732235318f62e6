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

/** What was begun under an old password goes: reset links, sign-ins without their second factor, changes of address. */
export async function dropBegun(tx: Tx, userId: string): Promise<void> {
  await tx.db
    .deleteFrom('mailed_tokens')
    .where('purpose', '=', 'reset-password')
    .where('user_id', '=', userId)
    .execute()
  for (const table of ['sign_in_challenges', 'email_changes'] as const)
    await tx.db.deleteFrom(table).where('user_id', '=', userId).execute()
}

/** Lets the links of invitations to these accounts stand for another user. */
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
