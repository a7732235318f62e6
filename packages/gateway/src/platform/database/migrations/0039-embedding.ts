import type { Kysely } from 'kysely'

/**
 * Where an account lets its key screens be embedded, and the tokens that open sessions there, each with the session that
 * it opened.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('embed_origins')
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('embed_origins_pk', ['account_id', 'origin'])
    .execute()
  await db.schema.createIndex('embed_origins_origin').on('embed_origins').column('origin').execute()

  await db.schema
    .createTable('embed_tokens')
    .addColumn('token_hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('issued_by', 'text', (column) => column.notNull())
    .addColumn('issuer_user_id', 'text', (column) => column.notNull())
    .addColumn('origin', 'text')
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('key_scopes', 'text', (column) => column.notNull())
    .addColumn('environment', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.unique())
    .addColumn('refused_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('embed_tokens_user').on('embed_tokens').columns(['account_id', 'user_id']).execute()
  await db.schema.createIndex('embed_tokens_only_user').on('embed_tokens').column('user_id').execute()
  await db.schema.createIndex('embed_tokens_expiry').on('embed_tokens').column('expires_at').execute()
}
