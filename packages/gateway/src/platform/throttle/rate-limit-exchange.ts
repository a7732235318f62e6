import type { Database } from '../database/database.ts'
import type { Log } from '../log.ts'
import { systemTime } from '../time.ts'
import { type Count, createCountExchange } from './count-exchange.ts'
import { addUses, dontWaitForDisk, type Sums, type Use } from './use-store.ts'

/** How soon the other gateways are told, if no request waits for it. */
const EVERY_MS = 50
/** On SQLite there are no others: how soon the uses of quotas are stored. Each time, the disk is waited for. */
const STORED_EVERY_MS = 1000

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
  let hasFailed = false

  async function add(uses: Use[]): Promise<Sums | undefined> {
    try {
      const sums = await database.transaction(async (tx) => {
        if (database.engine === 'postgres') await dontWaitForDisk(tx)
        return addUses(tx, counted, uses)
      })
      if (hasFailed) log.info({}, `${named} are again counted together in the database`)
      hasFailed = false
      return sums
    } catch (error) {
      if (!hasFailed)
        log.warn({ err: error }, `each gateway counts the ${named} for itself: the database cannot be reached`)
      hasFailed = true
      return undefined
    }
  }

  const exchange = createCountExchange({ time: systemTime, everyMs, add: (uses, done) => void add(uses).then(done) })
  return {
    report: exchange.report,
    next() {
      const { promise, resolve } = Promise.withResolvers<void>()
      return exchange.next(resolve) ? promise : undefined
    },
    stop: () => new Promise((resolve) => void exchange.stop(resolve)),
  }
}
