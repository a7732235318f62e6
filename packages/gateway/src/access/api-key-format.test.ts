import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createApiKey, isWellFormedApiKey, lastFour } from './api-key-format.ts'

/** Keys as createApiKey makes them; fast-check seeds nothing here, so each run sees others. */
const keys = fc.constant(null).map(() => createApiKey())
const characters = fc.oneof(
  fc.constantFrom(...'0123456789abcdefABCDEFmsMS-_ '),
  fc.string({ minLength: 1, maxLength: 1 }),
)

describe('an API key', () => {
  it('is ms- and 32 lower-case hex digits, of which lists show the last four', () => {
    const key = createApiKey()
    expect(key).toMatch(/^ms-[0-9a-f]{32}$/)
    expect(lastFour(key)).toBe(key.slice(-4))
    expect(isWellFormedApiKey(key)).toBe(true)
  })

  it('is mst- and the rest in the same way if it is a test key, and neither becomes the other', () => {
    for (let n = 0; n < 1000; n += 1) {
      const [key, live] = [createApiKey('test'), createApiKey('live')]
      expect(key).toMatch(/^mst-[0-9a-f]{32}$/)
      expect([isWellFormedApiKey(key), isWellFormedApiKey(live)]).toEqual([true, true])
      expect(isWellFormedApiKey(key.replace('mst-', 'ms-')) && isWellFormedApiKey(live.replace('ms-', 'mst-'))).toBe(
        false,
      )
    }
    for (const text of [createApiKey('test').replace('mst', 'mstt'), createApiKey('test').replace('mst', 'mt')])
      expect(isWellFormedApiKey(text)).toBe(false)
  })

  it('is never made twice: 112 bits are random', () => {
    const made = new Set(Array.from({ length: 20_000 }, () => createApiKey()))
    expect(made.size).toBe(20_000)
    // Each of the 28 digits takes each of its 16 values.
    for (let place = 3; place < 31; place += 1) {
      expect(new Set([...made].slice(0, 2000).map((key) => key[place])).size).toBe(16)
    }
  })

  it('shows only a checksum: keys with the same last four characters differ in the rest', () => {
    const byEnd = Map.groupBy(
      Array.from({ length: 5000 }, () => createApiKey()),
      lastFour,
    )
    expect([...byEnd.values()].some((same) => same.length > 1)).toBe(true)
  })

  it('is refused when any one character is another', () => {
    fc.assert(
      fc.property(keys, fc.nat(34), characters, (key, place, character) => {
        fc.pre(key[place] !== character)
        expect(isWellFormedApiKey(key.slice(0, place) + character + key.slice(place + 1))).toBe(false)
      }),
      { numRuns: 5000 },
    )
  })

  it('is refused when two neighbours are swapped, as people type', () => {
    fc.assert(
      fc.property(keys, fc.nat(33), (key, place) => {
        const swapped = key.slice(0, place) + key[place + 1] + key[place] + key.slice(place + 2)
        expect(isWellFormedApiKey(swapped)).toBe(swapped === key)
      }),
      { numRuns: 2000 },
    )
  })

  it('is refused when it is cut off anywhere, or has anything before or after it', () => {
    fc.assert(
      fc.property(keys, fc.nat(34), fc.string({ minLength: 1 }), (key, length, more) => {
        expect(isWellFormedApiKey(key.slice(0, length))).toBe(false)
        expect(isWellFormedApiKey(key.slice(length + 1))).toBe(false)
        expect(isWellFormedApiKey(key + more)).toBe(false)
        expect(isWellFormedApiKey(more + key)).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  it('is refused with a line feed at its end, which $ in a pattern may let through', () => {
    expect(isWellFormedApiKey(`${createApiKey()}\n`)).toBe(false)
  })

  it('says nothing about other text, however long', () => {
    for (const text of ['', 'ms-', `ms-${'0'.repeat(1_000_000)}`, 'msr-0123', '\0', '💥'.repeat(35)])
      expect(isWellFormedApiKey(text)).toBe(false)
  })
})

describe('what is told to scanners', () => {
  const read = (name: string) => readFile(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8')

  it('is right about the checksums of the keys that it shows', async () => {
    const shown = [...(await read('api-key-format.md')).matchAll(/^\| `(mst?-[0-9a-f]{32})` \| (right|wrong) \|$/gm)]
    expect(shown).toHaveLength(6)
    for (const [, key = '', checksum] of shown)
      expect([key, isWellFormedApiKey(key)]).toEqual([key, checksum === 'right'])
  })
})
