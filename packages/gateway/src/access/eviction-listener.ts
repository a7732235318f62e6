import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Database } from '../platform/database/database.ts'
import type { Log } from '../platform/log.ts'
import { GATEWAYS_CHANNEL } from './invalidation.ts'
import type { Gateways, Wires } from './revocation/gateways.ts'
import type { Registered } from './revocation/leases.ts'

const RECONNECT_MS = 500
const OTHERS = `select id as registration, most_allowance_ms as "mostAllowanceMs" from gateways where id <> $1`

/** Two connections: one listens, the other sends, so that a busy pool can't delay pings and answers. */
type Connections = { listener: Client; sender: Client; giveUp: (reason: unknown) => void }

/** The connection of this gateway to the others on the same PostgreSQL. */
export type EvictionListener = {
  wires: Wires
  /** Resolves after the first attempt to connect; goes on trying in the background. */
  start(core: Gateways): Promise<void>
  stop(): Promise<void>
  /** To be called when evictions certainly arrive. */
  works(): void
}

/**
 * Carries what gateways say to each other (revocation/gateways.ts) over PostgreSQL's LISTEN and NOTIFY, and connects
 * again whenever a connection breaks. Through a pooler that drops LISTEN no ping comes back, and every request asks the
 * database: slower, never wrong.
 */
export function createEvictionListener(database: Database, log: Log): EvictionListener {
  const { listenUrl } = database
  const stopping = new AbortController()
  let connections: Connections | undefined
  let reported = false
  let waiting: string[] = []
  let sending: Promise<void> | undefined
  let gateways: Gateways | undefined

  /** Logs the first failure, then none until it works again. */
  function report(err: unknown): void {
    if (!reported) {
      log.warn(
        { err },
        'evictions of other gateways do not arrive, so no credential is cached. If a pooler is in between, set DATABASE_LISTEN_URL to the database itself.',
      )
    }
    reported = true
  }

  /** What was said while the last texts were under way goes out together, in one statement. */
  async function sendWaiting(): Promise<void> {
    while (waiting.length > 0 && connections) {
      const { sender, giveUp } = connections
      const texts = waiting
      waiting = []
      await sender
        .query('select pg_notify($1, text) from unnest($2::text[]) as text', [GATEWAYS_CHANNEL, texts])
        .catch(giveUp)
    }
    sending = undefined
  }

  const wires: Wires = {
    send(text) {
      if (!connections) return
      waiting.push(text)
      sending ??= sendWaiting()
    },
    register({ registration, mostAllowanceMs }, done) {
      const current = connections
      current?.sender
        .query('insert into gateways (id, since, most_allowance_ms) values ($1, $2, $3)', [
          ...[registration, Date.now(), mostAllowanceMs],
        ])
        .then(() => current.sender.query<Registered>(OTHERS, [registration]))
        .then(({ rows }) => connections === current && done(rows))
        .catch(current.giveUp)
    },
    forget(registrations) {
      connections?.sender
        .query('delete from gateways where id = any($1)', [registrations])
        .catch((err: unknown) => log.debug({ err }, 'gateways that are gone could not be taken off the list'))
    },
    giveUp: (reason) => connections?.giveUp(new Error(reason)),
  }

  async function connect(core: Gateways): Promise<void> {
    const { promise: broken, resolve: giveUp } = Promise.withResolvers<unknown>()
    const fresh = { ...(await newClients(database)), giveUp }
    const { listener, sender } = fresh
    for (const client of [listener, sender]) client.on('error', giveUp).on('end', () => giveUp(undefined))
    try {
      await Promise.all([listener.connect(), sender.connect()])
      listener.on('notification', ({ payload = '' }) => {
        if (connections === fresh) core.received(payload)
      })
      await listener.query(`LISTEN ${GATEWAYS_CHANNEL}`)
      stopping.signal.throwIfAborted()
    } catch (error) {
      await hangUp(fresh)
      throw error
    }
    connections = fresh
    core.listening()
    void broken.then(async (reason) => {
      connections = undefined
      waiting = []
      core.lost()
      if (!stopping.signal.aborted) report(reason)
      await hangUp(fresh)
      await keepTrying(core)
    })
  }

  async function keepTrying(core: Gateways): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        return await connect(core)
      } catch (error) {
        if (!stopping.signal.aborted) report(error)
        await sleep(RECONNECT_MS, undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }

  return {
    wires,
    async start(core) {
      if (!listenUrl) return
      gateways = core
      // Nothing is believed before evictions arrive.
      core.lost()
      try {
        await connect(core)
      } catch (error) {
        report(error)
        void keepTrying(core)
      }
    },
    async stop() {
      stopping.abort()
      gateways?.leave()
      const current = connections
      if (!current) return
      // Queries are done in order: the goodbye is out when this one is answered.
      const said = Promise.resolve(sending).then(() => current.sender.query('select 1'))
      await within1s(said.catch(() => {}))
      await hangUp(current)
    },
    works() {
      if (reported) log.info({}, 'listening for evictions again')
      reported = false
    },
  }
}

async function newClients({ listenUrl, pool }: Database): Promise<{ listener: Client; sender: Client }> {
  const { default: pg } = await import('pg')
  const newClient = (name: string, connectionString: string | undefined) =>
    new pg.Client({
      ...(connectionString !== undefined && { connectionString }),
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      application_name: name,
      // A connection that went silent never answers: the missing pings end it.
      query_timeout: 5000,
    })
  return {
    listener: newClient('quiva-gateway-listen', listenUrl),
    // Pings must go the way that evictions go: otherwise they would prove nothing about evictions.
    sender: newClient('quiva-gateway-ping', pool?.options.connectionString ?? listenUrl),
  }
}

async function hangUp({ listener, sender }: Connections): Promise<void> {
  // A dead connection never answers the goodbye: its sockets are closed after a second at most.
  await within1s(Promise.allSettled([listener.end(), sender.end()]))
  for (const client of [listener, sender]) client.connection.stream.destroy()
}

async function within1s(work: Promise<unknown> | undefined): Promise<void> {
  await Promise.race([work, sleep(1000, undefined, { ref: false })])
}
