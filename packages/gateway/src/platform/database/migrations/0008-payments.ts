import type { Kysely } from 'kysely'

/** Accounts as customers of Stripe, and the events that were received from it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('payment_customers')
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('mode', 'text', (column) => column.notNull())
    .addColumn('customer_id', 'text', (column) => column.notNull().unique())
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('busy_until', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    // Live and test mode know nothing of each other: whoever changes the key keeps both.
    .addPrimaryKeyConstraint('payment_customers_pk', ['account_id', 'mode'])
    .execute()

  await db.schema
    .createTable('payment_events')
    .addColumn('event_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('customer_id', 'text', (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('done_at', 'bigint')
    .execute()
  await db.schema.createIndex('payment_events_received').on('payment_events').column('received_at').execute()
}
