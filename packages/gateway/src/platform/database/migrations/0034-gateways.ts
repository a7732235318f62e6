import type { Kysely } from 'kysely'

/** The gateways that may honour what they remember, so that one that starts knows whom its revocations wait for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('gateways')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .execute()
}
