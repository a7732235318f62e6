import { type Kysely, sql } from 'kysely'

/** Profile images, also those that come in parts; changes of an address; an audit log that can be searched. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('users').dropColumn('profile_image_name').execute()
  await db.schema.alterTable('users').dropColumn('profile_image_type').execute()

  await db.schema
    .createTable('profile_images')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('user_id', 'text', (column) => column.references('users.id').onDelete('set null'))
    .addColumn('file_name', 'text', (column) => column.notNull())
    .addColumn('content_type', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('shown_at', 'bigint')
    .execute()
  await db.schema.createIndex('profile_images_user').on('profile_images').column('user_id').execute()
  await sql`create unique index profile_images_shown on profile_images (user_id) where shown_at is not null`.execute(db)
  await sql`create index profile_images_unshown on profile_images (created_at) where shown_at is null`.execute(db)

  await db.schema
    .createTable('profile_image_parts')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('user_id', 'text', (column) => column.references('users.id').onDelete('set null'))
    .addColumn('upload', 'text', (column) => column.notNull())
    .addColumn('part_index', 'integer', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('byte_count', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('stored_at', 'bigint')
    .execute()
  await db.schema
    .createIndex('profile_image_parts_upload')
    .on('profile_image_parts')
    .columns(['upload', 'part_index'])
    .unique()
    .execute()
  await db.schema.createIndex('profile_image_parts_user').on('profile_image_parts').column('user_id').execute()
  await db.schema.createIndex('profile_image_parts_age').on('profile_image_parts').column('created_at').execute()

  await db.schema
    .createTable('email_changes')
    .addColumn('user_id', 'text', (column) => column.primaryKey().notNull().references('users.id').onDelete('cascade'))
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('new_email', 'text', (column) => column.notNull())
    .addColumn('stage', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('email_changes_expiry').on('email_changes').column('expires_at').execute()

  // What a search in an account's log asks for stands in the one index that its pages need anyway: a further index on
  // each would make every event cost three times as much to write, and keys are issued with one.
  await db.schema.dropIndex('audit_events_account').execute()
  await db.schema
    .createIndex('audit_events_log')
    .on('audit_events')
    .columns(['account_id', 'id', 'action', 'actor_user_id', 'target_id'])
    .execute()
}
