import type { Kysely } from 'kysely'
import { sha256 } from '../../platform/crypto/hashing.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'
import { looksOf } from '../../platform/values/looks.ts'

/** The living account, other than `except`, whose name looks like this one. */
export async function findLookAlike(
  db: Kysely<Schema>,
  displayName: string,
  except?: string,
): Promise<string | undefined> {
  let query = db.selectFrom('account_looks').select('account_id as accountId').where('look', 'in', rowsOf(displayName))
  if (except !== undefined) query = query.where('account_id', '!=', except)
  return (await query.executeTakeFirst())?.accountId
}

/**
 * Replaces the looks of an account's old name by those of its new name; false if a living account has one of them. The
 * primary key decides between two at the same instant.
 */
export async function takeLooks(tx: Tx, accountId: string, displayName: string): Promise<boolean> {
  await freeLooks(tx, accountId)
  const looks = rowsOf(displayName)
  const result = await tx.db
    .insertInto('account_looks')
    .values(looks.map((look) => ({ look, account_id: accountId })))
    .onConflict((conflict) => conflict.column('look').doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) === looks.length
}

/** Frees the looks of the account's name for other accounts. */
export async function freeLooks(tx: Tx, accountId: string): Promise<void> {
  await tx.db.deleteFrom('account_looks').where('account_id', '=', accountId).execute()
}

/**
 * The looks are hashed, because one may be too long for an index; and sorted, so that two transactions do not deadlock.
 */
function rowsOf(displayName: string): string[] {
  const { typed, folded } = looksOf(displayName)
  return [...new Set([typed, folded].map(sha256))].sort()
}
