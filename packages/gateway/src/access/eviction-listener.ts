import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { randomToken } from '../crypto/random.ts'
import type { Database } from '../database/database.ts'
import type { Log } from '../log.ts'
import type { CredentialCache } from './cache.ts'
import { EVICTION_CHANNEL } from './invalidation.ts'

const PING_CHANNEL = 'quiva_ping'
const PING_EVERY_MS = 1000
/** How long a returned ping proves that evictions arrive, counted from when it was sent. */
const TRUST_MS = 2000
const RECONNECT_MS = 500

/** Two connections: one listens, the other sends the pings, so that a busy pool can't delay them. */
type Line = { listener: Client; pinger: Client; giveUp: () => void }

/**
 * Brings the evictions of other gateways on one PostgreSQL into this process, and lets the cache be trusted only while
 * they certainly come: notifications are delivered in the order of their commits, so a ping of our own that came back
 * proves that every eviction committed before it was sent has come too. Through a pooler that swallows LISTEN no ping
 * returns, and every request asks the database: slower, never wrong. On SQLite there are no others.
 */
export async function startEvictionListener(
  database: Database,
  cache: CredentialCache,
  log: Log,
): Promise<{ stop(): Promise<void> }> {
  if (!database.listenUrl) return { stop: async () => {} }
  const { default: pg } = await import('pg')
  const url = database.listenUrl
  const stopping = new AbortController()
  const pings = createPings(cache)
  let line: Line | undefined

  function distrust(): void {
    cache.trustUntil(0)
    cache.clear()
    pings.forget()
  }

  const newClient = (name: string) =>
    new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      application_name: name,
      // A connection that went silent answers nothing: the unanswered ping gives it up.
      query_timeout: 5000,
    })

  async function connect(): Promise<void> {
    const { promise: broken, resolve: giveUp } = Promise.withResolvers<void>()
    const fresh = { listener: newClient('quiva-gateway-listen'), pinger: newClient('quiva-gateway-ping'), giveUp }
    for (const client of [fresh.listener, fresh.pinger]) client.on('error', () => giveUp()).on('end', () => giveUp())
    fresh.listener.on('notification', ({ channel, payload = '' }) => {
      if (channel === PING_CHANNEL) return pings.returned(payload)
      for (const tag of payload.split(' ')) cache.evict(tag)
    })
    try {
      await Promise.all([fresh.listener.connect(), fresh.pinger.connect()])
      await fresh.listener.query(`LISTEN ${EVICTION_CHANNEL}`)
      await fresh.listener.query(`LISTEN ${PING_CHANNEL}`)
    } catch (error) {
      await hangUp(fresh)
      throw error
    }
    // Evictions that came while nobody listened are lost: start from nothing.
    distrust()
    line = fresh
    sendPing()
    void broken.then(async () => {
      line = undefined
      distrust()
      await hangUp(fresh)
      if (!stopping.signal.aborted) await reconnect()
    })
  }

  async function reconnect(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await connect()
        log.info({}, 'listening for evictions again')
        return
      } catch (error) {
        log.warn({ err: error }, 'cannot listen for evictions; asking the database for each request meanwhile')
        await sleep(RECONNECT_MS, undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }

  function sendPing(): void {
    const current = line
    current?.pinger.query('select pg_notify($1, $2)', [PING_CHANNEL, pings.next()]).catch((error: unknown) => {
      log.warn({ err: error }, 'the ping of the eviction listener failed')
      current.giveUp()
    })
  }

  distrust()
  try {
    await connect()
  } catch (error) {
    log.warn(
      { err: error },
      'LISTEN was refused: no credential is cached. Set DATABASE_LISTEN_URL to go round a pooler.',
    )
    void reconnect()
  }
  const heart = setInterval(sendPing, PING_EVERY_MS)

  return {
    async stop() {
      stopping.abort()
      clearInterval(heart)
      if (line) await hangUp(line)
    },
  }
}

/** Remembers when each ping was sent, by both clocks, and renews the trust when one comes back. */
function createPings(cache: CredentialCache) {
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
    /** Pings of other gateways come here too and are none of ours. */
    returned(ping: string): void {
      const at = sent.get(ping)
      if (!at) return
      for (const [other, { monotonic }] of sent) if (monotonic <= at.monotonic) sent.delete(other)
      cache.trustUntil(at.wall + TRUST_MS, at.monotonic + TRUST_MS)
    },
    forget(): void {
      sent.clear()
    },
  }
}

async function hangUp({ listener, pinger }: Line): Promise<void> {
  // Nobody waits for the goodbye of a connection that is dead.
  await Promise.race([Promise.allSettled([listener.end(), pinger.end()]), sleep(1000, undefined, { ref: false })])
}
