import { Kysely, PostgresAdapter, PostgresDialect, sql, type Transaction } from 'kysely'
import { migrate } from './migrate.ts'
import type { OpenedPool } from './postgres-pool.ts'
import type { Schema } from './schema.ts'

/**
 * The lock id of Kysely's migrator, so that this gateway and an older version, which uses that lock, wait for each
 * other.
 */
const LOCK_ID = '3853314791062309107'

/**
 * Migrates in one transaction, which has the lock. The migrator's own lock would belong to the session: behind a pooler
 * that session stays open at the server, is given to others, and the next gateway would wait for the lock for ever.
 */
export async function migratePostgres(opened: OpenedPool): Promise<void> {
  await inMigration(opened, migrate)
}

/** Does work in one transaction that keeps every gateway from starting until it ends. */
export async function inMigration<T>(
  { forKysely }: OpenedPool,
  work: (trx: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  const db = new Kysely<Schema>({ dialect: new MigratingDialect({ pool: forKysely }) })
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${sql.raw(LOCK_ID)})`.execute(trx)
    return work(trx)
  })
}

class MigratingDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new LockedAdapter()
  }
}

class LockedAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}
