import { closeSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import SqliteDriver, { type Database as Connection, type Statement } from 'better-sqlite3'
import { Kysely, type Logger, SqliteDialect, SqliteQueryCompiler, sql } from 'kysely'
import { StartupError } from '../errors/startup-error.ts'
import { CHECKPOINT_SIZES, type CheckpointSizes, createCheckpoints } from './checkpoints.ts'
import type { Database, Tx } from './database.ts'
import { createGroupCommit } from './group-commit.ts'
import { migrate } from './migrate.ts'
import { refuseHalfRestored } from './restoring.ts'
import type { Schema } from './schema.ts'

/** The database counts as writable if so many bytes find room. */
const ROOM_BYTES = 65_536

/** Another process has the database open; the message says what to do. */
export class DatabaseInUseError extends StartupError {
  constructor(file: string, cause: unknown) {
    super(
      `${file} is in use by another gateway process. Stop that process first, or use PostgreSQL to run several gateways.`,
      {
        cause,
      },
    )
  }
}

/**
 * Opens SQLite in WAL mode with `synchronous=FULL` (a commit that was acknowledged survives a power cut), takes the
 * process lock, and migrates. One connection writes, another only reads. `dataDir` is where a restore may have begun.
 */
export async function openSqlite(
  file: string,
  checkpointSizes = CHECKPOINT_SIZES,
  log?: Logger,
  dataDir = path.dirname(file),
): Promise<Database> {
  const lock = lockSqlite(file)
  try {
    refuseHalfRestored(file, dataDir)
    // For its owner only, from the first byte on; SQLite gives its WAL the same mode.
    closeSync(openSync(file, 'a', 0o600))
    const writer = openWriter(file)
    const writing = kyselyOn(writer, log)
    await migrateWhole(writer, writing)
    // What a savepoint might have to restore: beyond 64 KB it would go to a file, for every group of transactions. Not
    // before the migrations, which sort whole tables.
    writer.pragma('temp_store = MEMORY')
    return serve(file, lock, writer, writing, checkpointSizes, log)
  } catch (error) {
    lock.close()
    throw error
  }
}

/** Keeps every gateway from opening the database, whether it exists or not, until the lock is closed. */
export function lockSqlite(file: string): { close(): void } {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(`${file}.lock`, 'a', 0o600))
  return acquireProcessLock(file)
}

function openWriter(file: string): Connection {
  const writer = new SqliteDriver(file)
  writer.pragma('journal_mode = WAL')
  writer.pragma('synchronous = FULL')
  writer.pragma('foreign_keys = ON')
  writer.pragma('cache_size = -16000')
  return writer
}

function serve(
  file: string,
  lock: { close(): void },
  writer: Connection,
  writing: Kysely<Schema>,
  checkpointSizes: CheckpointSizes,
  log: Logger | undefined,
): Database {
  const reader = new SqliteDriver(file, { readonly: true })
  reader.pragma('cache_size = -8000')
  const reading = kyselyOn(reader, log)
  const checkpoints = createCheckpoints(file, writer, checkpointSizes)
  const commits = createGroupCommit(writer, writing, checkpoints)
  return {
    engine: 'sqlite',
    read: reading,
    transaction: commits.transaction,
    notify: async () => {},
    lock: async () => {},
    listenUrl: undefined,
    pool: undefined,
    ping: async () => {
      await sql`select 1`.execute(reading)
    },
    proveWritable: () => commits.transaction(proveWritable),
    async close() {
      await commits.idle()
      await checkpoints.close()
      await reading.destroy()
      await writing.destroy()
      lock.close()
    },
  }
}

/** Adds some pages to the file and to its WAL; the same transaction takes them back. */
async function proveWritable({ db }: Tx): Promise<void> {
  const name = 'room for writing'
  await db
    .insertInto('settings')
    .values({ name, value: ' '.repeat(ROOM_BYTES) })
    .execute()
  await db.deleteFrom('settings').where('name', '=', name).execute()
}

/**
 * Migrates wholly or not at all, whenever the process dies: Kysely uses no transaction for migrations on SQLite,
 * although SQLite can roll back a change of the schema. One transaction also means one fsync instead of fifty.
 */
async function migrateWhole(writer: Connection, writing: Kysely<Schema>): Promise<void> {
  writer.exec('BEGIN IMMEDIATE')
  try {
    await migrate(writing)
    writer.exec('COMMIT')
  } catch (error) {
    if (writer.inTransaction) writer.exec('ROLLBACK')
    throw error
  }
}

/** Opens an existing database for reading beside the process that has the lock; undefined if there is none. */
export function readSqlite(file: string): Kysely<Schema> | undefined {
  try {
    return kyselyOn(new SqliteDriver(file, { readonly: true, fileMustExist: true }))
  } catch {
    return undefined
  }
}

/**
 * An exclusive lock on a file beside the database, kept for the life of the process. It is a lock of the operating
 * system: it ends with the process however that ends, so no stale lock file has to be judged.
 */
function acquireProcessLock(file: string): Connection {
  const lock = new SqliteDriver(`${file}.lock`, { timeout: 0 })
  try {
    lock.pragma('journal_mode = MEMORY')
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if (error instanceof SqliteDriver.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new DatabaseInUseError(file, error)
    throw error
  }
}

function kyselyOn(connection: Connection, log?: Logger): Kysely<Schema> {
  const dialect = new Dialect({ database: withStatementCache(connection) })
  return new Kysely<Schema>({ dialect, ...(log && { log }) })
}

/**
 * Writes each parameter as `+?`, which means the same. For a bare `?` in a join SQLite plans the statement anew
 * whenever the parameter was cleared, and better-sqlite3 clears parameters after each run: 20 µs instead of 3 for two
 * tables.
 */
class ParameterCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?'
  }
}

class Dialect extends SqliteDialect {
  override createQueryCompiler(): SqliteQueryCompiler {
    return new ParameterCompiler()
  }
}

// Preparing a statement costs more than running it: 25 µs against 9 for a query on a key.
const CACHED_STATEMENTS = 500

function withStatementCache(connection: Connection) {
  const statements = new Map<string, Statement>()
  return {
    prepare(text: string): Statement {
      const known = statements.get(text)
      if (known) return known
      if (statements.size >= CACHED_STATEMENTS) statements.clear()
      const statement = connection.prepare(text)
      statements.set(text, statement)
      return statement
    },
    close: () => connection.close(),
  }
}
