import type { Kysely } from 'kysely'

/** Every way in, every session under control: email codes, OAuth, where a session comes from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('sessions')
    .addColumn('location', 'text', (column) => column.notNull().defaultTo('unknown'))
    .execute()

  await db.schema
    .createTable('email_codes')
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('code_hash', 'text', (column) => column.notNull())
    .addColumn('tries_left', 'integer', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('email_codes_pk', ['user_id', 'account_id'])
    .execute()
  await db.schema.createIndex('email_codes_expiry').on('email_codes').column('expires_at').execute()

  await db.schema
    .createTable('oauth_states')
    .addColumn('state_hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_name', 'text', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('browser_hash', 'text', (column) => column.notNull())
    .addColumn('secrets_sealed', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('oauth_states_expiry').on('oauth_states').column('expires_at').execute()

  await db.schema
    .createTable('oauth_identities')
    .addColumn('issuer', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('oauth_identities_pk', ['issuer', 'subject'])
    .execute()
  // One subject of a provider per person: who gets their old address there later must not become them.
  await db.schema
    .createIndex('oauth_identities_person')
    .on('oauth_identities')
    .columns(['user_id', 'issuer'])
    .unique()
    .execute()
}
