import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { describe, inject } from 'vitest'

export type Engine = 'sqlite' | 'postgres'

/** Where a test's data lie: a fresh folder, and in it an SQLite file, or a fresh database on the run's PostgreSQL. */
export type Place = {
  engine: Engine
  dataDir: string
  /** Environment that points a gateway at this place. */
  environment: Record<string, string>
  remove(): Promise<void>
}

/** One source, both engines: the same tests on SQLite and on PostgreSQL. Without PostgreSQL they are skipped, with its name. */
export function describeEngines(name: string, define: (engine: Engine) => void): void {
  describe(`${name} [sqlite]`, () => define('sqlite'))
  describePostgres(name, () => define('postgres'))
}

/** What only PostgreSQL has. Without it the tests are skipped, with its name. */
export function describePostgres(name: string, define: () => void): void {
  const postgres = inject('postgres')
  if ('url' in postgres) describe(`${name} [postgres]`, define)
  else describe.skip(`${name} [postgres, which is missing here: ${postgres.missing}]`, define)
}

export async function openPlace(engine: Engine): Promise<Place> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'quiva-test-'))
  const removeFolder = () => rm(dataDir, { recursive: true, force: true })
  if (engine === 'sqlite') return { engine, dataDir, environment: { DATA_DIR: dataDir }, remove: removeFolder }

  const postgres = inject('postgres')
  if (!('url' in postgres)) throw new Error(`PostgreSQL is missing: ${postgres.missing}`)
  const name = `test_${randomBytes(6).toString('hex')}`
  await onMaintenance(postgres.url, `create database ${name} strategy file_copy`)
  const url = new URL(postgres.url)
  url.pathname = `/${name}`
  return {
    engine,
    dataDir,
    environment: { DATA_DIR: dataDir, DATABASE_URL: url.href, MASTER_KEY: randomBytes(32).toString('base64') },
    async remove() {
      await onMaintenance(postgres.url, `drop database ${name} with (force)`)
      await removeFolder()
    },
  }
}

async function onMaintenance(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
