import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCredentialCache } from './cache.ts'
import type { CredentialAccess } from './principal.ts'
import type { PublicAccount } from './public-account.ts'

const NOW = 1_000_000
const LIFE = 60_000

type Given = { user?: string; account?: string; credential?: string; key?: string; expiresAt?: number }

function access(given: Given = {}): CredentialAccess {
  const { user = 'u', account = 'a', credential = 'key_1', key = credential, expiresAt = 1e12 } = given
  const principal = {
    kind: 'key' as const,
    userId: user,
    isServiceAccount: false,
    email: 'x@example.com',
    accountId: account,
    role: 'developer' as const,
    credentialId: credential,
    apiKeyId: key,
    expiresAt,
    limits: null,
    keyDescription: null,
  }
  return { principal, account: {} as PublicAccount }
}

function filled(...accesses: [hash: string, access: CredentialAccess][]) {
  const cache = createCredentialCache()
  for (const [hash, one] of accesses) cache.set(hash, one, cache.beginFill(), NOW)
  return cache
}

describe('the credential cache', () => {
  it('gives an access for a minute', () => {
    const one = access()
    const cache = filled(['h', one])
    expect(cache.get('h', NOW + LIFE - 1)).toBe(one)
    expect(cache.get('h', NOW + LIFE)).toBeUndefined()
    expect(cache.get('other', NOW)).toBeUndefined()
  })

  it('gives an access up to the very millisecond of its expiry', () => {
    const cache = filled(['h', access({ expiresAt: NOW + 1000 })])
    expect(cache.get('h', NOW + 999)).toBeDefined()
    expect(cache.get('h', NOW + 1000)).toBeUndefined()
  })

  it.each(['key_1', 'key_parent', 'u', 'a', 'a/u'])('forgets an access when %s is evicted, and only then', (tag) => {
    const cache = filled(['h', access({ key: 'key_parent' })])
    for (const other of ['key_2', 'v', 'b', 'a/v', 'b/u', 'u/a', '']) cache.evict(other)
    expect(cache.get('h', NOW)).toBeDefined()
    cache.evict(tag)
    expect(cache.get('h', NOW)).toBeUndefined()
    expect(cache.size()).toBe(0)
  })

  // A SELECT that began before the deletion sees the key alive and would bring it back for a minute.
  it('does not keep what a fill brings that began before the eviction', () => {
    const cache = createCredentialCache()
    const fill = cache.beginFill()
    cache.evict('key_1')
    cache.set('h', access(), fill, NOW)
    expect(cache.get('h', NOW)).toBeUndefined()
    cache.set('h', access(), cache.beginFill(), NOW)
    expect(cache.get('h', NOW)).toBeDefined()
  })

  it('does not keep what a fill brings that outlived more evictions than are remembered', () => {
    const cache = createCredentialCache()
    const fill = cache.beginFill()
    cache.evict('key_1')
    for (let n = 0; n < 1000; n += 1) cache.evict(`other-${n}`)
    cache.set('h', access(), fill, NOW)
    expect(cache.get('h', NOW)).toBeUndefined()
  })

  it('does not keep what a fill brings that began before everything was forgotten', () => {
    const cache = createCredentialCache()
    cache.evict('unrelated')
    const fill = cache.beginFill()
    cache.clear()
    cache.set('h', access(), fill, NOW)
    expect(cache.get('h', NOW)).toBeUndefined()
  })

  it('is not believed, and keeps nothing, past the moment until which evictions are known to arrive', () => {
    const cache = filled(['h', access()])
    cache.trustUntil(NOW + 2000, performance.now() + 60_000)
    expect(cache.get('h', NOW + 1999)).toBeDefined()
    expect(cache.get('h', NOW + 2000)).toBeUndefined()
    cache.set('late', access(), cache.beginFill(), NOW + 2000)
    cache.trustUntil(NOW + 9000, performance.now() + 60_000)
    expect(cache.get('late', NOW + 2001)).toBeUndefined()
    expect(cache.get('h', NOW + 2001)).toBeDefined()
    cache.trustUntil(0)
    expect(cache.get('h', NOW)).toBeUndefined()
  })

  it('is not believed for longer because somebody set the clock back', () => {
    const cache = filled(['h', access()])
    cache.trustUntil(NOW + 2000, performance.now() - 1)
    expect(cache.get('h', NOW)).toBeUndefined()
  })

  it('never holds more entries than it may, whatever it is given', () => {
    const cache = createCredentialCache({ maxEntries: 3 })
    for (let n = 0; n < 10; n += 1) cache.set(`h${n}`, access({ credential: `key_${n}` }), cache.beginFill(), NOW)
    expect(cache.size()).toBe(3)
    const held = () => Array.from({ length: 10 }, (_, n) => cache.get(`h${n}`, NOW)?.principal.credentialId)
    const before = held()
    expect(before.filter((id) => id !== undefined)).toHaveLength(3)
    expect(before[9]).toBe('key_9')
    // The same one again takes no other's place.
    cache.set('h9', access({ credential: 'key_9' }), cache.beginFill(), NOW)
    expect(held()).toEqual(before)
  })
})

