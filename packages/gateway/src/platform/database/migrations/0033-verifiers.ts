import type { Kysely } from 'kysely'

/** Verifiers that are connected to a gateway, for the list of them: several gateways have a part of it each. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('verifiers')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('gateway_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('entries', 'bigint', (column) => column.notNull())
    .addColumn('renewed_at', 'bigint')
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('verifiers_account').on('verifiers').column('account_id').execute()
}
