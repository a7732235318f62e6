import { type Kysely, PostgresAdapter, sql } from 'kysely'

/**
 * An index for each order in which keys are listed page by page (features/api-keys/key-list-store.ts). PostgreSQL
 * compares ids and names byte by byte here, as SQLite does. No other index has these expressions, so that PostgreSQL
 * cannot take one in which the keys of all accounts are mixed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const id = isPostgres ? sql`id collate "C"` : sql`id`
  const name = isPostgres ? sql`lower((name) collate "C")` : sql`lower(name)`
  const orders = {
    api_keys_by_id: id,
    api_keys_by_name: sql`${name}, ${id}`,
    api_keys_by_use: sql`coalesce(last_used_at, 0), ${id}`,
    api_keys_by_expiry: sql`coalesce(expires_at, 0), ${id}`,
  }
  for (const [index, columns] of Object.entries(orders))
    await sql`create index ${sql.ref(index)} on api_keys (account_id, user_id, ${columns})
      where deleted_at is null`.execute(db)
}
