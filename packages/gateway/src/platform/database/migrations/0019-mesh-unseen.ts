import type { Kysely } from 'kysely'

/** Since when an account's streams could not be looked at; null while they can. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('account_meshes').addColumn('unseen_since', 'bigint').execute()
}
