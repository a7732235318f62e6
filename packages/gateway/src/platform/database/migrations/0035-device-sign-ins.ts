import type { Kysely } from 'kysely'

/** Sign-ins of devices that wait for somebody to approve them, or for the device to fetch its tokens (RFC 8628). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('device_sign_ins')
    .addColumn('device_code_hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('user_code_hash', 'text', (column) => column.notNull().unique())
    .addColumn('client_id', 'text', (column) => column.notNull())
    .addColumn('ip', 'text', (column) => column.notNull())
    .addColumn('user_agent', 'text', (column) => column.notNull())
    .addColumn('location', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('interval_seconds', 'integer', (column) => column.notNull())
    .addColumn('polled_at', 'bigint')
    .addColumn('account_id', 'text', (column) => column.references('accounts.id').onDelete('set null'))
    .addColumn('user_id', 'text', (column) => column.references('users.id').onDelete('set null'))
    .addColumn('session_id', 'text')
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('device_sign_ins_user').on('device_sign_ins').column('user_id').execute()
  await db.schema.createIndex('device_sign_ins_account').on('device_sign_ins').column('account_id').execute()
  await db.schema.createIndex('device_sign_ins_expiry').on('device_sign_ins').column('expires_at').execute()
}
