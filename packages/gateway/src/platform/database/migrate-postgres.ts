import { Kysely, PostgresAdapter, PostgresDialect, sql } from 'kysely'
import { migrate } from './migrate.ts'
import type { OpenedPool } from './postgres-pool.ts'
import type { Schema } from './schema.ts'

/** That of Kysely's migrator, so that a gateway of a version which leaves the locking to it waits for this one. */
const LOCK_ID = '3853314791062309107'

/**
 * Migrates in one transaction, which holds the lock. The migrator's own lock is the session's: behind a pooler, session
 * and lock stay with a server that others get next, and the next gateway would wait for ever.
 */
export async function migratePostgres({ forKysely }: OpenedPool): Promise<void> {
  const db = new Kysely<Schema>({ dialect: new MigratingDialect({ pool: forKysely }) })
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${sql.raw(LOCK_ID)})`.execute(trx)
    await migrate(trx)
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
