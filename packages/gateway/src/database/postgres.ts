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

/** Said on each connection, since a role or database may have another default: what is acknowledged is on disk. */
const SERVING = { synchronous_commit: 'on', statement_timeout: 30_000, idle_in_transaction_session_timeout: 30_000 }
/** A migration may take long, and another gateway waits for it. */
const MIGRATING = { ...SERVING, statement_timeout: 0, idle_in_transaction_session_timeout: 0 }

/** Opens PostgreSQL 14 or newer and migrates under an advisory lock, so that several gateways may start at once. */
export async function openPostgres(url: string, listenUrl?: string, poolSize = 10): Promise<Database> {
  await prepare(url)
  const pool = openPool(url, SERVING, poolSize)
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return {
    engine: 'postgres',
    read: db,
    transaction: (work) => retrying(() => once(db, work)),
    async notify(tx, channel, payload) {
      await sql`select pg_notify(${channel}, ${payload})`.execute(tx.db)
    },
    async lock(tx, name) {
      await sql`select pg_advisory_xact_lock(hashtext(${`quiva ${name}`}))`.execute(tx.db)
    },
    listenUrl: listenUrl ?? url,
    pool,
    ping: async () => {
      await sql`select 1`.execute(db)
    },
    close: () => db.destroy(),
  }
}

async function prepare(url: string): Promise<void> {
  const pool = openPool(url, MIGRATING, 1)
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    await refuseOldServer(pool)
    await migrate(db)
  } finally {
    await db.destroy()
  }
}

function openPool(url: string, settings: Record<string, string | number>, size: number): pg.Pool {
  const address = new URL(url)
  // Options in the address would replace ours; the last one of a name counts.
  const given = address.searchParams.get('options') ?? ''
  address.searchParams.delete('options')
  const ours = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  const pool = new pg.Pool({
    connectionString: address.href,
    types,
    max: size,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 30_000,
    application_name: 'quiva-gateway',
    options: [given, ...ours].join(' ').trim(),
  })
  // A connection that breaks, idle or at work, is replaced by the pool; without listeners it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
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
