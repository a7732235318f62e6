import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../platform/database/schema.ts'

/** How many migrations the database has, and the newest of them. */
export async function readMigrations(db: Kysely<Schema>): Promise<{ applied: number; newest: string }> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return { applied: rows.length, newest: rows.at(-1)?.name ?? '' }
}

/** The registrations of gateways; none on SQLite, where there is one gateway. */
export function listGateways(db: Kysely<Schema>): Promise<{ id: string; since: number }[]> {
  return db.selectFrom('gateways').select(['id', 'since']).orderBy('since').execute()
}

export async function countAccounts(db: Kysely<Schema>) {
  return db
    .selectFrom('accounts')
    .select([
      sql<number>`count(*) filter (where deleted_at is null)`.as('live'),
      sql<number>`count(*) filter (where deleted_at is not null)`.as('deleted'),
    ])
    .executeTakeFirstOrThrow()
}
