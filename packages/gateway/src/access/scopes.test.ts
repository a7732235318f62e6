import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covers, intersectScopes, isScope, LONGEST_SCOPE, MOST_SCOPES } from './scopes.ts'

const granting = (...scopes: string[]) => new Set(scopes)

describe('a scope', () => {
  it.each(['orders:read', '*:read', 'orders:*', '*:*', 'api-keys:write', 'a.b_c-9:0', 'x:y'])('may be %j', (text) => {
    expect(isScope(text)).toBe(true)
  })

  // What looks like a scope that somebody knows must not be another one that passes for it.
  it.each([
    ['with upper case', 'Orders:read', 'orders:Read', 'ORDERS:*'],
    ['with a star beside other letters', 'orders*:read', '*orders:read', 'orders:re*', 'orders:**', '**:read', 'a.*:b'],
    ['with one part, or three', 'orders', '*', ':', 'orders:', ':read', 'a:b:c', '*:*:*', 'orders::read'],
    ['with spaces or lines', ' orders:read', 'orders:read ', 'orders: read', 'orders:read\n', 'a:b c:d', 'a:b\tc'],
    ['with letters of other scripts', 'оrders:read', 'orders:reаd', 'ſ:read', 'ﬁle:read', 'orders：read', 'é:b'],
    [
      'with marks that show nothing',
      'orders\u200b:read',
      'orders:read\u0000',
      '\u202eorders:read',
      'orders:read\u00ad',
    ],
    [
      'with other signs',
      'orders/1:read',
      'orders,x:read',
      '"orders":read',
      'orders:read;',
      '-a:b',
      '.a:b',
      'a:_b',
      '%6f:r',
    ],
  ])('cannot be written %s', (_how, ...texts) => {
    for (const text of texts) expect([text, isScope(text)]).toEqual([text, false])
  })

  it(`has ${LONGEST_SCOPE} characters at most`, () => {
    expect(isScope(`${'a'.repeat(LONGEST_SCOPE - 2)}:b`)).toBe(true)
    expect(isScope(`${'a'.repeat(LONGEST_SCOPE - 1)}:b`)).toBe(false)
  })
})

describe('what granted scopes cover', () => {
  it.each([
    ['itself', 'orders:read', 'orders:read'],
    ['each action of a resource', 'orders:*', 'orders:read'],
    ['an action of each resource', '*:read', 'orders:read'],
    ['everything', '*:*', 'orders:read'],
    ['all actions, if all were granted', 'orders:*', 'orders:*'],
  ])('%s', (_what, granted, wanted) => {
    expect(covers(granting(granted), wanted)).toBe(true)
  })

  it.each([
    ['another action', 'orders:read', 'orders:write'],
    ['another resource', 'orders:read', 'order:read'],
    ['a resource that begins alike', 'orders:*', 'orders-archive:read'],
    ['an action that begins alike', '*:read', 'orders:read-all'],
    ['resource and action the wrong way round', 'read:orders', 'orders:read'],
    ['all actions, if one was granted', 'orders:read', 'orders:*'],
    ['everything, if all of one resource was', 'orders:*', '*:*'],
    ['all resources, if one was', 'orders:read', '*:read'],
  ])('not %s', (_what, granted, wanted) => {
    expect(covers(granting(granted), wanted)).toBe(false)
  })

  it('nothing, if nothing was granted', () => {
    for (const wanted of ['orders:read', '*:*']) expect(covers(granting(), wanted)).toBe(false)
  })
})

describe('the scopes of a key that a key issued', () => {
  const part = fc.constantFrom('*', 'a', 'b', 'c')
  const set = fc
    .array(fc.tuple(part, part), { maxLength: 6 })
    .map((pairs) => granting(...pairs.map((p) => p.join(':'))))
  const concrete = ['a', 'b', 'c', 'd'].flatMap((resource) =>
    ['a', 'b', 'c', 'd'].map((action) => `${resource}:${action}`),
  )

  it('are what both keys have, no more and no less, whatever the wildcards', () => {
    fc.assert(
      fc.property(set, set, (one, other) => {
        const both = intersectScopes(one, other)
        for (const wanted of concrete)
          expect([wanted, covers(both, wanted)]).toEqual([wanted, covers(one, wanted) && covers(other, wanted)])
      }),
    )
  })

  it(`are ${MOST_SCOPES} at most: crossing wildcards make no header of any length, and no scope too many`, () => {
    const rows = granting(...Array.from({ length: 20 }, (_, n) => `r${n}:*`))
    const columns = granting(...Array.from({ length: 20 }, (_, n) => `*:c${n}`))
    const both = intersectScopes(rows, columns)
    expect(both.size).toBe(MOST_SCOPES)
    for (const scope of both) expect(covers(rows, scope) && covers(columns, scope)).toBe(true)
  })
})
