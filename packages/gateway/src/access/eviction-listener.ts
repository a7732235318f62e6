import { setTimeout as sleep } from 'node:timers/promises'
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

/**
 * Brings the evictions of other gateways on one PostgreSQL into this process, and lets the cache be trusted only while
 * they certainly come: notifications are delivered in the order of their commits, so a ping of our own that came back
 * proves that every eviction committed before it was sent has come too. Through a pooler that swallows LISTEN no ping
 * returns, and every request asks the database: slower, never wrong.
 */
export async function startEvictionListener(
  database: Database,
  cache: CredentialCache,
  log: Log,
): Promise<{ stop(): Promise<void> }> {
  if (!database.listenUrl) return { stop: async () => {} }
  const { default: pg } = await import('pg')
  const url = database.listenUrl
  const ownPing = randomToken()
  const stopping = new AbortController()
  let sequence = 0
  const sentAt = new Map<string, number>()
  let client: import('pg').Client | undefined

  function onNotification(channel: string, payload: string): void {
    if (channel === EVICTION_CHANNEL) {
      for (const tag of payload.split(' ')) cache.evict(tag)
      return
    }
    const sent = sentAt.get(payload)
    if (sent === undefined) return
    for (const [ping, at] of sentAt) if (at <= sent) sentAt.delete(ping)
    cache.trustUntil(sent + TRUST_MS)
  }

  async function ping(): Promise<void> {
    sequence += 1
    const payload = `${ownPing}.${sequence}`
    sentAt.set(payload, Date.now())
    await database.transaction((tx) => database.notify(tx, PING_CHANNEL, payload))
  }

  function distrust(): void {
    cache.trustUntil(0)
    cache.clear()
    sentAt.clear()
  }

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      application_name: 'quiva-gateway-listen',
    })
    const ended = new Promise<void>((resolve) => {
      fresh.on('error', () => resolve())
      fresh.on('end', () => resolve())
    })
    fresh.on('notification', ({ channel, payload }) => onNotification(channel, payload ?? ''))
    try {
      await fresh.connect()
      await fresh.query(`LISTEN ${EVICTION_CHANNEL}`)
      await fresh.query(`LISTEN ${PING_CHANNEL}`)
      client = fresh
      // Evictions that came while nobody listened are lost: start from nothing.
      distrust()
      await ping()
    } catch (error) {
      void fresh.end().catch(() => {})
      throw error
    }
    void ended.then(() => {
      client = undefined
      distrust()
      if (!stopping.signal.aborted) void reconnect()
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
  const heart = setInterval(() => {
    if (client) ping().catch((error: unknown) => log.warn({ err: error }, 'the ping of the eviction listener failed'))
  }, PING_EVERY_MS)

  return {
    async stop() {
      stopping.abort()
      clearInterval(heart)
      await client?.end().catch(() => {})
    },
  }
}
