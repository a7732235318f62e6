import { type CacheBounds, createTaggedCache, type TaggedCache } from '@quiva/verifier/tagged-cache'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCredentialCache } from './cache.ts'
import type { CredentialAccess } from './principal.ts'
import type { PublicAccount } from './public-account.ts'

const NOW = 1_000_000

type Value = { id: string; tags: readonly string[]; bytes?: number; expiresAt?: number }

/** The same numbers from 0 to 1 in each run (Park and Miller). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

function newCache(bounds: Partial<CacheBounds> = {}, monotonic = () => 0): TaggedCache<Value> {
  return createTaggedCache<Value>(
    {
      tagsOf: ({ tags }) => tags,
      expiresAtOf: ({ expiresAt = Number.POSITIVE_INFINITY }) => expiresAt,
      bytesOf: ({ bytes = 1 }) => bytes,
    },
    { maxBytes: Number.POSITIVE_INFINITY, lifeMs: 60_000, ...bounds },
    { monotonic, random: seeded(7) },
  )
}

/** Uses the hashes in turn as requests do: a value that is not cached is filled. Returns the share of hits. */
function useInTurn(cache: TaggedCache<Value>, hashes: Iterable<string>): number {
  let [uses, hits] = [0, 0]
  for (const hash of hashes) {
    uses += 1
    if (cache.get(hash, NOW)) hits += 1
    else cache.set(hash, { id: hash, tags: [hash] }, cache.beginFill(), NOW)
  }
  return hits / uses
}

function* loop(count: number, rounds: number): Generator<string> {
  for (let use = 0; use < count * rounds; use += 1) yield `h${use % count}`
}

describe('a full cache', () => {
  it('never takes more memory than it may, and is used up to what it may', () => {
    const cache = newCache({ maxBytes: 1000 })
    const random = seeded(3)
    let most = 0
    for (let n = 0; n < 5000; n += 1) {
      const bytes = 1 + Math.floor(random() * 100)
      cache.set(`h${n}`, { id: `v${n}`, tags: [], bytes }, cache.beginFill(), NOW)
      most = Math.max(most, cache.bytes())
    }
    expect(most).toBeLessThanOrEqual(1000)
    expect(cache.bytes()).toBeGreaterThan(900)
  })

  it('does not keep what alone is larger than it may be, and still works then', () => {
    const cache = newCache({ maxBytes: 100 })
    cache.set('large', { id: 'large', tags: [], bytes: 101 }, cache.beginFill(), NOW)
    expect([cache.get('large', NOW), cache.size(), cache.bytes()]).toEqual([undefined, 0, 0])
    cache.set('fits', { id: 'fits', tags: [], bytes: 100 }, cache.beginFill(), NOW)
    expect(cache.get('fits', NOW)?.id).toBe('fits')
  })

  // With first in, first out, or the longest unused first, each of these looks would be a miss.
  it('still serves most looks where a quarter more is used in turn than fits', () => {
    const cache = newCache({ maxEntries: 2000 })
    useInTurn(cache, loop(2500, 20))
    expect(useInTurn(cache, loop(2500, 10))).toBeGreaterThan(0.55)
  })

  // Attack: somebody sends thousands of keys of their own once each, so that other people's keys drop out.
  it('keeps what is in use, however many others are used once', () => {
    const cache = newCache({ maxEntries: 1000 })
    function* hotAmongStrangers() {
      for (let n = 0; n < 200_000; n += 1) yield n % 2 === 0 ? `hot${(n / 2) % 500}` : `stranger${n}`
    }
    useInTurn(cache, hotAmongStrangers())
    const hot = Array.from({ length: 500 }, (_, n) => `hot${n}`)
    expect(useInTurn(cache, hot)).toBeGreaterThan(0.7)
  })

  it('prefers to lose entries whose life is over', () => {
    const cache = newCache({ maxEntries: 100 })
    for (let n = 0; n < 100; n += 1) {
      const expiresAt = n < 50 ? NOW + 1 : NOW + 1000
      cache.set(`h${n}`, { id: `v${n}`, tags: [], expiresAt }, cache.beginFill(), NOW)
      for (let use = 0; use < 3; use += 1) cache.get(`h${n}`, NOW)
    }
    for (let n = 100; n < 140; n += 1) {
      cache.set(`h${n}`, { id: `v${n}`, tags: [] }, cache.beginFill(), NOW + 2)
      for (let use = 0; use < 3; use += 1) cache.get(`h${n}`, NOW + 2)
    }
    const left = Array.from({ length: 90 }, (_, n) => cache.get(`h${n + 50}`, NOW + 2)).filter(Boolean)
    // Chosen by chance, 64 would be left.
    expect(left.length).toBeGreaterThan(70)
  })
})

