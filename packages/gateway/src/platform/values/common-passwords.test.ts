import { describe, expect, it } from 'vitest'
import { isCommonPassword } from './common-passwords.ts'

describe('a common password', () => {
  it.each([
    ['password', 'as it is in the list'],
    ['Password1!', 'with a capital, a digit and a symbol'],
    ['Passw0rd!', 'with a digit for a letter'],
    ['P@$$w0rd', 'with symbols for letters'],
    ['P@ssw0rd123!', 'with both, and a number'],
    ['!!Welcome2024', 'with symbols before it'],
    ['Sunshine2024!', 'with a year'],
    ['Qwerty123!', 'from a row of keys'],
    ['1Qaz2wsx!', 'from columns of keys'],
    ['Abcd1234!', 'from the alphabet'],
    ['Adm1n1strator!', 'with digits for the same letter'],
    ['Quiva2026!', 'with the name of the service'],
    ['Trustno1!', 'that ends with a digit itself'],
  ])('is known again: %s, %s', async (password) => {
    expect(await isCommonPassword(password)).toBe(true)
  })

  it.each([
    ['correct-Horse7', 'two words'],
    ['Monkey48213907!', 'a common word and a long number'],
    ['xK9#dragon!Qz4', 'a common word in the midst of others'],
    ['Жёлтый-Дом-7', 'no ASCII'],
    ['漢字Aa1!漢字漢', 'several scripts'],
    ['!!!!!!!!!!!!', 'nothing but symbols'],
    ['', 'nothing'],
  ])('is not %s: %s', async (password) => {
    expect(await isCommonPassword(password)).toBe(false)
  })

  // Attack: a long password that takes long to take apart stops everybody.
  it('is looked for in no time that grows with more than its length', async () => {
    await isCommonPassword('x')
    const time = async (password: string) => {
      const times: number[] = []
      for (let round = 0; round < 5; round += 1) {
        const start = performance.now()
        for (let again = 0; again < 20; again += 1) await isCommonPassword(password)
        times.push(performance.now() - start)
      }
      return Math.min(...times)
    }
    const short = await time('1!'.repeat(500))
    expect(await time('1!'.repeat(8000))).toBeLessThan(short * 100)
  })
})
