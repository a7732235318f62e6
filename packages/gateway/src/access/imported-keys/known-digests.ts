import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'
import { createDigestFilter } from './digest-filter.ts'
import { countDigests, pageOfDigests } from './store.ts'

const PAGE = 5000
/** After a failure; meanwhile every look-up asks the database. */
const RETRY_MS = 5000

/**
 * Which digests were certainly never imported, so that junk costs no look-up, in whatever amount it comes. It is read
 * from the database at the start; until it is read, and whenever imports at other gateways may have been missed,
 * everything may be there.
 */
export function createKnownDigests(database: Database, log: Log) {
  let filter = createDigestFilter(0)
  let isComplete = false
  /** What is added while the next filter is read. */
  let meanwhile: string[] | undefined
  let failedAt = Number.NEGATIVE_INFINITY
  let generation = 0
  let isStopped = false
  let trustedUntil = Number.POSITIVE_INFINITY
  let trustedUntilMonotonic = Number.POSITIVE_INFINITY

  /** By both clocks, as the cache of credentials (access/cache.ts). */
  const isTrusted = () => Date.now() < trustedUntil && performance.now() < trustedUntilMonotonic

  function load(): void {
    if (isStopped || meanwhile || performance.now() - failedAt < RETRY_MS) return
    meanwhile = []
    read(meanwhile)
      .catch((error: unknown) => {
        failedAt = performance.now()
        if (isStopped) return
        log.warn({ err: error }, 'could not read which keys were imported; every unknown key is looked up')
      })
      .finally(() => {
        meanwhile = undefined
      })
  }

  async function read(added: readonly string[]): Promise<void> {
    const started = generation
    // Twice as many as there are, so that it need not be read again soon.
    const building = createDigestFilter(2 * (await countDigests(database.read)))
    for (let after = '', page: string[] = []; ; after = page.at(-1) ?? '') {
      page = await pageOfDigests(database.read, after, PAGE)
      for (const digest of page) building.add(digest)
      if (page.length < PAGE) break
      // Others have their turn between two pages.
      await new Promise((resolve) => setImmediate(resolve))
    }
    if (started !== generation) return
    for (const digest of added) building.add(digest)
    filter = building
    isComplete = true
  }

  return {
    mayHave(digest: string): boolean {
      if (!isComplete) load()
      return !isComplete || !isTrusted() || filter.mayHave(digest)
    },

    /** Whether nothing was ever imported. */
    isEmpty(): boolean {
      if (!isComplete) load()
      return isComplete && isTrusted() && filter.size() === 0
    },

    add(digest: string): void {
      filter.add(digest)
      meanwhile?.push(digest)
      if (filter.isFull()) isComplete = false
    },

    forget(): void {
      isComplete = false
      generation += 1
      load()
    },

    load,

    /** Before the database is closed. */
    stop(): void {
      isStopped = true
    },

    isTrusted,

    /** Until when imports at other gateways are known to arrive, by the wall clock and by `performance.now()`. */
    trustUntil(ms: number, monotonicMs = Number.POSITIVE_INFINITY): void {
      trustedUntil = ms
      trustedUntilMonotonic = monotonicMs
    },
  }
}
