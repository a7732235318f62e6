import { describe, expect, it } from 'vitest'
import { createUses } from './uses.ts'

describe('uses that are counted where the last one was', () => {
  it('are added to the next report once the sum was reported', () => {
    const uses = createUses()
    const first = uses.count('key_1', 'a', 0)
    expect(uses.count('key_1', 'a', 1, first)).toBe(first)
    expect(uses.take(1)).toMatchObject([{ key_id: 'key_1', uses: 2 }])
    const second = uses.count('key_1', 'a', 2, first)
    expect(uses.take(2)).toEqual([
      { key_id: 'key_1', uses: 1, last_ms: 0, addresses: [{ address: 'a', uses: 1, last_ms: 0 }] },
    ])
    expect(second).not.toBe(first)
    expect(uses.size()).toBe(0)
  })

  it('are told apart by address, also if addresses take turns, and one too many is counted without', () => {
    const uses = createUses()
    let last = uses.count('key_1', undefined, 0)
    for (let round = 0; round < 2; round += 1)
      for (let address = 0; address < 21; address += 1) last = uses.count('key_1', `10.0.0.${address}`, round, last)
    const [use] = uses.take(1)
    expect(use?.uses).toBe(43)
    expect(use?.addresses).toHaveLength(20)
    expect(new Set(use?.addresses.map(({ uses: count }) => count))).toEqual(new Set([2]))
    expect(use?.addresses.some(({ address }) => address === '10.0.0.20')).toBe(false)
  })

  it('are reported without what is no address, for which the gateway would end the connection', () => {
    const uses = createUses()
    // A service that believes X-Forwarded-For passes on what the client wrote.
    for (const address of ['1'.repeat(65), 'unknown', '10.0.0.1\0', '\ud800', '::1%eth0', '10.0.0.1'])
      uses.count('key_1', address, 0)
    const [use] = uses.take(0)
    expect(use?.uses).toBe(6)
    expect(use?.addresses.map(({ address }) => address)).toEqual(['::1%eth0', '10.0.0.1'])
  })

  it('of another entry of the same key are added to the same sum', () => {
    const uses = createUses()
    const first = uses.count('key_1', 'a', 0)
    expect(uses.count('key_1', 'a', 0)).toBe(first)
    expect(uses.take(0)).toMatchObject([{ uses: 2 }])
  })
})
