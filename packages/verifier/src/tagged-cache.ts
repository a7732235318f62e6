/** How many evicted tags each of two generations remembers, unless the bounds say otherwise. */
const REMEMBERED_EVICTIONS = 10_000
/** How many entries are compared when one of them has to go, and with how many hits an entry is credited at most. */
const SAMPLE = 8
const MOST_CREDIT = 3
/** One map of a million entries would be copied in one piece each time that it grows: everybody would wait for that. */
const SHARDS = 256

/** What the cache has to know about the values that it holds. */
export type Holding<Value> = {
  /** Whatever can make the value out of date; an eviction names one of them. */
  tagsOf(value: Value): readonly string[]
  /** When the value ends, in milliseconds since the epoch. */
  expiresAtOf(value: Value): number
  /** How much memory its entry takes, in bytes, without what it shares with others. */
  bytesOf(value: Value): number
  /** What several values have in common, held once. */
  shared?: {
    /** Called before the value is held: replaces parts of it by equal parts of values that are held already. */
    keep(value: Value): void
    /** The value is no longer held. */
    release(value: Value): void
    /** No value is held any more. */
    clear(): void
    /** How much memory the common parts take. */
    bytes(): number
  }
}

export type CacheBounds = {
  maxBytes: number
  maxEntries?: number
  /** For how long a value may be used, in milliseconds. */
  lifeMs: number
  /** Of how many tags it is known that they were evicted; an entry that nobody used for longer has to be filled again. */
  rememberedEvictions?: number
}

/** The clock that nobody can set, and chance; a simulation has its own. */
export type Surroundings = { monotonic(): number; random(): number }

type Entry<Value> = {
  hash: string
  value: Value
  bytes: number
  freshUntil: number
  /** The number of evictions up to which it is known that none names the value. */
  checked: number
  credit: number
  slot: number
}

export type TaggedCache<Value> = ReturnType<typeof createTaggedCache<Value>>

/**
 * Maps hashes to values, and forgets values by their tags. One rule decides whether a value may be used: none of its
 * tags was evicted since its fill began. Evictions are numbered. A fill and an entry carry a number up to which they
 * are known to be untouched; if it is the newest number, a hit compares nothing else. So an eviction costs the same for
 * one value and for a million, and no value pays for an index.
 *
 * When memory is full, the entry with the fewest recent hits in a random sample goes. What is in use stays, also if
 * slightly more is used in turn than fits, where the order of use would always choose the entry that is needed next.
 *
 * With several processes the cache may be trusted only while evictions from the others certainly arrive: `trustUntil`
 * says until when that is known.
 */
