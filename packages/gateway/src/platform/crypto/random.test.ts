import { expect, it } from 'vitest'
import { firstIdAt, newId, randomDigits, randomToken, timeOfId } from './random.ts'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** The 128 bits that an id's base32 stands for. */
function bitsOf(id: string): string {
  const bits = [...id.slice(4)].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return bits.slice(0, 128)
}

it('an id is its prefix and 26 characters of base32 that hold a UUIDv7 (RFC 9562, §5.7)', () => {
  const atMs = Date.UTC(2026, 10, 23, 7, 40)
  for (const prefix of ['usr', 'key', 'ses', 'evt', 'out', 'mtk'] as const) {
    const id = newId(prefix, atMs)
    expect(id).toMatch(new RegExp(`^${prefix}_[${ALPHABET}]{26}$`))
    const bits = bitsOf(id)
    expect(Number.parseInt(bits.slice(0, 48), 2)).toBe(atMs)
    expect(Number.parseInt(bits.slice(48, 52), 2)).toBe(7)
    expect(bits.slice(64, 66)).toBe('10')
  }
})

it('ids made later sort later, as text', () => {
  const times = [0, 1, 31, 32, 1023, 1024, 2 ** 31, 2 ** 32, Date.now(), Date.now() + 1, 2 ** 48 - 1]
  const ids = times.map((atMs) => newId('usr', atMs))
  expect(ids.toSorted()).toEqual(ids)
})

it('ids made in the same millisecond sort as they were made: events of one change keep their order', () => {
  const ids = Array.from({ length: 2000 }, () => newId('evt', 7))
  expect(ids.toSorted()).toEqual(ids)
})

it('ids made in the same millisecond are all different', () => {
  const ids = new Set(Array.from({ length: 20_000 }, () => newId('usr', 1)))
  expect(ids.size).toBe(20_000)
})

it('the first id of a moment sorts before all ids of that moment and after those before', () => {
  const atMs = Date.now()
  const bound = firstIdAt('evt', atMs)
  for (let round = 0; round < 1000; round += 1) {
    expect(newId('evt', atMs) > bound).toBe(true)
    expect(newId('evt', atMs - 1) < bound).toBe(true)
  }
  expect(firstIdAt('evt', -5)).toBe(`evt_${'0'.repeat(26)}`)
})

it('a token has 256 bits and no character that a link would have to escape', () => {
  const tokens = Array.from({ length: 1000 }, randomToken)
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/)
  expect(new Set(tokens).size).toBe(1000)
})

it('a code keeps its leading zeros, and every digit comes equally often at every place', () => {
  const codes = Array.from({ length: 20_000 }, () => randomDigits(10))
  for (const code of codes) expect(code).toMatch(/^\d{10}$/)
  for (let place = 0; place < 10; place += 1) {
    const counts = new Map<string, number>()
    for (const code of codes) counts.set(code.charAt(place), (counts.get(code.charAt(place)) ?? 0) + 1)
    // 2,000 each are expected, with a standard deviation of 42: eight of them never happen by chance.
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(340)
    expect(counts.size).toBe(10)
  }
})

it('says of each id when it was made', () => {
  for (const atMs of [0, 1, 1_764_000_000_123, 2 ** 48 - 1]) expect(timeOfId(newId('key', atMs))).toBe(atMs)
})
