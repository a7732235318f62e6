import { expect, it } from 'vitest'
import { accentOf, forTheDark, parseColour, tooLittleContrast } from './accent.ts'

/** WCAG 2.2, relative luminance; written anew, so that a mistake there is none here. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const parts = [0, 0x33, 0x66, 0x99, 0xcc, 0xff]
const hex = (part: number) => part.toString(16).padStart(2, '0')
const colours = parts.flatMap((r) => parts.flatMap((g) => parts.map((b) => `#${hex(r)}${hex(g)}${hex(b)}`)))

/** Cards, pages, and what is under a pointer, of the console (styles/tokens.css). */
const SURFACES = {
  light: ['#ffffff', '#fafbfc', '#f3f4f7', '#f0f2f5'],
  dark: ['#14171d', '#0d0f13', '#1a1e26', '#1d222b'],
}

it('of each colour that is accepted, all that is written on it or in it can be read, light and dark', () => {
  const accepted = colours.filter((colour) => tooLittleContrast(colour, 'light') === undefined)
  expect(accepted.length).toBeGreaterThan(60)
  for (const given of accepted) {
    for (const look of ['light', 'dark'] as const) {
      const { colour, strong, soft, text, onIt } = accentOf(look === 'light' ? given : forTheDark(given), look)
      for (const below of [colour, strong])
        expect(contrast(onIt, below), `${onIt} on ${below}`).toBeGreaterThanOrEqual(4.5)
      for (const below of [soft, ...SURFACES[look]])
        expect(contrast(text, below), `${text} on ${below}`).toBeGreaterThanOrEqual(4.5)
      for (const below of SURFACES[look])
        expect(contrast(colour, below), `${colour} on ${below}`).toBeGreaterThanOrEqual(4.5)
      // What is chosen in a list has other words on it, too.
      const words = look === 'light' ? ['#171a20', '#585f6c'] : ['#eceef2', '#a2abb9']
      for (const word of words) expect(contrast(word, soft), `${word} on ${soft}`).toBeGreaterThanOrEqual(4.5)
    }
  }
})

it('a colour is six digits and nothing else', () => {
  expect(parseColour('#0A6b4a')).toBe('#0a6b4a')
  for (const text of ['0a6b4a', '#fff', '#0a6b4a ', '#0a6b4g', 'red', '#0a6b4a;}', undefined])
    expect(parseColour(text)).toBeUndefined()
})