export function createTaggedCache<Value>(holding: Holding<Value>, bounds: CacheBounds, around: Surroundings) {
  const { maxBytes, maxEntries = Number.POSITIVE_INFINITY, lifeMs, rememberedEvictions = REMEMBERED_EVICTIONS } = bounds
  const { tagsOf, shared } = holding
  let shards = newShards<Value>()
  /** All entries in no order, without gaps: a random index finds a random entry. */
  let slots: Entry<Value>[] = []
  let ownBytes = 0

  let evictionCount = 0
  /** The last number of each tag that was evicted, in two generations: the older one is dropped as a whole. */
  let evicted = new Map<string, number>()
  let evictedEarlier = new Map<string, number>()
  let generationBegan = 1
  /** Up to this number, evictions are forgotten: what was last checked before it counts as evicted. */
  let forgottenUpTo = 0

  let trustedUntil = Number.POSITIVE_INFINITY
  let trustedUntilMonotonic = Number.POSITIVE_INFINITY

  /** By both clocks: the wall clock may be set back, and the monotonic clock stands still while the computer sleeps. */
  function isTrusted(now: number): boolean {
    return (
      now < trustedUntil &&
      (trustedUntilMonotonic === Number.POSITIVE_INFINITY || around.monotonic() < trustedUntilMonotonic)
    )
  }

  function isUntouchedSince(count: number, value: Value): boolean {
    if (count === evictionCount) return true
    if (count < forgottenUpTo) return false
    for (const tag of tagsOf(value)) {
      if ((evicted.get(tag) ?? evictedEarlier.get(tag) ?? 0) > count) return false
    }
    return true
  }

  function shardOf(hash: string): Map<string, Entry<Value>> {
    return shards[((hash.charCodeAt(0) << 2) ^ hash.charCodeAt(1)) & (SHARDS - 1)] ?? new Map()
  }

  function remove(entry: Entry<Value>): void {
    shardOf(entry.hash).delete(entry.hash)
    const last = slots.pop()
    if (last && last !== entry) {
      slots[entry.slot] = last
      last.slot = entry.slot
    }
    ownBytes -= entry.bytes
    shared?.release(entry.value)
  }

  function removeLeastUsed(now: number): void {
    let least: Entry<Value> | undefined
    for (let look = 0; look < SAMPLE; look += 1) {
      const entry = slots[Math.floor(around.random() * slots.length)]
      if (!entry) break
      if (least && entry.credit >= least.credit) {
        if (entry !== least) entry.credit -= 1
      } else {
        if (least) least.credit -= 1
        least = entry
      }
      if (least.credit === 0 || least.freshUntil <= now) break
    }
    if (least) remove(least)
  }

  const bytes = () => ownBytes + (shared?.bytes() ?? 0)
  const hasRoom = (more: number) => bytes() + more <= maxBytes && slots.length < maxEntries

  return {
    /** The value of a hash, if it is cached and fresh, and the cache is trusted at `now`. */
    get(hash: string, now: number): Value | undefined {
      if (!isTrusted(now)) return undefined
      const entry = shardOf(hash).get(hash)
      if (entry === undefined) return undefined
      // An entry whose life is over stays for the fill that follows, with its credit.
      if (now >= entry.freshUntil) return undefined
      if (!isUntouchedSince(entry.checked, entry.value)) {
        remove(entry)
        return undefined
      }
      entry.checked = evictionCount
      if (entry.credit < MOST_CREDIT) entry.credit += 1
      return entry.value
    },

    /** To be called before a fill asks for the value; the number is passed to `set`. */
    beginFill: (): number => evictionCount,

    /** Caches a value unless it was evicted since the fill began. */
    set(hash: string, value: Value, fill: number, now: number): void {
      if (!isTrusted(now) || !isUntouchedSince(fill, value)) return
      const shard = shardOf(hash)
      const known = shard.get(hash)
      if (known) remove(known)
      const own = holding.bytesOf(value)
      shared?.keep(value)
      while (slots.length > 0 && !hasRoom(own)) removeLeastUsed(now)
      if (!hasRoom(own)) {
        shared?.release(value)
        return
      }
      const entry = {
        hash,
        value,
        bytes: own,
        freshUntil: Math.min(now + lifeMs, holding.expiresAtOf(value)),
        checked: evictionCount,
        credit: known?.credit ?? 0,
        slot: slots.length,
      }
      slots.push(entry)
      shard.set(hash, entry)
      ownBytes += own
    },

    /** Ends the use of every value with the tag, at once. */
    evict(tag: string): void {
      evictionCount += 1
      if (evicted.size >= rememberedEvictions) {
        forgottenUpTo = generationBegan - 1
        generationBegan = evictionCount
        evictedEarlier = evicted
        evicted = new Map()
      }
      evicted.set(tag, evictionCount)
    },

    /** Removes everything, fills under way included: evictions may have been missed. */
    clear(): void {
      shared?.clear()
      shards = newShards()
      slots = []
      ownBytes = 0
      evictionCount += 1
      evicted = new Map()
      evictedEarlier = new Map()
      forgottenUpTo = evictionCount
      generationBegan = evictionCount + 1
    },

    /**
     * Until when evictions from other processes are known to arrive: in milliseconds since the epoch (0 for not at
     * all), and the same moment by the monotonic clock.
     */
    trustUntil(ms: number, monotonicMs = Number.POSITIVE_INFINITY): void {
      trustedUntil = ms
      trustedUntilMonotonic = monotonicMs
    },

    /** How many entries are in memory; those that may not be used any more are removed when they are next looked at. */
    size: (): number => slots.length,

    bytes,
  }
}

function newShards<Value>(): Map<string, Entry<Value>>[] {
  return Array.from({ length: SHARDS }, () => new Map())
}
