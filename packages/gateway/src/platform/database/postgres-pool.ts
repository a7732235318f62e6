import type { PostgresPool } from 'kysely'
import pg from 'pg'

/** How long a request waits for a free or a new connection. */
const CONNECTION_MS = 4000
/** How much longer a busy connection may stay silent once another connection was found dead. */
const SUSPECT_MS = 300

/**
 * The server stops a statement after `statementMs`. If nothing at all has arrived after `silenceMs`, the server is
 * gone, or a relay in between drops what is sent. 0 means never. A connection is handed out only by a server that
 * answered, so whichever wait the silence falls into, the request is answered within five seconds of that moment.
 */
export type TimeLimits = { statementMs: number; silenceMs: number; idleInTransactionMs: number }

export const SERVING: TimeLimits = { statementMs: 3500, silenceMs: 4000, idleInTransactionMs: 30_000 }
/** A migration may take long, and another gateway waits until it is done. */
export const MIGRATING: TimeLimits = { statementMs: 0, silenceMs: 0, idleInTransactionMs: 0 }

/** int8 as a number: our times and counts stay far below 2^53. Set for this pool only, not for the whole process. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (id, format) => (id === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(id, format)),
}

/** Set explicitly, since role and database may have other defaults. A commit that was acknowledged is on the disk. */
function settingsOf({ statementMs, idleInTransactionMs }: TimeLimits): Record<string, string> {
  return {
    synchronous_commit: 'on',
    statement_timeout: String(statementMs),
    idle_in_transaction_session_timeout: String(idleInTransactionMs),
  }
}

/** A pool for code with SQL of its own, and the same pool in the form that Kysely expects. */
export type OpenedPool = { pool: pg.Pool; forKysely: PostgresPool }

/**
 * A pool that drops dead connections instead of waiting for them. Settings are made after connecting, because PgBouncer
 * refuses the start-up parameter `options`.
 */
export function openPool(url: string, limits: TimeLimits, size: number): OpenedPool {
  const settings = settingsOf(limits)
  /**
   * Connections through a pooler that may give each transaction another server: settings are made in each transaction.
   */
  const pooled = new WeakSet<pg.ClientBase>()
  const idle = new Set<pg.PoolClient>()
  /** The connections that have not answered yet, and since when. */
  const asked = new Map<pg.PoolClient, number>()
  const pool = new pg.Pool({
    connectionString: url,
    types,
    max: size,
    connectionTimeoutMillis: CONNECTION_MS,
    idleTimeoutMillis: 30_000,
    query_timeout: limits.silenceMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'quiva-gateway',
    onConnect: async (client) => {
      if (!(await applySettings(client, settings))) pooled.add(client)
    },
  })
  // A connection that breaks, idle or at work, is replaced by the pool; without listeners it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('acquire', (client) => idle.delete(client))
  pool.on('release', (_error, client) => idle.add(client))
  pool.on('remove', (client) => {
    idle.delete(client)
    hangUp(client)
  })

  /**
   * One dead connection is seldom alone: idle ones are dropped too, so that the next requests need not try them, and
   * busy ones get a moment instead of another four seconds.
   */
  function drop(silent: pg.PoolClient): void {
    for (const client of [silent, ...idle]) hangUp(client)
    const suspects = [...asked]
    setTimeout(() => {
      for (const [client, since] of suspects) if (asked.get(client) === since) hangUp(client)
    }, SUSPECT_MS).unref()
  }

  const begin = beginWith(settings)
  return {
    pool,
    forKysely: {
      options: {},
      end: () => pool.end(),
      async connect() {
        const client = await pool.connect()
        let silent = false
        const query = async (text: string, parameters: readonly unknown[]) => {
          if (silent) throw new Error('Connection terminated, since it fell silent')
          asked.set(client, performance.now())
          try {
            return await client.query(text === 'begin' && pooled.has(client) ? begin : text, [...parameters])
          } catch (error) {
            silent = isSilence(error)
            if (silent) drop(client)
            throw error
          } finally {
            asked.delete(client)
          }
        }
        // Kysely's type includes cursors, which it uses only if it is given some.
        return { query, release: client.release } as unknown as Awaited<ReturnType<PostgresPool['connect']>>
      },
    },
  }
}

/**
 * False, and nothing is set, if a pooler is in between: the backend that answers is then not the one that greeted us,
 * and a setting made there would stay for the next client that gets it.
 */
async function applySettings(client: pg.ClientBase, settings: Record<string, string>): Promise<boolean> {
  const { rows } = await client.query(
    `select set_config(name, setting, false) from unnest($1::text[], $2::text[]) as wanted(name, setting)
      where pg_backend_pid() = $3`,
    [Object.keys(settings), Object.values(settings), backendOf(client)],
  )
  return rows.length > 0
}

/** The server process that the greeting named (BackendKeyData). */
function backendOf(client: pg.ClientBase): number {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : 0
}

/** One message, so one round trip. */
function beginWith(settings: Record<string, string>): string {
  return ['begin', ...Object.entries(settings).map(([name, value]) => `set local ${name} = '${value}'`)].join('; ')
}

function isSilence(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout'
}

/** Closes without a goodbye: the server may not answer it, and the socket must not stay open. */
function hangUp(client: pg.PoolClient): void {
  client.connection.stream.destroy()
}
