import { type Kysely, sql } from 'kysely'

/** Keys that may less than their owners, and what several gateways know of each other's counts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // One column for each statement: SQLite takes no more.
  await db.schema.alterTable('api_keys').addColumn('scopes', 'text').execute()
  await db.schema.alterTable('api_keys').addColumn('allowed_ips', 'text').execute()
  await db.schema.alterTable('api_keys').addColumn('rate_requests', 'integer').execute()
  await db.schema.alterTable('api_keys').addColumn('rate_per_seconds', 'integer').execute()
  await db.schema.alterTable('api_keys').addColumn('creds_barred_at', 'bigint').execute()
  await sql`create index api_keys_barred on api_keys (account_id) where creds_barred_at is not null`.execute(db)

  await db.schema
    .createTable('key_budgets')
    .addColumn('budget', 'text', (column) => column.primaryKey().notNull())
    .addColumn('window_ends_at', 'bigint', (column) => column.notNull())
    .addColumn('used', 'integer', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('key_budgets_end').on('key_budgets').column('window_ends_at').execute()
}