describe('an eviction', () => {
  it('ends the use of a hundred thousand values at once, as fast as that of one', () => {
    const cache = newCache()
    for (let n = 0; n < 100_000; n += 1) cache.set(`h${n}`, { id: `v${n}`, tags: ['all'] }, cache.beginFill(), NOW)
    const startedAt = performance.now()
    cache.evict('all')
    const tookMs = performance.now() - startedAt
    for (let n = 0; n < 100_000; n += 997) expect(cache.get(`h${n}`, NOW)).toBeUndefined()
    expect(tookMs).toBeLessThan(5)
  })

  it('is not forgotten: a value that nobody used meanwhile is out of date when it is', () => {
    const cache = newCache({ rememberedEvictions: 10 })
    for (const id of ['used', 'unused', 'revoked']) cache.set(id, { id, tags: [id, 'x'] }, cache.beginFill(), NOW)
    const fill = cache.beginFill()
    cache.evict('revoked')
    for (let n = 0; n < 100; n += 1) {
      cache.evict(`other-${n}`)
      expect(cache.get('used', NOW)?.id).toBe('used')
    }
    expect(cache.get('revoked', NOW)).toBeUndefined()
    expect(cache.get('unused', NOW)).toBeUndefined()
    cache.set('unused', { id: 'unused', tags: ['unused'] }, fill, NOW)
    expect(cache.get('unused', NOW)).toBeUndefined()
  })

  it('takes bounded memory, however many come', () => {
    const cache = newCache({ rememberedEvictions: 10 })
    const fill = cache.beginFill()
    for (let n = 0; n < 1_000_000; n += 1) cache.evict(`t${n}`)
    cache.set('h', { id: 'v', tags: ['t0'] }, fill, NOW)
    expect(cache.get('h', NOW)).toBeUndefined()
  })
})

/** Keeps everything for ever, and decides by what the words mean: slow, and easy to believe. */
function createNaiveCache(lifeMs: number) {
  const filled: { hash: string; value: Value; began: number; at: number }[] = []
  const evictions: { step: number; tag: string | undefined }[] = []
  let step = 0
  let trustedUntil = Number.POSITIVE_INFINITY
  const isCurrent = (value: Value, began: number) =>
    !evictions.some(({ step: at, tag }) => at > began && (tag === undefined || value.tags.includes(tag)))
  return {
    begin: () => step,
    set(hash: string, value: Value, began: number, now: number) {
      if (now < trustedUntil && isCurrent(value, began)) filled.push({ hash, value, began, at: now })
    },
    evict(tag?: string) {
      step += 1
      evictions.push({ step, tag })
    },
    trustUntil(ms: number) {
      trustedUntil = ms
    },
    /** Whether each fill of the hash, the newest first, may be used now. */
    fills: (hash: string, now: number) =>
      filled
        .filter((fill) => fill.hash === hash)
        .map(({ value, began, at }) => {
          const isFresh = now < Math.min(trustedUntil, at + lifeMs, value.expiresAt ?? Number.POSITIVE_INFINITY)
          return { value, mayBeUsed: isFresh && isCurrent(value, began) }
        })
        .reverse(),
  }
}

const tag = fc.integer({ min: 0, max: 7 }).map((n) => `t${n}`)
const hash = fc.integer({ min: 0, max: 5 }).map((n) => `hash-${n}`)
const happening = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('begin' as const), hash, tags: fc.array(tag, { maxLength: 5 }) }),
  },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('end' as const), nth: fc.nat(4), expiresIn: fc.nat(9000) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('get' as const), hash }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('evict' as const), tag }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('clear' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('trust' as const), forMs: fc.integer({ min: -1, max: 5000 }) }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('wait' as const), ms: fc.nat(3000) }) },
)

