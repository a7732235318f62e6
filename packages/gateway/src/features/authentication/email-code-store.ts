import type { Tx } from '../../platform/database/database.ts'

/** The user of a code, and the account that it is for. */
type Owner = { userId: string; accountId: string }

export async function replaceEmailCode(
  tx: Tx,
  code: Owner & { codeHash: string; triesLeft: number; expiresAt: number },
): Promise<void> {
  const values = { code_hash: code.codeHash, tries_left: code.triesLeft, expires_at: code.expiresAt }
  await tx.db
    .insertInto('email_codes')
    .values({ user_id: code.userId, account_id: code.accountId, ...values })
    .onConflict((conflict) => conflict.columns(['user_id', 'account_id']).doUpdateSet(values))
    .execute()
}

/** Counts a try and returns the hash to compare with; undefined if there is no live code with a try left. */
export async function takeTry(tx: Tx, { userId, accountId }: Owner, now: number): Promise<string | undefined> {
  const row = await tx.db
    .updateTable('email_codes')
    .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
    .where('user_id', '=', userId)
    .where('account_id', '=', accountId)
    .where('tries_left', '>', 0)
    .where('expires_at', '>', now)
    .returning('code_hash')
    .executeTakeFirst()
  return row?.code_hash
}

/** Deletes the code if it is live and matches one of these hashes; false if another request was faster. */
export async function takeEmailCode(
  tx: Tx,
  { userId, accountId }: Owner,
  codeHashes: string[],
  now: number,
): Promise<boolean> {
  const result = await tx.db
    .deleteFrom('email_codes')
    .where('user_id', '=', userId)
    .where('account_id', '=', accountId)
    .where('code_hash', 'in', codeHashes)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}

export async function deleteExpiredEmailCodes(tx: Tx, now: number): Promise<void> {
  await tx.db.deleteFrom('email_codes').where('expires_at', '<=', now).execute()
}
