import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { describe, inject } from 'vitest'
import { openSqlite } from '../../src/platform/database/sqlite.ts'
import { DATA_FOLDER } from '../run/memory.ts'

export type Engine = 'sqlite' | 'postgres'

/** Where a test's data is: a new folder, with an SQLite file in it or a new database on the run's PostgreSQL. */
export type Place = {
  engine: Engine
  dataDir: string
  /** Environment that points a gateway at this place. */
  environment: Record<string, string>
  remove(): Promise<void>
}

/** Runs the same tests on SQLite and on PostgreSQL. Without PostgreSQL its tests are skipped, and the name says why. */
export function describeEngines(name: string, define: (engine: Engine) => void): void {
  describe(`${name} [sqlite]`, () => define('sqlite'))
  describePostgres(name, () => define('postgres'))
}

/** Tests that need PostgreSQL. Without it they are skipped, and the name says why. */
export function describePostgres(name: string, define: () => void): void {
  const postgres = inject('postgres')
  if ('url' in postgres) describe(`${name} [postgres]`, define)
  else describe.skip(`${name} [postgres, which is missing here: ${postgres.missing}]`, define)
}

/**
 * With `ownDatabase`, a database without the schema, which is used by no other test: for tests of migrations, and for
 * tests that change more than rows. PostgreSQL is reached over a socket file, which costs half of what TCP costs, unless
 * a test wants TCP. SQLite's file is in memory where there is room, unless a test wants it on the disk.
 */
export async function openPlace(
  engine: Engine,
  { ownDatabase = false, overTcp = false, onDisk = false } = {},
): Promise<Place> {
  const dataDir = await mkdtemp(path.join(onDisk ? tmpdir() : DATA_FOLDER, 'quiva-test-'))
  const removeFolder = () => rm(dataDir, { recursive: true, force: true })
  if (engine === 'sqlite') {
    if (!ownDatabase) await copyFile(await migratedFile(), path.join(dataDir, 'gateway.db'))
    return { engine, dataDir, environment: { DATA_DIR: dataDir }, remove: removeFolder }
  }

  const postgres = inject('postgres')
  if (!('url' in postgres)) throw new Error(`PostgreSQL is missing: ${postgres.missing}`)
  const name = (!ownDatabase && emptied.pop()) || (await createDatabase(postgres.socketUrl))
  const url = new URL(ownDatabase || overTcp ? postgres.url : postgres.socketUrl)
  url.pathname = `/${name}`
  return {
    engine,
    dataDir,
    environment: { DATA_DIR: dataDir, DATABASE_URL: url.href, MASTER_KEY: randomBytes(32).toString('base64') },
    async remove() {
      if (ownDatabase) await query(postgres.socketUrl, `drop database ${name} with (force)`)
      else await empty(url.href, name)
      await removeFolder()
    },
  }
}

let migrated: Promise<string> | undefined

/**
 * An SQLite file with the schema and no rows. Tests copy it, because each statement of a migration waits for the disk.
 */
function migratedFile(): Promise<string> {
  migrated ??= (async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'quiva-migrated-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    const file = path.join(folder, 'gateway.db')
    await (await openSqlite(file)).close()
    return file
  })()
  return migrated
}

/**
 * Databases that earlier tests of this worker have used, migrated and emptied. They are reused, because making one
 * takes as long as a small test.
 */
const emptied: string[] = []

async function createDatabase(url: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await query(url, `create database ${name} strategy file_copy`)
  return name
}

async function empty(url: string, name: string): Promise<void> {
  // Open connections are ended first. The triggers of foreign keys are off, so the tables can be emptied in any order.
  await query(
    url,
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid();
    set session_replication_role = replica;
    do $$ declare "table" text; begin
      for "table" in select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%'
      loop execute format('delete from %I', "table"); end loop;
    end $$`,
  )
  emptied.push(name)
}

async function query(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
