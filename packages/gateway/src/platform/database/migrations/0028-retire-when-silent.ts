import type { Kysely } from 'kysely'

/** A rotated key may end before its grace does, after so many days without a use; null if it does not. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('api_keys').addColumn('retire_silent_days', 'integer').execute()
  await db.schema.alterTable('api_keys').addColumn('retire_counts_from', 'bigint').execute()
}
