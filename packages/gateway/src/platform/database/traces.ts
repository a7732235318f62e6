import type { LogEvent, Logger } from 'kysely'
import type { Config } from '../config/config.ts'
import { type Attributes, currentSpan, inSpan, typeOf } from '../tracing/span.ts'
import type { Database } from './database.ts'

/** Statements whose names are known. There are a few hundred, more where a statement has as many places as rows. */
const MOST_KNOWN = 500

/** The attributes of each span of the database (semantic conventions for database clients). */
export function describeServer({ database }: Pick<Config, 'database'>): Attributes {
  if (database.engine === 'sqlite') return { 'db.system.name': 'sqlite' }
  const { hostname, port, pathname } = new URL(database.url)
  return {
    'db.system.name': 'postgresql',
    'db.namespace': decodeURIComponent(pathname.slice(1)) || undefined,
    'server.address': hostname || undefined,
    'server.port': Number(port || 5432),
  }
}

/**
 * A span for each statement that runs within another span, made when it has ended. Its text has places where the values
 * go, and the values are no part of it; nor is the message of an error, which may quote some.
 */
export function traceQueries(server: Attributes): Logger {
  return ({ level, query, queryDurationMillis, ...event }: LogEvent) => {
    const parent = currentSpan()
    if (!parent?.isKept) return
    const since = performance.now() - queryDurationMillis
    const span = parent.child(summaryOf(query.sql), {
      kind: 'client',
      since,
      attributes: attributesOf(server, query.sql),
    })
    if (level === 'error') {
      const type = typeOf('error' in event ? event.error : undefined)
      span.fail(type)
      span.set({ 'db.response.status_code': type })
    }
    span.end()
  }
}

export function attributesOf(server: Attributes, text: string): Attributes {
  const summary = summaryOf(text)
  const [operation, collection] = summary.split(' ')
  return {
    ...server,
    'db.operation.name': operation,
    'db.collection.name': collection,
    'db.query.summary': summary,
    'db.query.text': text,
  }
}

const summaries = new Map<string, string>()

/** What a statement does to which table, such as `UPDATE api_keys`. */
export function summaryOf(text: string): string {
  const known = summaries.get(text)
  if (known !== undefined) return known
  if (summaries.size >= MOST_KNOWN) summaries.clear()
  const summary = summarise(text)
  summaries.set(text, summary)
  return summary
}

function summarise(text: string): string {
  // What a statement with a WITH does comes after it; table names are in quotes there.
  const [, change, changed] =
    /^\s*(insert|update|delete)\s+(?:into\s+|from\s+)?"?(\w+)/i.exec(text) ??
    /^\s*with\b[\s\S]*?\b(insert|update|delete)\s+(?:into\s+|from\s+)?"(\w+)"/i.exec(text) ??
    []
  if (change && changed) return `${change.toUpperCase()} ${changed}`
  const [, verb = 'query'] = /^\s*(\w+)/.exec(text) ?? []
  const [, table] = /^\s*(?:select|with)\b[\s\S]*?\bfrom\s+"?([a-z_]\w*)/i.exec(text) ?? []
  return table ? `SELECT ${table}` : verb.toUpperCase()
}

/** A span for each transaction, from the wait for its turn to the end of its commit. */
export function traceTransactions(database: Database, server: Attributes): Database {
  return {
    ...database,
    transaction: (work) =>
      inSpan(
        'transaction',
        () => ({ kind: 'internal', attributes: server }),
        () => database.transaction(work),
      ),
  }
}
