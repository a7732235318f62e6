import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createShapeCheck, DEEPEST } from './json-shape.ts'

const check = (text: string, most?: number) => createShapeCheck(most)(Buffer.from(text))

/** As the check counts: one for each list and object, and one for each comma, so never less than members and items. */
function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const members = Object.values(value)
  return 1 + Math.max(0, members.length - 1) + members.reduce((sum: number, member) => sum + valuesIn(member), 0)
}

describe('the shape of JSON, looked at before it is parsed', () => {
  it('is refused with one value more than may be, and not with as many, however it is written and cut', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.nat(), fc.nat(4), (value, at, spaces) => {
        const bytes = Buffer.from(JSON.stringify(value, null, spaces))
        const cut = at % (bytes.length + 1)
        const looked = (most: number) => {
          const look = createShapeCheck(most)
          return look(bytes.subarray(0, cut)) ?? look(bytes.subarray(cut))
        }
        expect(looked(valuesIn(value))).toBeUndefined()
        if (valuesIn(value) > 0) expect(looked(valuesIn(value) - 1)).toContain('fields and items')
      }),
    )
  })

  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('is refused where %s nest one level deeper than they may', (_what, open, close) => {
    const nested = (depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`
    expect(check(nested(DEEPEST))).toBeUndefined()
    expect(check(nested(DEEPEST + 1))).toBe(`must not nest deeper than ${DEEPEST} levels`)
  })

  it('counts nothing that stands in a text, whatever is escaped there', () => {
    for (const text of ['[{,'.repeat(2000), '\\"[{,'.repeat(500), '\\', '"', '\\\\"', '\u{1f512},'.repeat(2000)])
      expect(check(JSON.stringify({ [text]: text }))).toBeUndefined()
  })
})
