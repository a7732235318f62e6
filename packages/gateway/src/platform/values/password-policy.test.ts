import { describe, expect, it } from 'vitest'
import { isStrongPassword } from './password-policy.ts'

describe('a new password', () => {
  it.each([
    ['Aa1!aaaa', 'has exactly 8 characters'],
    [`Aa1!${'a'.repeat(95)}`, 'has exactly 99 characters'],
    ['Aa1_aaaa', 'has an underscore for its special character'],
    ['Aa1€aaaa', 'has a currency sign for its special character'],
    ['Aa1😀aaaa', 'has an emoji for its special character'],
    ['Ää1!öööö', 'has letters beyond ASCII'],
    ['Жж1!жжжж', 'is Cyrillic'],
    ['Aa٣!aaaa', 'has an Arabic digit'],
    ['Aa1! and spaces', 'has spaces'],
  ])('is accepted: %s, which %s', (password) => {
    expect(isStrongPassword(password)).toBe(true)
  })

  it.each([
    ['', 'is empty'],
    ['Aa1!aaa', 'has 7 characters'],
    [`Aa1!${'a'.repeat(96)}`, 'has 100 characters'],
    ['aa1!aaaa', 'has no upper-case letter'],
    ['AA1!AAAA', 'has no lower-case letter'],
    ['Aaa!aaaa', 'has no digit'],
    ['Aa1aaaaa', 'has no special character'],
    ['Aa1 aaaa', 'has only a space for its special character'],
    ['        ', 'is only spaces'],
    // Four characters of two code units each: counted as users count.
    ['Aa1!😀😀😀', 'has 7 characters, of which 3 are emoji'],
    ['漢字漢字漢1!a', 'is in a script without case but for one lower-case letter'],
  ])('is refused: %s, which %s', (password) => {
    expect(isStrongPassword(password)).toBe(false)
  })
})
