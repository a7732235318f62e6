import { type CredentialAccess, tagsOf } from './principal.ts'

/** How long an access may be used without asking the database again. */
const LIFE_MS = 60_000
/** How many evictions are remembered for fills under way; a fill that began before them is not cached. */
const REMEMBERED_EVICTIONS = 1000

type Entry = { access: CredentialAccess; tags: string[]; freshUntil: number }

export type CredentialCache = ReturnType<typeof createCredentialCache>

/**
 * Maps the hash of a credential to the access it gives, so that a credential that was seen before costs neither SQL nor
 * a signature check. Bounded; an entry lives at most a minute and never longer than its credential; every change that
 * revokes an access evicts it at once (invalidation.ts).
 *
 * With several processes the cache may be trusted only while evictions from the others certainly arrive: `trustUntil`
 * says until when that is known.
 */
export function createCredentialCache(capacity = 20_000) {
  const entries = new Map<string, Entry>()
  const hashesByTag = new Map<string, Set<string>>()
  /** Until when each cached access may be used. */
  let freshUntil = new WeakMap<CredentialAccess, number>()
  const evictions: string[] = []
  let evictionCount = 0
  let trustedUntil = Number.POSITIVE_INFINITY
  let trustedUntilMonotonic = Number.POSITIVE_INFINITY

  function remove(hash: string, entry: Entry): void {
    entries.delete(hash)
    freshUntil.delete(entry.access)
    for (const tag of entry.tags) {
      const hashes = hashesByTag.get(tag)
      hashes?.delete(hash)
      if (hashes?.size === 0) hashesByTag.delete(tag)
    }
  }

  /** By both clocks: the wall clock may be set back, and the monotonic clock stands still while the computer sleeps. */
  function isTrusted(now: number): boolean {
    return (
      now < trustedUntil &&
      (trustedUntilMonotonic === Number.POSITIVE_INFINITY || performance.now() < trustedUntilMonotonic)
    )
  }

  function evictedSince(count: number, tags: string[]): boolean {
    const missed = evictionCount - count
    if (missed === 0) return false
    return missed > evictions.length || evictions.slice(-missed).some((tag) => tags.includes(tag))
  }

  return {
    /** The access of a credential, if it is cached and fresh, and the cache is trusted at `now`. */
    get(hash: string, now: number): CredentialAccess | undefined {
      if (!isTrusted(now)) return undefined
      const entry = entries.get(hash)
      return entry && now < entry.freshUntil ? entry.access : undefined
    },

    /** Whether `get` would return this access again at `now`. */
    holds: (access: CredentialAccess, now: number): boolean => isTrusted(now) && now < (freshUntil.get(access) ?? 0),

    /** To be called before the SELECT of a fill; the value is passed to `set`. */
    beginFill: (): number => evictionCount,

    /** Caches an access unless it was evicted since the fill began. */
    set(hash: string, access: CredentialAccess, fill: number, now: number): void {
      const tags = tagsOf(access.principal)
      if (!isTrusted(now) || evictedSince(fill, tags)) return
      const known = entries.get(hash)
      if (known) remove(hash, known)
      const oldest = entries.entries().next().value
      if (entries.size >= capacity && oldest) remove(...oldest)
      const until = Math.min(now + LIFE_MS, access.principal.expiresAt)
      entries.set(hash, { access, tags, freshUntil: until })
      freshUntil.set(access, until)
      for (const tag of tags) {
        const hashes = hashesByTag.get(tag)
        if (hashes) hashes.add(hash)
        else hashesByTag.set(tag, new Set([hash]))
      }
    },

    /** Removes every access with the tag: that of a credential, a member (`account/user`), a user or an account. */
    evict(tag: string): void {
      evictionCount += 1
      evictions.push(tag)
      if (evictions.length > REMEMBERED_EVICTIONS) evictions.shift()
      for (const hash of hashesByTag.get(tag) ?? []) {
        const entry = entries.get(hash)
        if (entry) remove(hash, entry)
      }
    },

    /** Removes everything, fills under way included: evictions may have been missed. */
    clear(): void {
      entries.clear()
      freshUntil = new WeakMap()
      hashesByTag.clear()
      evictions.length = 0
      evictionCount += 1
    },

    /**
     * Until when evictions from other processes are known to arrive: in milliseconds since the epoch (0 for not at
     * all), and the same moment by `performance.now()`.
     */
    trustUntil(ms: number, monotonicMs = Number.POSITIVE_INFINITY): void {
      trustedUntil = ms
      trustedUntilMonotonic = monotonicMs
    },

    size: (): number => entries.size,
  }
}
