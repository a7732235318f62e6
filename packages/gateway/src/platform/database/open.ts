import type { Logger } from 'kysely'
import type { Config } from '../config/config.ts'
import type { Database } from './database.ts'
import { explainOpening, nameOfServer } from './explain-opening.ts'
import { describeServer, traceQueries, traceTransactions } from './traces.ts'

type Settings = Pick<Config, 'database' | 'databaseListenUrl'> & Partial<Pick<Config, 'tracing' | 'dataDir'>>

/** Opens the configured engine. The other engine's driver is never loaded. */
export async function openDatabase(config: Settings): Promise<Database> {
  try {
    if (!config.tracing) return await open(config)
    const server = describeServer(config)
    return traceTransactions(await open(config, traceQueries(server)), server)
  } catch (error) {
    const { database } = config
    throw explainOpening(error, database.engine === 'sqlite' ? database.file : nameOfServer(database.url))
  }
}

async function open(config: Settings, log?: Logger): Promise<Database> {
  if (config.database.engine === 'postgres') {
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(config.database.url, config.databaseListenUrl, undefined, log)
  }
  const { openSqlite } = await import('./sqlite.ts')
  return openSqlite(config.database.file, undefined, log, config.dataDir)
}
