import { Kysely, type Logger, PostgresDialect, sql } from 'kysely'
import type pg from 'pg'
import { StartupError } from '../errors/startup-error.ts'
import { workForItself } from './callers.ts'
import type { Database, Tx } from './database.ts'
import { explainConnecting, nameOfServer } from './explain-opening.ts'
import { createFairPool } from './fair-pool.ts'
import { createLanes } from './lanes.ts'
import { migratePostgres } from './migrate-postgres.ts'
import { MIGRATING, openPool, SERVING } from './postgres-pool.ts'
import { retrying } from './retry.ts'
import type { Schema } from './schema.ts'

const LEAST_VERSION = 140_000

/** How long a request waits for its turn. Once it has one, it gets a connection, or the reason why there is none. */
const PATIENCE_MS = 4000
/** The part of the pool that one account may use at a time, or one client address whose account is not known. */
const SHARE = 0.4

/**
 * Opens PostgreSQL 14 or newer if it takes writes, and migrates it under an advisory lock, so that several gateways may
 * start at once.
 */
export async function openPostgres(url: string, listenUrl?: string, poolSize = 10, log?: Logger): Promise<Database> {
  await prepare(url)
  const share = Math.max(1, Math.floor(poolSize * SHARE))
  const lanes = createLanes({ places: poolSize, share, patienceMs: PATIENCE_MS })
  const { pool, forKysely } = createFairPool(openPool(url, SERVING, poolSize), lanes, PATIENCE_MS)
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: forKysely }), ...(log && { log }) })
  return {
    engine: 'postgres',
    read: db,
    transaction: (work) => retrying(() => once(db, work)),
    async notify(tx, channel, payloads) {
      await sql`select pg_notify(${channel}, payload) from unnest(${payloads}::text[]) as payload`.execute(tx.db)
    },
    async lock(tx, name) {
      await sql`select pg_advisory_xact_lock(hashtext(${`quiva ${name}`}))`.execute(tx.db)
    },
    listenUrl: listenUrl ?? url,
    pool,
    ping: async () => {
      await sql`select 1`.execute(db)
    },
    proveWritable: () => proveWritable(db),
    close: () => db.destroy(),
  }
}

async function prepare(url: string): Promise<void> {
  const opened = openPool(url, MIGRATING, 1)
  try {
    await refuseOldServer(opened.pool, url)
    await migratePostgres(opened)
    await proveWritable(new Kysely<Schema>({ dialect: new PostgresDialect({ pool: opened.forKysely }) }))
  } finally {
    await opened.pool.end()
  }
}

/**
 * Creates a table that lasts for one transaction: a standby and a read-only database refuse it, and a full disk has no
 * room for its pages, whereas a change of a row may fit into a page that exists.
 */
async function proveWritable(db: Kysely<Schema>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`create temporary table quiva_room on commit drop as select generate_series(1, 10000) as n`.execute(tx)
  })
}

async function once<T>(db: Kysely<Schema>, work: (tx: Tx) => Promise<T>): Promise<T> {
  const beforeCommit: (() => Promise<void>)[] = []
  const afterCommit: (() => void)[] = []
  const value = await db.transaction().execute(async (trx) => {
    const done = await work({
      db: trx,
      beforeCommit: (callback) => beforeCommit.push(callback),
      afterCommit: (callback) => afterCommit.push(callback),
    })
    for (const callback of beforeCommit) await callback()
    return done
  })
  // The callbacks serve everybody: a worker that one of them wakes must not go on in this caller's name.
  workForItself(() => afterCommit.forEach((callback) => void callback()))
  return value
}

export async function refuseOldServer(pool: pg.Pool, url: string): Promise<void> {
  const { rows } = await pool
    .query<{ version: string }>("select current_setting('server_version_num') as version")
    .catch((error: unknown) => {
      throw explainConnecting(error, nameOfServer(url))
    })
  if (Number(rows[0]?.version) < LEAST_VERSION)
    throw new StartupError(
      'The PostgreSQL server of DATABASE_URL is older than version 14. Upgrade it, or use another server.',
    )
}
