import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../database/database.ts'
import type { Log } from '../log.ts'
import { addUses, dontWaitForDisk } from './use-store.ts'

/** What one gateway knows about the uses of one rate limit, or of one quota, in one window. */
export type Count = {
  /** The name of the rate limit or of the quota. */
  rateLimit: string
  /** Milliseconds since the epoch. */
  windowEndsAt: number
  /** The uses at all gateways together, as of the last exchange. */
  known: number
  /** The uses at this gateway since then. */
  ahead: number
  /** When the last exchange of this count began (performance.now); -1 before the first. */
  knownSince: number
}

/** How soon the other gateways are told, if no request waits for it. */
const EVERY_MS = 50
/** On SQLite there are no others: how soon the uses of quotas are stored. Each time, the disk is waited for. */
const STORED_EVERY_MS = 1000
/**
 * How long a request waits for an exchange; then each gateway counts by itself. Not longer, since without the database
 * credentials are honoured for two seconds only (access/eviction-listener.ts).
 */
const PATIENCE_MS = 2000
const RETRY_MS = 1000

/** Stores counts, and adds up those of several gateways, in the background: no request writes anything. */
export type RateLimitExchange = {
  /** Makes sure that the other gateways are told of the count soon. */
  report(count: Count): void
  /**
   * Begins an exchange now, unless one is under way; resolves when it is over, or after two seconds. Undefined while
   * the database does not answer.
   */
  next(): Promise<unknown> | undefined
  /** Tells the others of what was not told yet, if the database answers; resolves when that is over. */
  stop(): Promise<void>
}

type Kind = { counted: 'rateLimits' | 'quotas'; everyMs: number }

/** For rate limits. Undefined on SQLite, where there is only one gateway. */
export function createRateLimitExchange(database: Database, log: Log): RateLimitExchange | undefined {
  if (database.engine === 'sqlite') return undefined
  return createExchange(database, log, { counted: 'rateLimits', everyMs: EVERY_MS })
}

/** For quotas. There is one on SQLite too, since what was used must outlive the process. */
export function createQuotaExchange(database: Database, log: Log): RateLimitExchange {
  const everyMs = database.engine === 'sqlite' ? STORED_EVERY_MS : EVERY_MS
  return createExchange(database, log, { counted: 'quotas', everyMs })
}

/** An exchange is one statement for all rate limits, or quotas, that were used since the last one. */
function createExchange(database: Database, log: Log, { counted, everyMs }: Kind): RateLimitExchange {
  const named = counted === 'quotas' ? 'quotas of keys' : 'rate limits of keys'
  let reported = new Set<Count>()
  let timer: NodeJS.Timeout | undefined
  let running: { work: Promise<void>; patience: Promise<unknown>; startedAt: number } | undefined
  let silentUntil = 0

  function begin(): Promise<unknown> {
    clearTimeout(timer)
    timer = undefined
    if (running) return running.patience
    const over = new AbortController()
    const work = exchange().finally(() => {
      over.abort()
      running = undefined
      if (reported.size > 0) schedule()
    })
    const enough = sleep(PATIENCE_MS, undefined, { ref: false, signal: over.signal }).catch(() => {})
    running = { work, patience: Promise.race([work, enough]), startedAt: performance.now() }
    return running.patience
  }

  function schedule(): void {
    if (timer || running) return
    timer = setTimeout(begin, Math.max(everyMs, silentUntil - performance.now()))
    timer.unref()
  }

  async function exchange(): Promise<void> {
    const counts = [...reported]
    const startedAt = performance.now()
    const uses = counts.map(({ rateLimit, windowEndsAt, ahead }) => ({ rateLimit, windowEndsAt, used: ahead }))
    reported = new Set()
    try {
      const totals = await database.transaction(async (tx) => {
        if (database.engine === 'postgres') await dontWaitForDisk(tx)
        return addUses(tx, counted, uses)
      })
      for (const [index, count] of counts.entries()) {
        count.ahead -= uses[index]?.used ?? 0
        count.knownSince = startedAt
        const total = totals.get(count.rateLimit)
        if (total?.windowEndsAt === count.windowEndsAt) count.known = total.used
      }
      if (silentUntil > 0) log.info({}, `${named} are again counted together in the database`)
      silentUntil = 0
    } catch (error) {
      for (const count of counts) reported.add(count)
      if (silentUntil === 0)
        log.warn({ err: error }, `each gateway counts the ${named} for itself: the database cannot be reached`)
      silentUntil = performance.now() + RETRY_MS
    }
  }

  return {
    report(count) {
      reported.add(count)
      schedule()
    },
    next() {
      const now = performance.now()
      if (now < silentUntil || (running && now - running.startedAt >= PATIENCE_MS)) return undefined
      return begin()
    },
    async stop() {
      clearTimeout(timer)
      await running?.work
      clearTimeout(timer)
      if (reported.size > 0 && silentUntil === 0) await exchange()
    },
  }
}
