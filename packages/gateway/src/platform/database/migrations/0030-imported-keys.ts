import { type Kysely, sql } from 'kysely'

/** Keys that were issued elsewhere: what finds them, how they begin, and the secrets under which they were hashed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('api_keys').addColumn('imported_digest', 'text').execute()
  await db.schema.alterTable('api_keys').addColumn('key_start', 'text').execute()
  // With the id it answers, without the row, who imported a key first.
  await sql`create index api_keys_imported on api_keys (imported_digest, id) where imported_digest is not null`.execute(
    db,
  )
  await db.schema
    .alterTable('accounts')
    .addColumn('imported_key_count', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()

  await db.schema
    .createTable('import_secrets')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('secret_sealed', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('import_secrets_account').on('import_secrets').column('account_id').execute()
}
