import { existsSync, readFileSync } from 'node:fs'
import { type Kysely, sql } from 'kysely'
import { readConfig } from '../../src/platform/config/config.ts'
import { openDatabase } from '../../src/platform/database/open.ts'
import type { Schema } from '../../src/platform/database/schema.ts'
import { readSqlite } from '../../src/platform/database/sqlite.ts'
import type { Place } from './engines.ts'

export { sql }

/** Runs `look` on the database of a place beside the gateway process that uses it. */
export async function inspect<T>(place: Place, look: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
  const config = readConfig(place.environment)
  if (config.database.engine === 'postgres') {
    const database = await openDatabase(config)
    return look(database.read).finally(database.close)
  }
  const reading = readSqlite(config.database.file)
  if (!reading) throw new Error(`there is no database at ${config.database.file}`)
  return look(reading).finally(() => reading.destroy())
}

/** Runs a statement on the database of a place directly, as an operator could, and not through the gateway. */
export async function meddle(place: Place, statement: string): Promise<void> {
  const config = readConfig(place.environment)
  if (config.database.engine === 'postgres') {
    const database = await openDatabase(config)
    await sql.raw(statement).execute(database.read).finally(database.close)
    return
  }
  const { default: SqliteDriver } = await import('better-sqlite3')
  const connection = new SqliteDriver(config.database.file)
  connection.exec(statement)
  connection.close()
}

/** Everything in the database: the bytes of SQLite's files, or each row of PostgreSQL's tables as text. */
export async function dump(place: Place): Promise<string> {
  const { database } = readConfig(place.environment)
  if (database.engine === 'sqlite') {
    const files = [database.file, `${database.file}-wal`].filter((file) => existsSync(file))
    return files.map((file) => readFileSync(file, 'latin1')).join('\n')
  }
  return inspect(place, async (db) => {
    const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
    const texts = tables.map(({ name }) => sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`)
    const results = await Promise.all(texts.map((text) => text.execute(db)))
    return results.flatMap(({ rows }) => rows.map(({ row }) => row)).join('\n')
  })
}
