import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { StartupError } from '../errors/startup-error.ts'
import { iconOf } from './icon.ts'
import { type Picture, readPicture } from './picture.ts'
import { readSettings, SETTINGS, type Settings } from './settings.ts'
import { type Catalogue, shown } from './texts.ts'

/** How mails, pages and the console look, and what they say: docs/branding.md. */
export type Branding = Settings & {
  appName: string
  logo: Picture | undefined
  /** The logo on a dark background, if there is one. */
  logoDark: Picture | undefined
  /** A PNG, since many programs for mail show no SVG. */
  mailLogo: Picture | undefined
  /** What tabs of a browser show. */
  icon: Picture
}

const PICTURES = ['logo.svg', 'logo.png', 'logo-dark.svg', 'logo-dark.png', 'icon.svg', 'icon.png']

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
  const file = names.includes(SETTINGS) ? path.join(folder, SETTINGS) : undefined
  const settings = await readSettings(file, texts, problems)
  const [logoSvg, logoPng, darkSvg, darkPng, iconSvg, iconPng] = await Promise.all(
    PICTURES.map(async (name) => (names.includes(name) ? readPicture(folder, name, problems) : undefined)),
  )
  if ((darkSvg ?? darkPng) && !(logoSvg ?? logoPng)) problems.push('logo-dark needs a logo.svg or logo.png beside it')
  if (problems.length > 0) throw new StartupError(problems.map((problem) => `BRANDING_DIR: ${problem}`).join('\n'))
  const logo = logoSvg ?? logoPng
  const icon = iconOf({ icon: iconSvg ?? iconPng, logo, appName, accent: settings.accent })
  return { appName, ...settings, logo, logoDark: darkSvg ?? darkPng, mailLogo: logoPng, icon }
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
