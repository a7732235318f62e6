import type { Kysely } from 'kysely'
import { sha256 } from '../../platform/crypto/hashing.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'
import { looksOf } from '../../platform/values/looks.ts'

/** The living account whose name looks like this one, `except` aside. */
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
 * Stores the looks of an account's new name in place of those of its old one; false if a living account has one of
 * them. The primary key decides between two at the same instant.
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

/** Others may look like it from now on. */
export async function freeLooks(tx: Tx, accountId: string): Promise<void> {
  await tx.db.deleteFrom('account_looks').where('account_id', '=', accountId).execute()
}

/** Hashes, since the look of a name may be too long for an index; sorted, so that two transactions never cross. */
function rowsOf(displayName: string): string[] {
  const { typed, folded } = looksOf(displayName)
  return [...new Set([typed, folded].map(sha256))].sort()
}
