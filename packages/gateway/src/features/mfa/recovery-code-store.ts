import type { Kysely } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** The sealed list of the codes that a user has left; undefined if the user has never had codes. */
export async function findCodes(db: Kysely<Schema>, userId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('recovery_codes')
    .select('codes_sealed')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.codes_sealed
}

/** Stores a new set of codes in place of an earlier one. */
export async function putCodes(tx: Tx, userId: string, codesSealed: string): Promise<void> {
  const values = { codes_sealed: codesSealed, created_at: Date.now() }
  await tx.db
    .insertInto('recovery_codes')
    .values({ user_id: userId, ...values })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(values))
    .execute()
}

/** Replaces the list; false if it has changed since it was read. */
export async function replaceCodes(tx: Tx, userId: string, { from, to }: { from: string; to: string }) {
  const result = await tx.db
    .updateTable('recovery_codes')
    .set({ codes_sealed: to })
    .where('user_id', '=', userId)
    .where('codes_sealed', '=', from)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Deletes all codes of a user; false if there were none. */
export async function deleteCodes(tx: Tx, userId: string): Promise<boolean> {
  const result = await tx.db.deleteFrom('recovery_codes').where('user_id', '=', userId).executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}
