import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../platform/errors/refusal.ts'
import { refuseIllFormed } from './well-formed.ts'

function refusedAt(value: unknown): string | undefined {
  try {
    refuseIllFormed(value, '/body')
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.details?.[0]?.path
  }
}

describe('refuseIllFormed', () => {
  it.each([
    ['NUL, on which PostgreSQL fails', { key_name: 'a\0b' }, '/body/key_name'],
    ['a lone surrogate, which neither engine stores as it is', { key_name: '\ud800' }, '/body/key_name'],
    ['an ill-formed element of a list', { addons: [{ id: 'a' }, { id: '\udc00' }] }, '/body/addons/1/id'],
    ['an ill-formed name of a member', { 'a\0': 1 }, '/body'],
    ['a bare ill-formed string', '\0', '/body'],
  ])('refuses %s and says where', (_what, value, path) => {
    expect(refusedAt(value)).toBe(path)
  })

  it('lets every value through whose strings can be stored', () => {
    const stored = fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed() && !text.includes('\0'))
    fc.assert(
      fc.property(
        fc.object({ key: stored, values: [stored, fc.integer(), fc.boolean(), fc.constant(null)] }),
        (value) => {
          expect(refusedAt(value)).toBeUndefined()
        },
      ),
    )
  })

  // A body of 1 MiB nests half a million levels deep: walking it by recursion ends the stack, and the answer is a 500.
  it.each([
    ['lists', (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`],
    ['objects', (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`],
  ])('refuses %s that nest deeper than any request does, instead of running out of stack', (_what, nested) => {
    expect(() => refuseIllFormed(JSON.parse(nested(100_000)), '/body')).toThrow(Refusal)
  })
})
