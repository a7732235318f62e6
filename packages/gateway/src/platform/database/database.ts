import type { Kysely } from 'kysely'
import type { FairPool } from './fair-pool.ts'
import type { Schema } from './schema.ts'

/** Runs the queries of one transaction, and the callbacks that must follow if (and only if) it commits. */
export type Tx = {
  db: Kysely<Schema>
  /** Runs once the work is done, in the same transaction: what it throws undoes the work. */
  beforeCommit(callback: () => Promise<void>): void
  /** Runs after the commit and before `transaction` resolves; must not throw and must not wait. */
  afterCommit(callback: () => void): void
}

/**
 * The database, whichever engine is behind it. A store gets a `Tx` for each change, so that an audit event, an outbox
 * item and a cache eviction are committed or undone together with the change; `read` sees only committed rows.
 */
export type Database = {
  engine: 'sqlite' | 'postgres'
  /** For reading only: on SQLite this connection refuses to write. */
  read: Kysely<Schema>
  /**
   * Commits what `work` did and resolves with its value, or undoes all of it and rejects with what it threw.
   * `work` may be run again from its start after a deadlock, and must await nothing but its own queries: on SQLite
   * other requests wait for it and share its commit. It runs in the asynchronous context of its caller.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * Sends the payloads in this order to every process that listens on `channel`, when the transaction commits. No-op on
   * SQLite.
   */
  notify(tx: Tx, channel: string, payloads: readonly string[]): Promise<void>
  /**
   * Waits until no other transaction has the lock of that name, and keeps it until this transaction ends. No-op on
   * SQLite, where transactions never overlap.
   */
  lock(tx: Tx, name: string): Promise<void>
  /** PostgreSQL's address for LISTEN (DATABASE_LISTEN_URL or DATABASE_URL); undefined on SQLite. */
  listenUrl: string | undefined
  /** PostgreSQL's pool, for a library that brings its own SQL; undefined on SQLite. */
  pool: FairPool | undefined
  /** Resolves if the database answers. */
  ping(): Promise<void>
  /** Resolves if the database takes writes: it writes some pages and undoes them. Costs a few milliseconds. */
  proveWritable(): Promise<void>
  close(): Promise<void>
}

/** True if `error` says that a row refers to one that is gone, or that a row is still referred to, on either engine. */
export function isForeignKeyViolation(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  return error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY' || error.code === '23503'
}

/** True if `error` is a violation of a unique index on either engine; `index` narrows it to one. */
export function isUniqueViolation(error: unknown, index?: string): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  if (
    error.code !== 'SQLITE_CONSTRAINT_UNIQUE' &&
    error.code !== 'SQLITE_CONSTRAINT_PRIMARYKEY' &&
    error.code !== '23505'
  )
    return false
  return index === undefined || error.message.includes(index)
}
