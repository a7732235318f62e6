import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../errors/refusal.ts'
import { normaliseAccountName, parseAccountName } from './account-names.ts'

describe('an account name', () => {
  it.each([
    ['ACME', 'ACME', 'acme'],
    ['  Acme Corp \t', 'Acme Corp', 'acme corp'],
    ['Ａｃｍｅ', 'Ａｃｍｅ', 'acme'],
    ['ﬁne', 'ﬁne', 'fine'],
    ['Cafe\u0301', 'Cafe\u0301', 'caf\u00e9'],
    ['\u212Aelvin', '\u212Aelvin', 'kelvin'],
    ['a\u00a0b', 'a\u00a0b', 'a b'],
    ['\u00a0\u3000acme\u2003', 'acme', 'acme'],
    ['ΟΔΟΣ', 'ΟΔΟΣ', 'οδος'],
    ['x', 'x', 'x'],
    ['é'.repeat(64), 'é'.repeat(64), 'é'.repeat(64)],
    ['😀'.repeat(64), '😀'.repeat(64), '😀'.repeat(64)],
    ['__proto__', '__proto__', '__proto__'],
    ["'; drop table accounts; --", "'; drop table accounts; --", "'; drop table accounts; --"],
  ])('%j is shown as %j and compared as %j', (typed, display, normalised) => {
    expect(parseAccountName(typed, '/body/name')).toEqual({ display, normalised })
  })

  // Attack: a name that looks like another's, but is not the same, to be taken for them.
  it.each([
    ['nothing', ''],
    ['only spaces', ' \t\u00a0\u3000'],
    ['65 characters', 'a'.repeat(65)],
    ['one character that stands for 18 four times', '\ufdfa'.repeat(4)],
    ['a line break', 'ac\nme'],
    ['a tab', 'ac\tme'],
    ['an escape', 'ac\u001bme'],
    ['a C1 control', 'ac\u0085me'],
    ['a line separator', 'ac\u2028me'],
    ['a paragraph separator', 'ac\u2029me'],
    ['a right-to-left override', 'acme\u202egro'],
    ['an isolate', '\u2067acme'],
    ['a right-to-left mark', 'acme\u200f'],
    ['a zero-width space', 'ac\u200bme'],
    ['a zero-width joiner', 'ac\u200dme'],
    ['a word joiner', 'ac\u2060me'],
    ['a soft hyphen', 'ac\u00adme'],
    ['a byte-order mark', 'ac\ufeffme'],
    ['a variation selector', 'acme\ufe0f'],
    ['a combining grapheme joiner', 'ac\u034fme'],
    ['a Hangul filler', 'acme\u3164'],
    ['a halfwidth Hangul filler', 'acme\uffa0'],
    ['a blank of Braille', 'acme\u2800'],
    ['a tag character', 'acme\u{e0041}'],
    ['a private character', 'acme\ue000'],
    ['an unassigned character', 'acme\u0378'],
  ])('is refused with its path when it holds %s', (_what, typed) => {
    try {
      parseAccountName(typed, '/body/name')
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal)
      expect(error).toMatchObject({ code: 'invalid_request', details: [{ path: '/body/name' }] })
    }
  })

  it('is compared alike however often it was normalised: what the API shows can be typed at the next sign-in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (typed) => {
        const once = normaliseAccountName(typed)
        expect(normaliseAccountName(once)).toBe(once)
        expect(normaliseAccountName(` ${typed} `)).toBe(once)
      }),
    )
  })
})
