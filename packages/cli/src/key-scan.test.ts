import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { createApiKey, isWellFormedApiKey } from '../../gateway/src/access/api-key-format.ts'
import { type Found, findKeys } from './key-scan.ts'

async function find(...pieces: (string | Buffer)[]): Promise<Found[]> {
  const found: Found[] = []
  for await (const one of findKeys(Readable.from(pieces.map((piece) => Buffer.from(piece))))) found.push(one)
  return found
}

test('finds every key that the gateway makes, and no text with another checksum', async () => {
  const keys = Array.from({ length: 500 }, (_, index) => createApiKey(index % 2 === 0 ? 'live' : 'test'))
  expect((await find(keys.join('\n'))).map(({ line, lastFour }) => [line, lastFour])).toEqual(
    keys.map((key, index) => [index + 1, key.slice(-4)]),
  )
  const others = keys.map((key) => `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`)
  expect(others.some(isWellFormedApiKey)).toBe(false)
  expect(await find(others.join('\n'))).toEqual([])
})

test.each(['live', 'test'] as const)(
  'finds a %s key wherever the text is cut, with its line and column',
  async (kind) => {
    const key = createApiKey(kind)
    const text = `first\n  "key": "${key}",\nthird ${key}`
    const expected = [
      { line: 2, column: 11, prefix: key.slice(0, -32), lastFour: key.slice(-4) },
      { line: 3, column: 7, prefix: key.slice(0, -32), lastFour: key.slice(-4) },
    ]
    for (let cut = 0; cut <= text.length; cut += 1)
      expect(await find(text.slice(0, cut), text.slice(cut))).toEqual(expected)
    expect(await find(...text)).toEqual(expected)
  },
)

test.each([
  ['after an escaped line break', (key: string) => `"a\\n${key}"`],
  ['in a word', (key: string) => `forms-${key}abcdef`],
  ['beside another', (key: string) => key + key],
  ['in UTF-16', (key: string) => Buffer.from(`\ufeffKEY=${key}\r\n`, 'utf16le')],
  ['among bytes that are no text', (key: string) => Buffer.concat([Buffer.from([0xff, 0, 0x80]), Buffer.from(key)])],
  ['among other alphabets', (key: string) => `ключ ${key} 鍵`],
])('finds a key %s', async (_where, text) => {
  expect((await find(text(createApiKey()))).length).toBeGreaterThan(0)
})

test.each(['', 'ms-', 'ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a', `ms-${'0'.repeat(31)}`, 'MS-'.repeat(20)])(
  'finds nothing in %j',
  async (text) => {
    expect(await find(text)).toEqual([])
  },
)

test('reads a big file in little memory', async () => {
  const key = createApiKey()
  async function* pieces() {
    const piece = Buffer.from('x'.repeat(65_535).concat('\n'))
    for (let n = 0; n < 500; n += 1) yield n === 400 ? Buffer.from(`${key}\n`) : piece
  }
  const before = process.memoryUsage().rss
  const found: Found[] = []
  for await (const one of findKeys(pieces())) found.push(one)
  expect(found).toEqual([{ line: 401, column: 1, prefix: 'ms-', lastFour: key.slice(-4) }])
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1_048_576)
})
