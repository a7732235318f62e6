import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from './migrations/index.ts'
import type { Schema } from './schema.ts'

/**
 * Brings the schema up to date. No other process may migrate meanwhile: on PostgreSQL the caller has an advisory lock,
 * on SQLite the process lock.
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error, results } = await migrator.migrateToLatest()
  if (!error) return
  const failed = results?.find((result) => result.status === 'Error')
  throw new Error(`the database could not be migrated${failed ? ` (${failed.migrationName})` : ''}`, { cause: error })
}
