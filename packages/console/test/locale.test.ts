import { expect, it } from 'vitest'
import { chooseFormat, chooseLocale, directionOf } from '../src/texts/locale.ts'

it.each([
  [['de-AT', 'en'], 'de'],
  [['fr', 'pt-BR', 'de'], 'pt-BR'],
  [['pt-PT'], 'pt-BR'],
  [['EN-gb', 'de'], 'en'],
  [['ja', 'ko'], 'en'],
  [[], 'en'],
])('who reads %j gets texts in %s', (wanted, locale) => {
  expect(chooseLocale(wanted, ['en', 'de', 'pt-BR'])).toBe(locale)
})

it('dates are written as the country of the reader does, in the language of the texts', () => {
  expect(chooseFormat('en', ['de-DE', 'en-GB'])).toBe('en-GB')
  expect(chooseFormat('en', ['ja'])).toBe('en')
})

it('Hebrew and Arabic run from right to left', () => {
  expect(['en', 'de', 'he', 'ar-EG'].map(directionOf)).toEqual(['ltr', 'ltr', 'rtl', 'rtl'])
})
