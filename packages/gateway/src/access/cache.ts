import { type CredentialAccess, tagsOf } from './principal.ts'

/** How long an access may be honoured without asking the database again. */
const LIFE_MS = 60_000
/** Evictions that are remembered for fills under way; a fill that outlives them is not cached. */
const REMEMBERED_EVICTIONS = 1000

type Entry = { access: CredentialAccess; tags: string[]; freshUntil: number }

export type CredentialCache = ReturnType<typeof createCredentialCache>

/**
 * From a credential's hash to the access it gives, so that honouring a credential that was seen before costs neither
 * SQL nor a signature check. Bounded; an entry lives a minute at most and never longer than its credential; whatever
 * takes an access away evicts it at once (invalidation.ts).
 *
 * With several processes the cache may be believed only while evictions of the others certainly arrive:
 * `trustUntil` says how long that is known.
 */
export function createCredentialCache(capacity = 20_000) {
  const entries = new Map<string, Entry>()
  const hashesByTag = new Map<string, Set<string>>()
  /** Until when each access that is cached may be honoured. */
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

  /** By both clocks: the wall clock may be set back, the monotonic one stands still while the machine sleeps. */
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
    /** The access of a credential, if it is known, fresh, and the cache is to be trusted at `now`. */
    get(hash: string, now: number): CredentialAccess | undefined {
      if (!isTrusted(now)) return undefined
      const entry = entries.get(hash)
      return entry && now < entry.freshUntil ? entry.access : undefined
    },

    /** Whether an access that `get` gave would be given again at `now`. */
    holds: (access: CredentialAccess, now: number): boolean => isTrusted(now) && now < (freshUntil.get(access) ?? 0),

    /** To be called before the SELECT of a fill; its value goes to `set`. */
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

    /** Forgets every access that `tag` names: a credential, a member (`account/user`), a user or an account. */
    evict(tag: string): void {
      evictionCount += 1
      evictions.push(tag)
      if (evictions.length > REMEMBERED_EVICTIONS) evictions.shift()
      for (const hash of hashesByTag.get(tag) ?? []) {
        const entry = entries.get(hash)
        if (entry) remove(hash, entry)
      }
    },

    /** Forgets everything, fills under way included: evictions may have been missed. */
    clear(): void {
      entries.clear()
      freshUntil = new WeakMap()
      hashesByTag.clear()
      evictions.length = 0
      evictionCount += 1
    },

    /**
     * Until when evictions of other processes are known to arrive: milliseconds since the epoch, 0 for not at all, and
     * the same moment as `performance.now()` tells it.
     */
    trustUntil(ms: number, monotonicMs = Number.POSITIVE_INFINITY): void {
      trustedUntil = ms
      trustedUntilMonotonic = monotonicMs
    },

    size: (): number => entries.size,
  }
}
