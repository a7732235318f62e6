import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Database, Tx } from './database.ts'
import { migrate } from './migrate.ts'
import type { Schema } from './schema.ts'

/** int8 as a number: our times and counts stay far below 2^53. Of our own pool only, not of the whole process. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (id, format) => (id === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(id, format)),
}

const LEAST_VERSION = 140_000

/** Deadlock and serialisation failure: the same work, run again, can succeed. */
const RETRYABLE = new Set(['40001', '40P01'])
const ATTEMPTS = 4

/** Opens PostgreSQL 14 or newer and migrates under an advisory lock, so that several gateways may start at once. */
export async function openPostgres(url: string, listenUrl?: string, poolSize = 10): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    types,
    max: poolSize,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 30_000,
    application_name: 'quiva-gateway',
    // Said on each connection, since a role or database may have another default: what is acknowledged is on disk.
    options: '-c synchronous_commit=on -c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000',
  })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    await refuseOldServer(pool)
    await migrate(db)
  } catch (error) {
    await db.destroy()
    throw error
  }

  return {
    engine: 'postgres',
    read: db,
    transaction: (work) => retrying(() => once(db, work)),
    async notify(tx, channel, payload) {
      await sql`select pg_notify(${channel}, ${payload})`.execute(tx.db)
    },
    listenUrl: listenUrl ?? url,
    pool,
    ping: async () => {
      await sql`select 1`.execute(db)
    },
    close: () => db.destroy(),
  }
}

async function once<T>(db: Kysely<Schema>, work: (tx: Tx) => Promise<T>): Promise<T> {
  const afterCommit: (() => void)[] = []
  const value = await db
    .transaction()
    .execute((trx) => work({ db: trx, afterCommit: (callback) => afterCommit.push(callback) }))
  for (const callback of afterCommit) callback()
  return value
}

async function retrying<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (attempt >= ATTEMPTS || !RETRYABLE.has(code)) throw error
    }
  }
}

async function refuseOldServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: string }>("select current_setting('server_version_num') as version")
  if (Number(rows[0]?.version) < LEAST_VERSION) throw new Error('DATABASE_URL points at a PostgreSQL older than 14')
}
