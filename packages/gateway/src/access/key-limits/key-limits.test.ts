import { describe, expect, it } from 'vitest'
import { fastestOf } from '../../../test/http/pace.ts'
import { combineLimits, type LimitRow, NO_LIMITS } from './key-limits.ts'

const row = (id: string, more: Partial<LimitRow>): LimitRow => ({
  id,
  rateKey: null,
  ...NO_LIMITS,
  ...more,
})

/** Ten generations, no two of which have the same 50 networks and 50 scopes, in the forms that cost most. */
function longestAncestry(seed: number): LimitRow[] {
  return Array.from({ length: 10 }, (_, generation) => {
    const networks = Array.from(
      { length: 50 },
      (_, n) => `2001:db8:${(seed * 64 + n + generation + 1).toString(16)}::/48`,
    )
    const scopes = Array.from({ length: 50 }, (_, n) => `resource-${seed}-${n + generation}:read`)
    return row(`key_${generation}`, { allowedIps: networks.join(' '), scopes: scopes.join(' ') })
  })
}

describe('the limits of a key ancestry', () => {
  it('are what all of its lists have in common', () => {
    const limits = combineLimits([
      row('a', { allowedIps: '10.0.0.0/8 2001:db8::/32 192.0.2.1/32' }),
      row('b', {}),
      row('c', { allowedIps: '192.0.2.0/24 10.1.0.0/16' }),
      row('d', { allowedIps: '10.0.0.0/8 2001:db8::/32 192.0.2.1/32' }),
    ])
    expect(limits?.networks?.list).toEqual(['10.1.0.0/16', '192.0.2.1/32'])
  })

  it('of one list are that list, as it was typed', () => {
    const allowedIps = '203.0.113.0/24 10.0.0.0/8'
    expect(combineLimits([row('a', { allowedIps }), row('b', { allowedIps })])?.networks?.list).toEqual(
      allowedIps.split(' '),
    )
  })

  // Attack: any developer issues keys by keys, and each miss of the cache stops the gateway for everybody.
  it('cost little, however long its lists are: the ancestry is read at each miss of the cache, and everybody waits', async () => {
    const ancestries = Array.from({ length: 20 }, (_, seed) => longestAncestry(seed))
    for (const ancestry of ancestries) {
      const limits = combineLimits(ancestry)
      expect(limits?.networks?.list).toHaveLength(41)
      expect(limits?.scopes?.size).toBe(41)
    }
    // Some 3 ms and 0.2 ms here; 250 ms as long as each pair of networks was read anew.
    const first = ancestries.map((ancestry) => ancestry.slice(0, 1))
    const single = await fastestOf(5, () => first.forEach((ancestry) => void combineLimits(ancestry)))
    const whole = await fastestOf(5, () => ancestries.forEach((ancestry) => void combineLimits(ancestry)))
    expect(whole / single).toBeLessThan(150)
  })
})
