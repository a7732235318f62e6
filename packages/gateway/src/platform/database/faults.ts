/**
 * What a fault of the database means for the caller. `away`: it cannot be reached, is overloaded, or does not answer in
 * time. `not_writable`: it answers, but takes no writes, because it is a standby, is read-only, or its disk is full.
 * Undefined for any other error, which is then a fault of the gateway.
 */
export type DatabaseFault = 'away' | 'not_writable'

/** Messages of pg: these errors have no code. */
const SILENT = /^(Query read timeout|timeout expired$|timeout exceeded when trying to connect|Connection terminated)/
/** Messages of a rollback after the connection broke during the transaction. */
const BROKEN = /^Client has encountered a connection error|^Postgres connection has been discarded/

/**
 * Errors of sockets, then SQLSTATEs: 08… connection, 53… too few resources (53100 is the disk), 57014 a statement that
 * took longer than `statement_timeout`, 57P0x the server stops or starts, 40… a transaction that lost against others
 * again and again.
 */
const AWAY =
  /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08\w{3}|53(000|[234]00)|57014|57P0[1235]|40(001|P01))$/
/** SQLSTATE 25006 is a read-only transaction. SQLite's IOERR is a write that failed although there may be room. */
const NOT_WRITABLE = /^(25006|53100|SQLITE_FULL|SQLITE_READONLY\w*|SQLITE_IOERR(_WRITE|_FSYNC|_TRUNCATE|_SHMSIZE)?)$/

export function databaseFault(error: unknown): DatabaseFault | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error ? String(error.code) : ''
  if (NOT_WRITABLE.test(code)) return 'not_writable'
  return AWAY.test(code) || SILENT.test(error.message) || BROKEN.test(error.message) ? 'away' : undefined
}
