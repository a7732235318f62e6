import { newId } from '../crypto/random.ts'
import type { Tx } from '../database/database.ts'

const DAY_MS = 86_400_000

export type Confirmation = { userId: string; accountId: string; tokenHash: string; codeHash: string; expiresAt: number }

/** Stores the confirmation and drops the earlier ones of the same account: only the newest mail counts. */
export async function replaceConfirmation(tx: Tx, confirmation: Confirmation): Promise<void> {
  await deleteConfirmations(tx, confirmation)
  await tx.db
    .insertInto('mailed_tokens')
    .values({
      id: newId('mtk'),
      purpose: 'confirm-email',
      user_id: confirmation.userId,
      account_id: confirmation.accountId,
      token_hash: confirmation.tokenHash,
      code_hash: confirmation.codeHash,
      expires_at: confirmation.expiresAt,
      created_at: Date.now(),
    })
    .execute()
}

/** Takes the confirmation that a token or code stands for: of two requests at the same instant, one gets it. */
export async function takeConfirmation(tx: Tx, by: { tokenHash: string } | { codeHash: string }, now: number) {
  const query = tx.db.deleteFrom('mailed_tokens').where('purpose', '=', 'confirm-email').where('expires_at', '>', now)
  const found =
    'tokenHash' in by ? query.where('token_hash', '=', by.tokenHash) : query.where('code_hash', '=', by.codeHash)
  const row = await found.returning(['user_id as userId', 'account_id as accountId']).executeTakeFirst()
  return row?.accountId ? { userId: row.userId, accountId: row.accountId } : undefined
}

export async function deleteConfirmations(tx: Tx, of: { userId: string; accountId: string }): Promise<void> {
  await tx.db
    .deleteFrom('mailed_tokens')
    .where('purpose', '=', 'confirm-email')
    .where('user_id', '=', of.userId)
    .where('account_id', '=', of.accountId)
    .execute()
}

/** Who is confirmed, for the answer: the names that the mail's reader knows anyway. */
export async function readConfirmed(tx: Tx, of: { userId: string; accountId: string }) {
  return tx.db
    .selectFrom('accounts as a')
    .innerJoin('users as u', 'u.id', 'a.root_user_id')
    .select(['a.name as account', 'u.email', 'a.id as account_id', 'u.id as user_id'])
    .where('a.id', '=', of.accountId)
    .where('u.id', '=', of.userId)
    .executeTakeFirst()
}

/** Reset links are kept for a day: the newest may live again (authentication/reset-password.ts). */
export async function deleteExpiredMailedTokens(tx: Tx, now: number): Promise<void> {
  await tx.db
    .deleteFrom('mailed_tokens')
    .where('expires_at', '<=', now)
    .where((eb) => eb.or([eb('purpose', '!=', 'reset-password'), eb('created_at', '<=', now - DAY_MS)]))
    .execute()
}
