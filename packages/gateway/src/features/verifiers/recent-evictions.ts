import { EVERYTHING } from '../../access/revocation/messages.ts'

/** How many tags are remembered for look-ups under way; one that began before them looks up again. */
const REMEMBERED = 1000

/** What was evicted at this gateway of late, for look-ups that began before it. */
export type RecentEvictions = {
  note(tags: readonly string[]): void
  /** To be called before a look-up begins; the value is passed to `since`. */
  now(): number
  /** Whether one of these tags was evicted since then, or may have been. */
  since(count: number, tags: readonly string[]): boolean
}

export function createRecentEvictions(): RecentEvictions {
  let recent: string[] = []
  let count = 0
  return {
    note(tags) {
      count += tags.length
      recent.push(...tags.slice(-REMEMBERED))
      if (recent.length > 2 * REMEMBERED) recent = recent.slice(-REMEMBERED)
    },
    now: () => count,
    since(then, tags) {
      const missed = count - then
      if (missed === 0) return false
      return missed > recent.length || recent.slice(-missed).some((tag) => tag === EVERYTHING || tags.includes(tag))
    },
  }
}
