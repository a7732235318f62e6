import type { Kysely } from 'kysely'

/** What people say of a key (metadata, tags), where it is meant for (environment), and since when it is disabled. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('api_keys').addColumn('metadata', 'text').execute()
  await db.schema.alterTable('api_keys').addColumn('tags', 'text').execute()
  await db.schema
    .alterTable('api_keys')
    .addColumn('environment', 'text', (column) => column.notNull().defaultTo('live'))
    .execute()
  await db.schema.alterTable('api_keys').addColumn('disabled_at', 'bigint').execute()

  // The primary key finds the keys of an account with one tag, in the order of their ids.
  await db.schema
    .createTable('api_key_tags')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('api_key_id', 'text', (column) => column.notNull().references('api_keys.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('api_key_tags_pk', ['account_id', 'tag', 'api_key_id'])
    .execute()
  await db.schema.createIndex('api_key_tags_key').on('api_key_tags').column('api_key_id').execute()
}
