import { createHash } from 'node:crypto'
import type { Accent } from '../../platform/branding/accent.ts'
import type { Branding } from '../../platform/branding/branding.ts'
import { type Html, html } from '../../platform/values/html.ts'

/** What a brand changes of the pages: behind their style sheet. All values are checked to be colours. */
export function brandStyle({ accent, links }: Pick<Branding, 'accent' | 'links'>): string {
  return `${accent ? inBoth(accent, ofPages) : ''}${HEADER}${links.length > 0 ? FOOTER : ''}`
}

const ofPages = ({ colour, strong, onIt }: Accent) => [
  `--accent: ${colour};`,
  `--accent-strong: ${strong};`,
  `--on-accent: ${onIt};`,
]

/** The colours of the console (its styles/tokens.css), and on the gateway's own page around it, of `<quiva-keys>`. */
export function consoleStyle(accent: Branding['accent']): { css: string; path: string } | undefined {
  if (!accent) return undefined
  const css = inBoth(accent, ({ colour, strong, soft, text, onIt }) =>
    ['--', '--quiva-'].flatMap((start) => [
      `${start}accent: ${colour};`,
      `${start}accent-strong: ${strong};`,
      `${start}accent-soft: ${soft};`,
      `${start}accent-text: ${text};`,
      `${start}on-accent: ${onIt};`,
    ]),
  )
  return { css, path: `/branding/style.css?v=${createHash('sha256').update(css).digest('base64url').slice(0, 16)}` }
}

function inBoth({ light, dark }: NonNullable<Branding['accent']>, lines: (accent: Accent) => string[]): string {
  return `:root { ${lines(light).join(' ')} }
@media (prefers-color-scheme: dark) { :root { ${lines(dark).join(' ')} } }
`
}

const HEADER = `header { display: flex; align-items: center; gap: .6rem }
header img { margin: 0 }
`
const FOOTER = `footer { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; max-width: 29rem; margin: 1rem auto 0; padding: 0 .25rem; font-size: .9rem }
footer a { color: var(--muted) }
`

/** Where the pictures of a brand are; the query changes with the content, so that browsers may keep them for ever. */
export function picturePaths({ logo, logoDark, icon }: Pick<Branding, 'logo' | 'logoDark' | 'icon'>) {
  return {
    logo: logo && `/branding/logo?v=${logo.version}`,
    logoDark: logoDark && `/branding/logo-dark?v=${logoDark.version}`,
    icon: `/branding/icon?v=${icon.version}`,
  }
}

/** The logo, and the name beside it unless the logo says it. */
export function nameOf(branding: Branding): Html {
  const { appName, logo, logoHasName } = branding
  return html`${logoOf(branding)}${!(logo && logoHasName) && appName}`
}

function logoOf(branding: Branding): Html | undefined {
  const { logo, logoDark } = picturePaths(branding)
  if (logo === undefined) return undefined
  const image = html`<img src="${logo}" alt="${branding.logoHasName && branding.appName}">`
  if (logoDark === undefined) return image
  return html`<picture><source media="(prefers-color-scheme: dark)" srcset="${logoDark}">${image}</picture>`
}

/** Where they lead must not learn the address of the page, which may have the token of a mail. */
export function linksOf({ links }: Pick<Branding, 'links'>): Html {
  if (links.length === 0) return html``
  return html`\n<footer>${links.map(
    ({ text, url }) => html`<a href="${url}" target="_blank" rel="noopener noreferrer">${text}</a>`,
  )}</footer>`
}
