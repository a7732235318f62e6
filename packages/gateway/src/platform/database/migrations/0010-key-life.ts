import { type Kysely, sql } from 'kysely'

/** The life of a key: its successor, its last days, its uses, keys that belong to an account, retries that issue once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('users')
    .addColumn('machine_of', 'text', (column) => column.references('accounts.id').onDelete('cascade'))
    .execute()
  await sql`create index users_machines on users (machine_of) where machine_of is not null`.execute(db)

  await db.schema.alterTable('api_keys').addColumn('replaces_key_id', 'text').execute()
  await db.schema.alterTable('api_keys').addColumn('replaced_by_key_id', 'text').execute()
  await db.schema.alterTable('api_keys').addColumn('rate_key_id', 'text').execute()
  await db.schema.alterTable('api_keys').addColumn('creds_expire_at', 'bigint').execute()
  await db.schema.alterTable('api_keys').addColumn('expiry_notices', 'integer').execute()
  await db.schema.alterTable('api_keys').addColumn('misused_at', 'bigint').execute()

  // Neither refers to the key's row: what was counted a moment before the row went must not stop what was counted with it.
  await db.schema
    .createTable('api_key_usage')
    .addColumn('api_key_id', 'text', (column) => column.notNull())
    .addColumn('day', 'integer', (column) => column.notNull())
    .addColumn('uses', 'bigint', (column) => column.notNull())
    .addColumn('last_used_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('api_key_usage_pk', ['api_key_id', 'day'])
    .execute()
  await db.schema.createIndex('api_key_usage_day').on('api_key_usage').column('day').execute()

  await db.schema
    .createTable('api_key_networks')
    .addColumn('api_key_id', 'text', (column) => column.notNull())
    .addColumn('day', 'integer', (column) => column.notNull())
    .addColumn('network', 'text', (column) => column.notNull())
    .addColumn('uses', 'bigint', (column) => column.notNull())
    .addColumn('last_used_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('api_key_networks_pk', ['api_key_id', 'day', 'network'])
    .execute()
  await db.schema.createIndex('api_key_networks_day').on('api_key_networks').column('day').execute()

  await db.schema
    .createTable('idempotent_answers')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('request_hash', 'text', (column) => column.notNull())
    .addColumn('answer_sealed', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('idempotent_answers_expiry').on('idempotent_answers').column('expires_at').execute()
}
