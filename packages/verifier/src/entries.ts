import type { Access } from './access.ts'
import { isWithin, type Moment } from './lease.ts'
import { createTaggedCache } from './tagged-cache.ts'
import type { Time } from './time.ts'
import type { Sum } from './uses.ts'
import type { Verdict } from './verdict.ts'

/** What is remembered of a credential. */
export type Entry = {
  access: Access
  /** What takes it back: numbers of the connection, and its budgets. */
  tags: readonly string[]
  /** When it was asked for. */
  since: Moment
  /** The verdict where nothing is counted, made once. */
  plain: Verdict | undefined
  /** Where its uses were counted last, so that it need not be searched for each of them. */
  counted: Sum | undefined
  /** A gateway said that the credential is not valid. */
  gone: boolean
}

/** What was learnt on one connection, by the hash of the credential. */
export function createEntries(time: Time, random: () => number, most: number) {
  const cache = createTaggedCache<Entry>(
    { tagsOf: ({ tags }) => tags, expiresAtOf: () => Number.POSITIVE_INFINITY, bytesOf: () => 1 },
    { maxBytes: most, lifeMs: Number.POSITIVE_INFINITY },
    { monotonic: time.monotonic, random },
  )
  return {
    size: cache.size,
    clear: cache.clear,

    /** What is remembered of a credential and fresh. */
    find(hash: string, now: Moment): Entry | undefined {
      const entry = cache.get(hash, now.wall)
      return entry && !entry.gone && isWithin(entry.access.freshMs, entry.since, now) ? entry : undefined
    },

    forget(hash: string): void {
      const entry = cache.get(hash, time.wall())
      if (entry) entry.gone = true
    },

    /** Remembers what came as an answer just now. */
    remember(hash: string, access: Access, since: Moment): Entry {
      const tags = [...access.tags, ...access.budgets.map(({ number }) => budgetTag(number))]
      const entry = { access, tags, since, plain: undefined, counted: undefined, gone: false }
      if (access.freshMs > 0) cache.set(hash, entry, cache.beginFill(), time.wall())
      return entry
    },

    evict(tags: readonly string[] | 'all'): void {
      if (tags === 'all') cache.clear()
      else for (const tag of tags) cache.evict(tag)
    },

    /** The gateway does not know the number of the budget any more. */
    evictBudget: (budget: number): void => cache.evict(budgetTag(budget)),
  }
}

const budgetTag = (budget: number) => `budget ${budget}`
