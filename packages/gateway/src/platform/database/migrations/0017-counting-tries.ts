import type { Kysely } from 'kysely'

/** Only failures count, and a sign-in may leave the account to its second half. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('secret_tries')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('under_way', 'integer', (column) => column.notNull())
    .addColumn('window_ends_at', 'bigint', (column) => column.notNull())
    .addColumn('begun_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .alterTable('sign_in_challenges')
    .addColumn('account_chosen', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
  await db.schema
    .createTable('factor_failures')
    .addColumn('user_id', 'text', (column) => column.primaryKey().notNull().references('users.id').onDelete('cascade'))
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('told_at', 'bigint')
    .execute()
}
