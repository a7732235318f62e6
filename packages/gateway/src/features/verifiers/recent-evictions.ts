import { EVERYTHING } from '../../access/revocation/messages.ts'

/** How many evicted tags each of two generations remembers: the older one is dropped as a whole. */
const REMEMBERED = 10_000

/** What was evicted at this gateway of late, for look-ups that began before it. */
export type RecentEvictions = {
  note(tags: readonly string[]): void
  /** To be called before a look-up begins; the value is passed to `since`. */
  now(): number
  /** Whether one of these tags was evicted since then, or may have been. */
  since(count: number, tags: readonly string[]): boolean
}

/** Numbers all evictions, and remembers the last number of each tag, as the cache does (packages/verifier/src/tagged-cache.ts). */
export function createRecentEvictions(remembered = REMEMBERED): RecentEvictions {
  let count = 0
  let evicted = new Map<string, number>()
  let evictedEarlier = new Map<string, number>()
  let generationBegan = 1
  /** Up to this number, evictions are forgotten: what began before it counts as evicted. */
  let forgottenUpTo = 0

  function noteOne(tag: string): void {
    count += 1
    if (tag === EVERYTHING) forgottenUpTo = count
    if (evicted.size >= remembered) {
      forgottenUpTo = Math.max(forgottenUpTo, generationBegan - 1)
      generationBegan = count
      evictedEarlier = evicted
      evicted = new Map()
    }
    evicted.set(tag, count)
  }

  return {
    note: (tags) => tags.forEach(noteOne),
    now: () => count,
    since: (then, tags) =>
      then < forgottenUpTo || tags.some((tag) => (evicted.get(tag) ?? evictedEarlier.get(tag) ?? 0) > then),
  }
}
