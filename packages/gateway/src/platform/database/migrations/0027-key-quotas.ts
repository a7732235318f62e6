import type { Kysely } from 'kysely'

/** How much a key may be used in a day, a week or a month, and how much of that was used. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // One column for each statement: SQLite takes no more.
  await db.schema.alterTable('api_keys').addColumn('quota_requests', 'integer').execute()
  await db.schema.alterTable('api_keys').addColumn('quota_per', 'text').execute()
  await db.schema.alterTable('api_keys').addColumn('quota_resets', 'text').execute()

  await db.schema
    .createTable('key_quotas')
    .addColumn('quota', 'text', (column) => column.primaryKey().notNull())
    .addColumn('window_ends_at', 'bigint', (column) => column.notNull())
    .addColumn('used', 'bigint', (column) => column.notNull())
    .addColumn('topped_up', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('key_quotas_end').on('key_quotas').column('window_ends_at').execute()
}
