import type { Config } from '../config/config.ts'
import type { Database } from './database.ts'
import { explainOpening, nameOfServer } from './explain-opening.ts'

/** Opens the configured engine. The other engine's driver is never loaded. */
export async function openDatabase(config: Pick<Config, 'database' | 'databaseListenUrl'>): Promise<Database> {
  try {
    return await open(config)
  } catch (error) {
    const { database } = config
    throw explainOpening(error, database.engine === 'sqlite' ? database.file : nameOfServer(database.url))
  }
}

async function open(config: Pick<Config, 'database' | 'databaseListenUrl'>): Promise<Database> {
  if (config.database.engine === 'postgres') {
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(config.database.url, config.databaseListenUrl)
  }
  const { openSqlite } = await import('./sqlite.ts')
  return openSqlite(config.database.file)
}
