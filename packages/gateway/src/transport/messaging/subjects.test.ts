import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { covers, hasSameWildcards, overlap, problemOf, withToken } from './subjects.ts'

describe('problemOf', () => {
  test.each(['ticks.>', 'a', 'a.*.b', 'a.*.*.>', 'Billing.v2.get-all', 'a._b.c', `a.${'x'.repeat(198)}`])(
    'takes %s',
    (subject) => expect(problemOf(subject)).toBeNull(),
  )

  // All of these a nats-server takes on push (docs/decisions/0040).
  test.each([
    ['', '1 to 200'],
    [`a.${'x'.repeat(199)}`, '1 to 200'],
    ['a b', 'spaces'],
    ['a\tb', 'spaces'],
    ['a.\u00e9', 'ASCII'],
    ['a\u0000', 'ASCII'],
    ['a..b', 'empty token'],
    ['.a', 'empty token'],
    ['a.', 'empty token'],
    ['.', 'empty token'],
    ['a.b*', 'only as whole tokens'],
    ['a.>>', 'only as whole tokens'],
    ['a.>.b', 'only as its last token'],
    ['a.>.>', 'only as its last token'],
    ['>', 'must not begin with a wildcard'],
    ['*', 'must not begin with a wildcard'],
    ['*.a', 'must not begin with a wildcard'],
    ['$SYS.>', 'reserved for the servers'],
    ['$JS.API.>', 'reserved for the servers'],
    ['_INBOX.>', 'reserved for the servers'],
    ['a.$1', 'reserved for the servers'],
    ['a.{{split(1,-)}}.*', 'must not contain'],
    ['a.{{wildcard(1)}}', 'must not contain'],
    ['a.{', 'must not contain'],
    ['a.}', 'must not contain'],
    ['a."', 'must not contain'],
    ['a.\\', 'must not contain'],
  ])('refuses %j: %s', (subject, why) => expect(problemOf(subject)).toContain(why))
})

/** Small, so that they meet often. */
const token = fc.constantFrom('a', 'b')
const literal = fc.array(token, { minLength: 1, maxLength: 4 }).map((tokens) => tokens.join('.'))
const pattern = fc
  .tuple(fc.array(fc.oneof(token, fc.constant('*')), { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([tokens, open]) => [...tokens, ...(open ? ['>'] : [])].join('.'))

/** By the definition, one subject at a time. */
function matches(wide: string, subject: string): boolean {
  const source = wide.split('.').map((one) => (one === '*' ? '[^.]+' : one === '>' ? '.+' : one))
  return new RegExp(`^${source.join('\\.')}$`).test(subject)
}
/** All subjects of up to five tokens over a, b and one more, which stands for all the others. */
const everything = ((): string[] => {
  let longest = ['']
  const all: string[] = []
  for (let length = 1; length <= 5; length += 1) {
    longest = longest.flatMap((head) => ['a', 'b', 'c'].map((last) => (head === '' ? last : `${head}.${last}`)))
    all.push(...longest)
  }
  return all
})()

test('covers and overlap say what holds subject by subject', () => {
  fc.assert(
    fc.property(pattern, fc.oneof(pattern, literal), (one, other) => {
      const [left, right] = [everything.filter((s) => matches(one, s)), everything.filter((s) => matches(other, s))]
      expect(overlap(one, other)).toBe(left.some((subject) => right.includes(subject)))
      expect(overlap(other, one)).toBe(overlap(one, other))
      expect(covers(one, other)).toBe(right.every((subject) => left.includes(subject)))
    }),
  )
})

test('a local subject has the wildcards of the subject it stands for, in their order', () => {
  const pairs: [string, string, boolean][] = [
    ['ticks.>', 'ext.ticks.>', true],
    ['a.*.b', 'c.*', true],
    ['a.*.>', 'b.*.>', true],
    ['a.*', 'b', false],
    ['a.>', 'b', false],
    ['a.*', 'b.>', false],
    ['a', 'b.*', false],
  ]
  for (const [subject, local, fits] of pairs) expect([local, hasSameWildcards(subject, local)]).toEqual([local, fits])
})

test('withToken counts from one', () => {
  expect(withToken('billing.*.get', 2, 'A1')).toBe('billing.A1.get')
})
