import { parse } from 'node:querystring'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseQuery } from './query.ts'

it('reads each query as the parser of Node does', () => {
  const part = fc.constantFrom(
    'a',
    'b',
    '__proto__',
    'cost',
    '=',
    '&',
    '%20',
    '%',
    '+',
    '?',
    '#',
    '/',
    ':',
    '',
    'é',
    '=&',
  )
  const text = fc.array(part, { maxLength: 14 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, (query) => {
      const [ours, theirs] = [parseQuery(query), parse(query)]
      expect(Object.entries(ours)).toEqual(Object.entries(theirs))
      if (query !== '') expect(Object.getPrototypeOf(ours)).toBe(Object.getPrototypeOf(theirs))
    }),
    { numRuns: 5000 },
  )
})
