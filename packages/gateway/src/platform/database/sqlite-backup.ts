import SqliteDriver, { type Database as Connection } from 'better-sqlite3'
import { StartupError } from '../errors/startup-error.ts'
import { migrations } from './migrations/index.ts'

/** 4 MB: between two steps the process looks at signals. */
const PAGES_A_STEP = 1000

/**
 * Copies a database as it is at this moment, while a gateway goes on writing to it. `to` is then one file without a WAL.
 * The transaction keeps the moment: without it SQLite would begin again after each write of the gateway.
 */
export async function copySqlite(from: string, to: string, tell: (done: number, total: number) => void): Promise<void> {
  const source = new SqliteDriver(from, { readonly: true, fileMustExist: true })
  try {
    source.exec('BEGIN')
    source.prepare('select count(*) from sqlite_schema').get()
    await source.backup(to, {
      progress({ totalPages, remainingPages }) {
        tell(totalPages - remainingPages, totalPages)
        return PAGES_A_STEP
      },
    })
  } finally {
    source.close()
  }
}

/**
 * Checks every page, index and reference of a copy, and that this version of the gateway knows its schema; throws what
 * is wrong, about `name`. Returns the sealed value of a setting, null if the database has no such setting. The copy is
 * one file afterwards, without a WAL.
 */
export function checkSqlite(file: string, name: string, setting: string): string | null {
  try {
    const copy = new SqliteDriver(file, { fileMustExist: true })
    try {
      copy.pragma('journal_mode = DELETE')
      return checkContent(copy, name, setting)
    } finally {
      copy.close()
    }
  } catch (cause) {
    if (!(cause instanceof SqliteDriver.SqliteError)) throw cause
    if (/^SQLITE_(FULL|IOERR|CANTOPEN|READONLY)/.test(cause.code)) throw cause
    throw new StartupError(`${name} is damaged, or is not a database of the gateway (${cause.code}).`, { cause })
  }
}

function checkContent(copy: Connection, name: string, setting: string): string | null {
  const fault = copy.pragma('integrity_check(1)', { simple: true })
  if (fault !== 'ok') throw new StartupError(`${name} is damaged: ${fault}`)
  const known = new Set(Object.keys(migrations))
  const done = copy.prepare<[], string>('select name from kysely_migration order by name').pluck().all()
  const newer = done.find((migration) => !known.has(migration))
  if (newer !== undefined)
    throw new StartupError(
      `${name} is of a newer version of the gateway (it has ${newer}). Use that version, or a backup from before the update.`,
    )
  const broken = copy.pragma('foreign_key_check')
  if (Array.isArray(broken) && broken.length > 0)
    throw new StartupError(`${name} is damaged: ${broken.length} rows refer to rows that are not there.`)
  const read = copy.prepare<[string], string | null>('select value_sealed from settings where name = ?').pluck()
  return read.get(setting) ?? null
}
