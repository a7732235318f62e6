import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { randomToken } from '../platform/crypto/random.ts'
import type { Database } from '../platform/database/database.ts'
import type { Log } from '../platform/log.ts'
import type { CredentialCache } from './cache.ts'
import { EVERYTHING, EVICTION_CHANNEL } from './invalidation.ts'

const PING_CHANNEL = 'quiva_ping'
const PING_EVERY_MS = 1000
/** How long a returned ping proves that evictions arrive, counted from when it was sent. */
const TRUST_MS = 2000
const RECONNECT_MS = 500
/** After so many pings without an answer the connection is dead, or a pooler drops LISTEN: connect again. */
const UNANSWERED_PINGS = 5

/** Two connections: one listens, the other sends the pings, so that a busy pool can't delay them. */
type Connections = { listener: Client; pinger: Client; giveUp: (reason: unknown) => void }

/**
 * Receives the evictions of other gateways on the same PostgreSQL, and lets the cache be trusted only while they
 * certainly arrive. Notifications are delivered in the order of their commits, so one of our pings that comes back
 * proves that every eviction committed before it was sent has arrived too. Through a pooler that drops LISTEN no ping
 * comes back, and every request asks the database: slower, never wrong. On SQLite there is only one gateway.
 */
export async function startEvictionListener(
  database: Database,
  cache: Pick<CredentialCache, 'evict' | 'clear' | 'trustUntil'>,
  log: Log,
): Promise<{ stop(): Promise<void> }> {
  if (!database.listenUrl) return { stop: async () => {} }
  const { default: pg } = await import('pg')
  const listenUrl = database.listenUrl
  // The pings must go the way that evictions go: otherwise they would prove nothing about evictions.
  const notifyUrl = database.pool?.options.connectionString ?? listenUrl
  const stopping = new AbortController()
  let connections: Connections | undefined
  let reported = false
  const pings = createPings((wallMs, monotonicMs) => {
    cache.trustUntil(wallMs + TRUST_MS, monotonicMs + TRUST_MS)
    if (reported) log.info({}, 'listening for evictions again')
    reported = false
  })

  function distrust(): void {
    cache.trustUntil(0)
    cache.clear()
    pings.forget()
  }

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

  const newClient = (name: string, connectionString: string) =>
    new pg.Client({
      connectionString,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      application_name: name,
      // A connection that went silent never answers: the missing pings end it.
      query_timeout: 5000,
    })

  async function connect(): Promise<void> {
    const { promise: broken, resolve: giveUp } = Promise.withResolvers<unknown>()
    const listener = newClient('quiva-gateway-listen', listenUrl)
    const pinger = newClient('quiva-gateway-ping', notifyUrl)
    const fresh = { listener, pinger, giveUp }
    for (const client of [listener, pinger]) client.on('error', giveUp).on('end', () => giveUp(undefined))
    listener.on('notification', ({ channel, payload = '' }) => {
      if (channel === PING_CHANNEL) return pings.returned(payload)
      for (const tag of payload.split(' ')) {
        if (tag === EVERYTHING) cache.clear()
        else cache.evict(tag)
      }
    })
    try {
      await Promise.all([listener.connect(), pinger.connect()])
      await listener.query(`LISTEN ${EVICTION_CHANNEL}`)
      await listener.query(`LISTEN ${PING_CHANNEL}`)
      stopping.signal.throwIfAborted()
    } catch (error) {
      await hangUp(fresh)
      throw error
    }
    // Evictions that were sent while nobody listened are lost, so the cache starts empty.
    distrust()
    connections = fresh
    sendPing()
    void broken.then(async (reason) => {
      connections = undefined
      distrust()
      if (!stopping.signal.aborted) report(reason)
      await hangUp(fresh)
      await keepTrying()
    })
  }

  async function keepTrying(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        return await connect()
      } catch (error) {
        if (!stopping.signal.aborted) report(error)
        await sleep(RECONNECT_MS, undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }

  function sendPing(): void {
    const current = connections
    if (!current) return
    if (pings.unanswered() >= UNANSWERED_PINGS) current.giveUp(new Error('notifications do not come through'))
    else current.pinger.query('select pg_notify($1, $2)', [PING_CHANNEL, pings.next()]).catch(current.giveUp)
  }

  distrust()
  try {
    await connect()
  } catch (error) {
    report(error)
    void keepTrying()
  }
  const pinging = setInterval(sendPing, PING_EVERY_MS)

  return {
    async stop() {
      stopping.abort()
      clearInterval(pinging)
      if (connections) await hangUp(connections)
    },
  }
}

/** Remembers by both clocks when each ping was sent, and calls back with both times when the ping returns. */
function createPings(onReturn: (wallMs: number, monotonicMs: number) => void) {
  const own = randomToken()
  const sent = new Map<string, { wall: number; monotonic: number }>()
  let sequence = 0
  return {
    next(): string {
      sequence += 1
      const ping = `${own}.${sequence}`
      sent.set(ping, { wall: Date.now(), monotonic: performance.now() })
      return ping
    },
    /** Pings of other gateways arrive here too and are ignored. */
    returned(ping: string): void {
      const at = sent.get(ping)
      if (!at) return
      for (const [other, { monotonic }] of sent) if (monotonic <= at.monotonic) sent.delete(other)
      onReturn(at.wall, at.monotonic)
    },
    unanswered: (): number => sent.size,
    forget(): void {
      sent.clear()
    },
  }
}

async function hangUp({ listener, pinger }: Connections): Promise<void> {
  // A dead connection never answers the goodbye: wait a second at most, then close the sockets.
  await Promise.race([Promise.allSettled([listener.end(), pinger.end()]), sleep(1000, undefined, { ref: false })])
  for (const client of [listener, pinger]) client.connection.stream.destroy()
}
