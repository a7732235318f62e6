import type { Config } from '../platform/config/config.ts'
import type { Database } from '../platform/database/database.ts'
import { openDatabase } from '../platform/database/open.ts'

/** Runs a command's query, even while a gateway has the lock of an SQLite file: reading needs no lock. */
export async function readBesideGateway<T>(config: Config, query: (db: Database['read']) => Promise<T>): Promise<T> {
  try {
    const database = await openDatabase(config)
    return await query(database.read).finally(() => database.close())
  } catch (error) {
    if (config.database.engine !== 'sqlite') throw error
    const { DatabaseInUseError, readSqlite } = await import('../platform/database/sqlite.ts')
    const reading = error instanceof DatabaseInUseError ? readSqlite(config.database.file) : undefined
    if (!reading) throw error
    return query(reading).finally(() => reading.destroy())
  }
}
