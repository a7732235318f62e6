/** Loaded into a gateway before it starts (`--import`): counts the SQL statements that it runs on SQLite. */
import SqliteDriver from 'better-sqlite3'

type Method = (this: { source: string }, ...parameters: unknown[]) => unknown

/** With the question how long the write-ahead log is, which follows each commit. */
const TRANSACTION_CONTROL = /^(begin|commit|rollback|savepoint|release|pragma wal_checkpoint)/i
let count = 0

const probe = new SqliteDriver(':memory:')
const prototype: Record<string, Method> = Object.getPrototypeOf(probe.prepare('select 1'))
probe.close()
for (const name of ['run', 'get', 'all', 'iterate']) {
  const original = prototype[name]
  if (!original) continue
  prototype[name] = function counted(...parameters) {
    if (!TRANSACTION_CONTROL.test(this.source)) count += 1
    return original.apply(this, parameters)
  }
}

process.on('message', () => process.send?.(count))
// A gateway ends when nothing is left to do; who counts must not keep it alive.
process.channel?.unref()
