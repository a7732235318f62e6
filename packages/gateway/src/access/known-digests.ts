import type { Log } from '../platform/log.ts'
import { createDigestFilter } from './digest-filter.ts'

const PAGE = 5000
/** After a failure; meanwhile every look-up asks the database. */
const RETRY_MS = 5000

/** What is in the database, in pages and in its order. */
type Source = {
  count(): Promise<number>
  page(after: string, limit: number): Promise<string[]>
  /** SHA-256 of one of them, base64url. */
  digestOf(one: string): string
  /** What a failure means, for the log. */
  ifUnread: string
}

/**
 * Which digests are certainly not in the database, so that junk costs no look-up, in whatever amount it comes. They are
 * read from the database first; until that is done, and whenever additions at other gateways may have been missed,
 * everything may be there.
 */
export function createKnownDigests({ count, page: readPage, digestOf, ifUnread }: Source, log: Log) {
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
        log.warn({ err: error }, ifUnread)
      })
      .finally(() => {
        meanwhile = undefined
      })
  }

  async function read(added: readonly string[]): Promise<void> {
    const started = generation
    // Twice as many as there are, so that it need not be read again soon.
    const building = createDigestFilter(2 * (await count()))
    for (let after = '', page: string[] = []; ; after = page.at(-1) ?? '') {
      page = await readPage(after, PAGE)
      for (const one of page) building.add(digestOf(one))
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

    /** Whether nothing is there. */
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

    /** Until when additions at other gateways are known to arrive, by the wall clock and by `performance.now()`. */
    trustUntil(ms: number, monotonicMs = Number.POSITIVE_INFINITY): void {
      trustedUntil = ms
      trustedUntilMonotonic = monotonicMs
    },
  }
}
