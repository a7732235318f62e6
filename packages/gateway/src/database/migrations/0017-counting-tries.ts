import type { Kysely } from 'kysely'

/** What failed at a secret, and what is under way: only failures count in the end. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('secret_tries')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('under_way', 'integer', (column) => column.notNull())
    .addColumn('window_ends_at', 'bigint', (column) => column.notNull())
    .execute()
}