/** What may happen to a cache with two accounts, two users and three credentials that two keys stand behind. */
const tags = ['u0', 'u1', 'a0', 'a1', 'a0/u0', 'a1/u1', 'k0', 'k1', 's0']
const credentials = [
  access({ user: 'u0', account: 'a0', credential: 'k0', expiresAt: NOW + 5000 }),
  access({ user: 'u1', account: 'a1', credential: 'k1' }),
  access({ user: 'u0', account: 'a0', credential: 's0', key: 'k0', expiresAt: NOW + 30_000 }),
]
const tagsOfCredential = [
  ['k0', 'a0', 'u0', 'a0/u0'],
  ['k1', 'a1', 'u1', 'a1/u1'],
  ['s0', 'a0', 'u0', 'a0/u0', 'k0'],
]
const which = fc.nat(credentials.length - 1)
const events = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('begin' as const), which }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('end' as const), nth: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('get' as const), which }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('evict' as const), tag: fc.constantFrom(...tags) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('clear' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('trust' as const), ms: fc.integer({ min: -1, max: 40_000 }) }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.nat(40_000) }) },
)

describe('whatever happens in whatever order, the credential cache', () => {
  it.each([
    { maxEntries: 1, rememberedEvictions: 1000, complete: false },
    { maxEntries: 100, rememberedEvictions: 1, complete: false },
    { maxEntries: 100, rememberedEvictions: 3, complete: false },
    { maxEntries: 100, rememberedEvictions: 1000, complete: true },
  ])('with $maxEntries entries and $rememberedEvictions evictions gives an access exactly while it should', (given) => {
    const { complete, ...bounds } = given
    fc.assert(
      fc.property(fc.array(events, { maxLength: 60, size: 'max' }), (history) => {
        const cache = createCredentialCache(bounds)
        let now = NOW
        let step = 0
        let trustedUntil = Number.POSITIVE_INFINITY
        const evictedAt = new Map<string, number>()
        const fills: { which: number; fill: number; began: number }[] = []
        const kept = new Map<number, { began: number; at: number }>()
        for (const event of history) {
          step += 1
          if (event.type === 'begin') fills.push({ which: event.which, fill: cache.beginFill(), began: step })
          else if (event.type === 'wait') now += event.ms
          else if (event.type === 'trust') {
            trustedUntil = now + event.ms
            cache.trustUntil(trustedUntil)
          } else if (event.type === 'evict') {
            evictedAt.set(event.tag, step)
            cache.evict(event.tag)
          } else if (event.type === 'clear') {
            for (const tag of tags) evictedAt.set(tag, step)
            cache.clear()
          } else if (event.type === 'end') {
            const [ended] = fills.splice(event.nth, 1)
            const one = ended && credentials[ended.which]
            if (!ended || !one) continue
            cache.set(String(ended.which), one, ended.fill, now)
            if (now < trustedUntil && isCurrent(ended)) kept.set(ended.which, { began: ended.began, at: now })
          } else {
            const got = cache.get(String(event.which), now)
            const entry = kept.get(event.which)
            const expiresAt = credentials[event.which]?.principal.expiresAt ?? 0
            const may =
              entry !== undefined &&
              isCurrent({ which: event.which, began: entry.began }) &&
              now < Math.min(entry.at + LIFE, expiresAt, trustedUntil)
            if (got !== undefined || complete) expect(got).toBe(may ? credentials[event.which] : undefined)
          }
        }

        /** Nothing that names the credential was evicted since its fill began. */
        function isCurrent({ which: index, began }: { which: number; began: number }): boolean {
          return (tagsOfCredential[index] ?? []).every((tag) => (evictedAt.get(tag) ?? 0) < began)
        }
      }),
      { numRuns: 1500 },
    )
  })
})
