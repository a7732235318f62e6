import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { looksOf } from './looks.ts'

const lookAlike = (one: string, other: string) => {
  const [first, second] = [looksOf(one), looksOf(other)]
  return first.typed === second.typed || first.folded === second.folded
}

describe('two account names', () => {
  it.each([
    ['acme', 'аcme', 'a Cyrillic а'],
    ['paypal', 'раураl', 'several Cyrillic letters'],
    ['scope', 'ѕсоре', 'only Cyrillic letters'],
    ['ACME', 'ΑϹΜΕ', 'Greek capitals'],
    ['Alice', 'AIice', 'a capital I for an l'],
    ['Alice', 'A1ice', 'a digit for an l'],
    ['Acme Robotics', 'Acme R0b0tics', 'zeros for o'],
    ['Acme  Robotics', 'Acme Robotics', 'two spaces'],
    ['Acme Robotics', 'Acme\u00a0Robotics', 'a no-break space'],
    ['Acme Robotics', 'Acme\u2003\u2003Robotics', 'wide spaces'],
    ['modern', 'rnodern', 'rn for m'],
    ['acme', 'ａｃｍｅ', 'full-width letters'],
    ['Zoë', 'Zoe\u0308', 'a composed letter'],
    ['acme', 'acrne', 'rn within a word'],
    ['𝐚cme', 'acme', 'a mathematical letter'],
    ['\u1fdd', '\u0314\u0300', 'an accent with a space of its own'],
  ])('%j and %j look alike: %s', (one, other) => {
    expect(lookAlike(one, other)).toBe(true)
  })

  it.each([
    ['acme', 'acne'],
    ['Fall', 'Fail'],
    ['mail', 'mall'],
    ['Zoë', 'Zoe'],
    ['Acme Robotics', 'AcmeRobotics'],
    ['acme-1', 'acme-2'],
    ['株式会社', '株式会杜'],
    ['Москва', 'Minsk'],
  ])('%j and %j do not', (one, other) => {
    expect(lookAlike(one, other)).toBe(false)
  })

  it('that are the same but for case look alike', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), (name) => {
        expect(lookAlike(name, name)).toBe(true)
        expect(looksOf(name).folded).toBe(looksOf(name.normalize('NFKC').trim().toLowerCase()).folded)
      }),
    )
  })
})
