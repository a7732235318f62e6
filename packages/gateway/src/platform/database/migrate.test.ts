import { sql } from 'kysely'
import { expect, it } from 'vitest'
import {
  describeEngines,
  describePostgres,
  type Engine,
  openPlace,
  type Place,
} from '../../../test/database/engines.ts'
import { readConfig } from '../config/config.ts'
import type { Database } from './database.ts'
import { migrations } from './migrations/index.ts'
import { openDatabase } from './open.ts'

const open = (place: Place) => openDatabase(readConfig(place.environment))

async function appliedMigrations({ read }: Database): Promise<unknown[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(read)
  return rows.map(({ name }) => name)
}

/** Tables with their columns, and our named indexes: what both engines must agree on. */
async function describeSchema({ read, engine }: Database) {
  const tables = await read.introspection.getTables()
  const indexes =
    engine === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_master where type = 'index' and sql is not null`
      : sql<{ name: string }>`select indexname as name from pg_indexes where schemaname = 'public'
                              and indexname not in (select conname from pg_constraint)`
  return {
    tables: tables
      .map(({ name, columns }) => [name, columns.map((column) => `${column.name} ${column.isNullable}`).sort()])
      .sort(),
    indexes: (await indexes.execute(read)).rows.map(({ name }) => name).sort(),
  }
}

describeEngines('migrate', (engine) => {
  it('brings a new database up to date, and leaves one that is up to date as it is', async () => {
    const place = await openPlace(engine, { ownDatabase: true })
    const first = await open(place)
    expect(await appliedMigrations(first)).toEqual(Object.keys(migrations))
    await first.transaction(({ db }) => db.insertInto('settings').values({ name: 'mine', value: 'kept' }).execute())
    await first.close()
    const second = await open(place)
    expect(await appliedMigrations(second)).toEqual(Object.keys(migrations))
    expect(await second.read.selectFrom('settings').select('value').execute()).toEqual([{ value: 'kept' }])
    await second.close()
    await place.remove()
  })

  // A process that is killed, or a migration that fails, half-way must not leave a database that never opens again.
  it('does a migration whole or not at all', async () => {
    const place = await openPlace(engine, { ownDatabase: true })
    await onBareDatabase(place, 'create table throttle (in_the_way integer)')
    await expect(open(place)).rejects.toThrow('the database could not be migrated (0001-initial)')
    await onBareDatabase(place, 'drop table throttle')
    const database = await open(place)
    expect(await appliedMigrations(database)).toEqual(Object.keys(migrations))
    await database.close()
    await place.remove()
  })
})

describePostgres('migrate', () => {
  it('makes the same tables, columns and indexes on both engines', async () => {
    const schemas = []
    for (const engine of ['sqlite', 'postgres'] as const satisfies Engine[]) {
      const place = await openPlace(engine, { ownDatabase: true })
      const database = await open(place)
      schemas.push(await describeSchema(database))
      await database.close()
      await place.remove()
    }
    expect(schemas[0]).toEqual(schemas[1])
    expect(schemas[0]?.tables.length).toBeGreaterThan(10)
  })

  it('is done once when several gateways start at the same time', async () => {
    for (let round = 0; round < 3; round += 1) {
      const place = await openPlace('postgres', { ownDatabase: true })
      const databases = await Promise.all(Array.from({ length: 4 }, () => open(place)))
      for (const database of databases) {
        expect(await appliedMigrations(database)).toEqual(Object.keys(migrations))
        await database.close()
      }
      await place.remove()
    }
  })

  it('waits for a gateway that migrates at this moment', async () => {
    const place = await openPlace('postgres', { ownDatabase: true })
    const other = await open(place)
    const starting = await other.read.connection().execute(async (migrating) => {
      // The lock that Kysely's migrator takes on PostgreSQL.
      await sql`select pg_advisory_lock(3853314791062309107)`.execute(migrating)
      const waiting = open(place)
      const waiters = async () => {
        const locks = sql`select 1 from pg_locks where locktype = 'advisory' and not granted`
        return (await locks.execute(other.read)).rows.length
      }
      await expect.poll(waiters).toBe(1)
      await sql`select pg_advisory_unlock(3853314791062309107)`.execute(migrating)
      return { waiting }
    })
    await (await starting.waiting).close()
    await other.close()
    await place.remove()
  })
})

async function onBareDatabase(place: Place, statement: string): Promise<void> {
  const config = readConfig(place.environment)
  if (config.database.engine === 'sqlite') {
    const { default: SqliteDriver } = await import('better-sqlite3')
    const connection = new SqliteDriver(config.database.file)
    connection.exec(statement)
    connection.close()
    return
  }
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: config.database.url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
