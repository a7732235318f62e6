import { type Kysely, PostgresAdapter, sql } from 'kysely'

/**
 * What the overview of an account and the list of all its keys need (features/overview, features/api-keys): the requests
 * of each member on each day, an index that has all that the states of keys are counted by, and one for each order of
 * the keys of a whole account. The expressions are those of migration 0026, without the owner.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const id = isPostgres ? sql`id collate "C"` : sql`id`
  const name = isPostgres ? sql`lower((name) collate "C")` : sql`lower(name)`
  const indexes = {
    api_keys_states: sql`deleted_at, expires_at, last_used_at, created_at, replaced_by_key_id, disabled_at`,
    api_keys_all_by_id: id,
    api_keys_all_by_name: sql`${name}, ${id}`,
    api_keys_all_by_use: sql`coalesce(last_used_at, 0), ${id}`,
    api_keys_all_by_expiry: sql`coalesce(expires_at, 0), ${id}`,
  }
  for (const [index, columns] of Object.entries(indexes))
    await sql`create index ${sql.ref(index)} on api_keys (account_id, ${columns}) where deleted_at is null`.execute(db)

  // Refers to no other table: what was counted a moment before a row went must not stop what was counted with it.
  await db.schema
    .createTable('account_usage')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('day', 'integer', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('uses', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('account_usage_pk', ['account_id', 'day', 'user_id'])
    .execute()
  await db.schema.createIndex('account_usage_day').on('account_usage').column('day').execute()
  await sql`insert into account_usage (account_id, day, user_id, uses)
    select k.account_id, u.day, k.user_id, sum(u.uses)
    from api_key_usage as u inner join api_keys as k on k.id = u.api_key_id
    group by k.account_id, u.day, k.user_id`.execute(db)
}
