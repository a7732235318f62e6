import { readFile } from 'node:fs/promises'
import { isMailAddress } from '../values/mail-address.ts'
import { type Accent, accentOf, forTheDark, type Look, parseColour, tooLittleContrast } from './accent.ts'
import { lineOfFailure, locateKeys } from './json-lines.ts'
import { checkLinks, type Link } from './links.ts'
import type { Report } from './report.ts'
import { type Catalogue, checkWording, didYouMean, isLine, isRecord, shown, type Wording } from './texts.ts'

/** What branding.json says. */
export type Settings = {
  accent: Readonly<Record<Look, Accent>> | undefined
  logoHasName: boolean
  language: string
  supportAddress: string | undefined
  footer: string | undefined
  links: readonly Link[]
  texts: Wording
}

export const SETTINGS = 'branding.json'
const KEYS = ['accent', 'accent_dark', 'logo_has_name', 'language', 'support_address', 'footer', 'links', 'texts']
const LONGEST_FOOTER = 300

/** Reads the file, or takes what is so without one. Adds a line to `problems` for each: file, line, key, expectation. */
export async function readSettings(
  file: string | undefined,
  catalogue: Catalogue,
  problems: string[],
): Promise<Settings> {
  const text = file === undefined ? '{}' : await readFile(file, 'utf8')
  const note = (line: number | undefined, problem: string): void => {
    problems.push(`${SETTINGS}${line === undefined ? '' : `, line ${line}`}: ${problem}`)
  }
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch (error) {
    // The message of the parser quotes the text, which says nothing about what is expected.
    note(lineOfFailure(error, text), 'is not JSON: look for a missing or extra comma, quotation mark or brace')
    return check({}, catalogue, () => undefined)
  }
  if (!isRecord(given)) {
    note(undefined, 'must be a JSON object')
    return check({}, catalogue, () => undefined)
  }
  const { lineOf, repeated } = locateKeys(text)
  const report: Report = (key, problem) => note(lineOf(key), `${key.map((name) => shown(name)).join('.')} ${problem}`)
  for (const key of repeated) report(key, 'is there twice')
  return check(given, catalogue, report)
}

function check(given: Record<string, unknown>, catalogue: Catalogue, report: Report): Settings {
  for (const key of Object.keys(given))
    if (!KEYS.includes(key)) report([key], `is not a key of it: ${KEYS.join(', ')}${didYouMean(key, KEYS)}`)
  const { logo_has_name: logoHasName, support_address: supportAddress, footer } = given
  const isAddress = typeof supportAddress === 'string' && isMailAddress(supportAddress)
  if (supportAddress !== undefined && !isAddress) report(['support_address'], 'must be an email address')
  const isFooter = isLine(footer, LONGEST_FOOTER)
  if (footer !== undefined && !isFooter)
    report(['footer'], `must be a text of 1 to ${LONGEST_FOOTER} characters on one line`)
  if (logoHasName !== undefined && typeof logoHasName !== 'boolean')
    report(['logo_has_name'], 'must be true or false, without quotation marks')
  return {
    accent: checkAccent(given, report),
    logoHasName: logoHasName === true,
    language: checkLanguage(given.language, report),
    supportAddress: isAddress ? supportAddress : undefined,
    footer: isFooter ? footer : undefined,
    links: checkLinks(given.links, report),
    texts: checkWording(given.texts, catalogue, report),
  }
}

/** RFC 5646. Programs that read a page aloud choose their voice by it. */
function checkLanguage(given: unknown, report: Report): string {
  try {
    if (given === undefined) return 'en'
    const [language] = typeof given === 'string' ? Intl.getCanonicalLocales(given) : []
    if (language !== undefined) return language
  } catch {
    // A RangeError: no language.
  }
  report(['language'], 'must be the tag of a language, such as de or pt-BR')
  return 'en'
}

function checkAccent(given: Record<string, unknown>, report: Report): Settings['accent'] {
  const light = checkColour('accent', given.accent, 'light', report)
  const dark = checkColour('accent_dark', given.accent_dark, 'dark', report)
  if (given.accent === undefined && given.accent_dark !== undefined) report(['accent_dark'], 'needs an accent, too')
  if (light === undefined) return undefined
  return { light: accentOf(light, 'light'), dark: accentOf(dark ?? forTheDark(light), 'dark') }
}

function checkColour(key: string, given: unknown, look: Look, report: Report): string | undefined {
  if (given === undefined) return undefined
  const colour = parseColour(given)
  if (colour === undefined) {
    report([key], 'must be a colour, such as #2450d3')
    return undefined
  }
  const contrast = tooLittleContrast(colour, look)
  if (contrast === undefined) return colour
  const words = look === 'light' ? 'darker: on a light background' : 'lighter: on a dark background'
  // Not rounded: 4.46 would be said to be 4.5.
  const known = Math.floor(contrast * 10) / 10
  report([key], `must be ${words} its contrast is ${known.toFixed(1)}, and text needs 4.5`)
  return undefined
}