describe('beside a naive cache that forgets nothing', () => {
  it.each([
    { bounds: {}, same: true },
    { bounds: { rememberedEvictions: 2 }, same: false },
    { bounds: { maxEntries: 2 }, same: false },
    { bounds: { maxBytes: 3, rememberedEvictions: 1 }, same: false },
  ])('never gives what that would not ($bounds; everything that it would: $same)', ({ bounds, same }) => {
    const lifeMs = 6000
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 80, size: 'max' }), (history) => {
        const cache = newCache({ lifeMs, ...bounds })
        const naive = createNaiveCache(lifeMs)
        const fills: { hash: string; tags: string[]; fill: number; began: number }[] = []
        let now = NOW
        let fillCount = 0
        for (const event of history) {
          if (event.does === 'begin') {
            fills.push({ hash: event.hash, tags: event.tags, fill: cache.beginFill(), began: naive.begin() })
          } else if (event.does === 'end') {
            const [ended] = fills.splice(event.nth, 1)
            if (!ended) continue
            fillCount += 1
            const value = { id: `fill ${fillCount}`, tags: ended.tags, expiresAt: now + event.expiresIn }
            cache.set(ended.hash, value, ended.fill, now)
            naive.set(ended.hash, value, ended.began, now)
          } else if (event.does === 'evict') {
            cache.evict(event.tag)
            naive.evict(event.tag)
          } else if (event.does === 'clear') {
            cache.clear()
            naive.evict()
          } else if (event.does === 'trust') {
            cache.trustUntil(now + event.forMs)
            naive.trustUntil(now + event.forMs)
          } else if (event.does === 'wait') {
            now += event.ms
          } else {
            const given = cache.get(event.hash, now)
            const fills = naive.fills(event.hash, now)
            if (given !== undefined) expect(fills).toContainEqual({ value: given, mayBeUsed: true })
            if (same) expect(given).toBe(fills[0]?.mayBeUsed ? fills[0].value : undefined)
          }
          expect(cache.size()).toBeLessThanOrEqual(bounds.maxEntries ?? bounds.maxBytes ?? 6)
        }
      }),
      { numRuns: 1500 },
    )
  })
})

describe('what several credentials have in common', () => {
  const accountOf = (id: string, changed = '') =>
    ({ id, name: `name of ${id}`, display_name: `Shown ${changed}`, root_email: 'r@example.com' }) as PublicAccount
  const accessTo = (account: PublicAccount, credentialId: string): CredentialAccess => ({
    principal: {
      kind: 'key',
      userId: 'u',
      isServiceAccount: false,
      email: 'x@example.com',
      accountId: account.id,
      role: 'developer',
      credentialId,
      apiKeyId: credentialId,
      expiresAt: Number.POSITIVE_INFINITY,
      limits: null,
      keyDescription: { environment: 'live', metadata: null, tags: null },
    },
    account,
  })

  it('is held once, and counted once, as long as it is the same', () => {
    const cache = createCredentialCache({ monotonic: () => 0, random: seeded(1) })
    const fill = (hash: string, account: PublicAccount) => {
      cache.set(hash, accessTo(account, hash), cache.beginFill(), NOW)
      return cache.get(hash, NOW)
    }
    const one = fill('h1', accountOf('a'))
    const alone = cache.bytes()
    const two = fill('h2', accountOf('a'))
    expect(two?.account).toBe(one?.account)
    expect(two?.principal.keyDescription).toBe(one?.principal.keyDescription)
    const second = cache.bytes() - alone
    const changed = fill('h3', accountOf('a', 'anew'))
    expect(changed?.account).toEqual(accountOf('a', 'anew'))
    expect(one?.account).toEqual(accountOf('a'))
    const other = fill('h4', accountOf('b'))
    expect(other?.account).toEqual(accountOf('b'))
    expect(second).toBeLessThan(alone)
    expect(cache.bytes()).toBeGreaterThan(alone + 3 * second)
  })

  it('is counted to nothing when the last credential with it is gone, in whatever order they go', () => {
    const step = fc.record({ n: fc.nat(20), account: fc.nat(3), changed: fc.nat(1), evict: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
        const cache = createCredentialCache({ maxEntries: 8, monotonic: () => 0, random: seeded(1) })
        for (const { n, account, changed, evict } of steps) {
          if (evict) cache.evict(`h${n}`)
          else cache.set(`h${n}`, accessTo(accountOf(`a${account}`, `${changed}`), `h${n}`), cache.beginFill(), NOW)
          for (let look = 0; look <= 20; look += 1) {
            const found = cache.get(`h${look}`, NOW)
            if (found) expect(found.principal.accountId).toBe(found.account.id)
          }
        }
        for (let n = 0; n <= 20; n += 1) {
          cache.evict(`h${n}`)
          cache.get(`h${n}`, NOW)
        }
        expect([cache.size(), cache.bytes()]).toEqual([0, 0])
      }),
      { numRuns: 300 },
    )
  })
})
