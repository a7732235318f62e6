import { describe, expect, it } from 'vitest'
import { createKeyUses, dayOf, MOST_NETWORKS } from './key-uses.ts'

const DAY_MS = 86_400_000
const NOON = 20_000 * DAY_MS + DAY_MS / 2

describe('uses that are counted in memory', () => {
  it('are summed by key, day and network; an IPv6 client is its /64', () => {
    const uses = createKeyUses()
    uses.add('key_a', '192.0.2.7', NOON)
    uses.add('key_a', '2001:db8::1', NOON + 1)
    uses.add('key_a', '2001:db8::2', NOON + 2)
    uses.add('key_a', '192.0.2.7', NOON + 5)
    uses.add('key_b', '192.0.2.7', NOON)
    uses.add('key_a', '192.0.2.7', NOON + DAY_MS)
    const [first, second, ...others] = uses.take()
    expect(others).toEqual([])
    expect(first?.day).toBe(dayOf(NOON))
    expect(first?.byKey.get('key_a')).toEqual({
      uses: 4,
      lastUsedAt: NOON + 5,
      networks: new Map([
        ['192.0.2.7', { uses: 2, lastUsedAt: NOON + 5 }],
        ['2001:db8:0:0::/64', { uses: 2, lastUsedAt: NOON + 2 }],
      ]),
    })
    expect(first?.byKey.get('key_b')?.uses).toBe(1)
    expect([second?.day, second?.byKey.get('key_a')?.uses]).toEqual([dayOf(NOON) + 1, 1])
    expect(uses.take()).toEqual([])
  })

  // Attack: a key that is used from a million addresses (a botnet that found it) must not fill the memory.
  it('hold the latest networks of a key only, and its sum all the same', () => {
    const uses = createKeyUses()
    for (let n = 0; n < 5000; n += 1) uses.add('key_a', `10.0.${n >> 8}.${n & 255}`, NOON + n)
    const counted = uses.take()[0]?.byKey.get('key_a')
    expect(counted?.uses).toBe(5000)
    expect(counted?.networks.size).toBe(MOST_NETWORKS)
    expect([...(counted?.networks.values() ?? [])].every(({ lastUsedAt }) => lastUsedAt >= NOON + 4980)).toBe(true)
  })

  it('hold so many networks for all keys together; then keys are counted without', () => {
    const uses = createKeyUses()
    for (let key = 0; key < 3000; key += 1)
      for (let n = 0; n < MOST_NETWORKS; n += 1) uses.add(`key_${key}`, `10.0.0.${n}`, NOON)
    const counted = [...(uses.take()[0]?.byKey.values() ?? [])]
    expect(counted.reduce((sum, { networks }) => sum + networks.size, 0)).toBe(50_000)
    expect(counted.every(({ uses: count }) => count === MOST_NETWORKS)).toBe(true)
    uses.add('key_a', '10.0.0.1', NOON)
    expect(uses.take()[0]?.byKey.get('key_a')?.networks.size).toBe(1)
  })

  it('take no more of an address than one has, whatever a proxy passes on', () => {
    const uses = createKeyUses()
    uses.add('key_a', 'x'.repeat(3000), NOON)
    expect([...(uses.take()[0]?.byKey.get('key_a')?.networks.keys() ?? [])]).toEqual(['x'.repeat(64)])
  })

  it('that could not be written are counted on with those that came meanwhile', () => {
    const uses = createKeyUses()
    uses.add('key_a', '10.0.0.1', NOON)
    const [failed] = uses.take()
    uses.add('key_a', '10.0.0.2', NOON + 8)
    uses.add('key_a', '10.0.0.1', NOON + 9)
    for (const [id, counted] of failed?.byKey ?? []) uses.putBack(failed?.day ?? 0, id, counted)
    expect(uses.take()[0]?.byKey.get('key_a')).toEqual({
      uses: 3,
      lastUsedAt: NOON + 9,
      networks: new Map([
        ['10.0.0.1', { uses: 2, lastUsedAt: NOON + 9 }],
        ['10.0.0.2', { uses: 1, lastUsedAt: NOON + 8 }],
      ]),
    })
  })
})
