import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { StartupError } from '../errors/startup-error.ts'
import { isMailAddress } from '../values/mail-address.ts'
import { type Accent, accentOf, forTheDark, type Look, parseColour, tooLittleContrast } from './accent.ts'
import { type Picture, readPicture } from './picture.ts'
import { type Catalogue, checkWording, isLine, isRecord, shown, type Wording } from './texts.ts'

/** How mails and the pages of links look, and what mails say: docs/branding.md. */
export type Branding = {
  appName: string
  accent: Readonly<Record<Look, Accent>> | undefined
  logo: Picture | undefined
  /** The logo on a dark background, if there is one. */
  logoDark: Picture | undefined
  /** A PNG, since many programs for mail show no SVG. */
  mailLogo: Picture | undefined
  supportAddress: string | undefined
  footer: string | undefined
  texts: Wording
}

const SETTINGS = 'branding.json'
const KEYS = ['accent', 'accent_dark', 'support_address', 'footer', 'texts']
const PICTURES = ['logo.svg', 'logo.png', 'logo-dark.svg', 'logo-dark.png']
const LONGEST_FOOTER = 300

type Given = { brandingDir: string | undefined; appName: string }

/**
 * Reads the folder of BRANDING_DIR once, at start; undefined without one. Throws a StartupError with one line for each
 * problem: the file, the key and what is expected. `texts` are those that may be replaced.
 */
export async function readBranding(
  { brandingDir: folder, appName }: Given,
  texts: Catalogue,
): Promise<Branding | undefined> {
  if (folder === undefined) return undefined
  const names = await namesIn(folder)
  const problems = names
    .filter((name) => !PICTURES.includes(name) && name !== SETTINGS)
    .map((name) => `${shown(name)} is not a file of a brand: ${[SETTINGS, ...PICTURES].join(', ')}`)
  const settings: string[] = []
  const given = names.includes(SETTINGS) ? await readSettings(path.join(folder, SETTINGS), settings) : {}
  const branding = { appName, ...check(given, texts, settings) }
  problems.push(...settings.map((problem) => `${SETTINGS}: ${problem}`))
  const [logoSvg, logoPng, darkSvg, darkPng] = await Promise.all(
    PICTURES.map(async (name) => (names.includes(name) ? readPicture(folder, name, problems) : undefined)),
  )
  if ((darkSvg ?? darkPng) && !(logoSvg ?? logoPng)) problems.push('logo-dark needs a logo.svg or logo.png beside it')
  if (problems.length > 0) throw new StartupError(problems.map((problem) => `BRANDING_DIR: ${problem}`).join('\n'))
  return { ...branding, logo: logoSvg ?? logoPng, logoDark: darkSvg ?? darkPng, mailLogo: logoPng }
}

/** Names that begin with a dot are not ours: mounted ConfigMaps and file managers make them. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.')).toSorted()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new StartupError(`BRANDING_DIR must be a folder that can be read (${code ?? 'unknown error'})`, {
      cause: error,
    })
  }
}

async function readSettings(file: string, problems: string[]): Promise<Record<string, unknown>> {
  const text = await readFile(file, 'utf8')
  try {
    const value: unknown = JSON.parse(text)
    if (isRecord(value)) return value
  } catch {
    // The message of the parser quotes the text, which says nothing about what is expected.
  }
  problems.push('must be a JSON object')
  return {}
}

function check(given: Record<string, unknown>, catalogue: Catalogue, problems: string[]) {
  for (const key of Object.keys(given))
    if (!KEYS.includes(key)) problems.push(`${shown(key)} is not a key of it: ${KEYS.join(', ')}`)
  const accent = checkAccent(given, problems)
  const { support_address: supportAddress, footer } = given
  const isAddress = typeof supportAddress === 'string' && isMailAddress(supportAddress)
  if (supportAddress !== undefined && !isAddress) problems.push('support_address must be an email address')
  const isFooter = isLine(footer, LONGEST_FOOTER)
  if (footer !== undefined && !isFooter)
    problems.push(`footer must be a text of 1 to ${LONGEST_FOOTER} characters on one line`)
  return {
    accent,
    supportAddress: isAddress ? supportAddress : undefined,
    footer: isFooter ? footer : undefined,
    texts: checkWording(given.texts, catalogue, problems),
  }
}

function checkAccent(given: Record<string, unknown>, problems: string[]): Branding['accent'] {
  const light = checkColour('accent', given.accent, 'light', problems)
  const dark = checkColour('accent_dark', given.accent_dark, 'dark', problems)
  if (given.accent === undefined && given.accent_dark !== undefined) problems.push('accent_dark needs an accent, too')
  if (light === undefined) return undefined
  return { light: accentOf(light), dark: accentOf(dark ?? forTheDark(light)) }
}

function checkColour(key: string, given: unknown, look: Look, problems: string[]): string | undefined {
  if (given === undefined) return undefined
  const colour = parseColour(given)
  if (colour === undefined) {
    problems.push(`${key} must be a colour, such as #2450d3`)
    return undefined
  }
  const contrast = tooLittleContrast(colour, look)
  if (contrast === undefined) return colour
  const words = look === 'light' ? 'darker: on a light background' : 'lighter: on a dark background'
  problems.push(`${key} must be ${words} its contrast is ${contrast.toFixed(1)}, and text needs 4.5`)
  return undefined
}
