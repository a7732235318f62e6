import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatCursor, parseCursor } from './cursor.ts'

const KEYS = { list: 'keys', accountId: '1000000001', sort: 'name', search: undefined }
const position = { value: 'ci', id: 'key_01kc9f3m8e7q1v5t2x4y6z8a0b' }

const encode = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url')
const decode = (cursor: string): unknown[] => JSON.parse(Buffer.from(cursor, 'base64url').toString())

describe('a cursor', () => {
  test('gives back the place that it was made from, whatever a name holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, number) => {
        fc.pre(text.isWellFormed() && !text.includes('\0'))
        for (const value of [text, number]) {
          const cursor = formatCursor(KEYS, { value, id: position.id })
          expect(cursor).toMatch(/^[\w-]+$/)
          const kind = value === text ? 'string' : 'number'
          expect(parseCursor(cursor, KEYS, kind)).toEqual({ value, id: position.id })
        }
      }),
    )
  })

  test.each([
    ['another list', { ...KEYS, list: 'users' }],
    ['another account', { ...KEYS, accountId: '1000000002' }],
    ['another order', { ...KEYS, sort: '-name' }],
    ['another filter', { ...KEYS, search: 'x' }],
    ['one more filter', { ...KEYS, state: 'unused' }],
  ])('of %s is refused', (_what, other) => {
    expect(parseCursor(formatCursor(other, position), KEYS, 'string')).toBeUndefined()
  })

  test('does not care about the order of the members that it was made for', () => {
    const turned = Object.fromEntries(Object.entries(KEYS).reverse())
    expect(parseCursor(formatCursor(KEYS, position), { ...turned, list: 'keys' }, 'string')).toEqual(position)
  })

  const [fingerprint] = decode(formatCursor(KEYS, position))
  test.each<[string, string]>([
    ['empty', ''],
    ['not base64url', 'a+b/c='],
    ['padded', `${encode([fingerprint, 'ci', 'x'])}==`],
    ['not JSON', Buffer.from('[').toString('base64url')],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]).toString('base64url')],
    ['no array', encode({ 0: fingerprint, length: 3 })],
    ['null', encode(null)],
    ['too short', encode([fingerprint, 'ci'])],
    ['too long', encode([fingerprint, 'ci', 'x', 'y'])],
    ['an id that is no text', encode([fingerprint, 'ci', 7])],
    ['an id that is too long', encode([fingerprint, 'ci', 'x'.repeat(321)])],
    ['a value of the other kind', encode([fingerprint, 7, 'x'])],
    ['a value that is an object', encode([fingerprint, { $gt: '' }, 'x'])],
    ['NUL in the value', encode([fingerprint, 'a\0b', 'x'])],
    ['NUL in the id', encode([fingerprint, 'a', 'x\0'])],
    ['half a surrogate pair', encode([fingerprint, '\ud800', 'x'])],
  ])('that is malformed is refused: %s', (_what, cursor) => {
    expect(parseCursor(cursor, KEYS, 'string')).toBeUndefined()
  })

  test.each([1.5, 2 ** 53, null, '7', Number.MAX_VALUE])('with the number %j is refused', (value) => {
    expect(parseCursor(encode([fingerprint, value, 'x']), KEYS, 'number')).toBeUndefined()
  })
})
