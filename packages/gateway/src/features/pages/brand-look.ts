import type { Accent } from '../../platform/branding/accent.ts'
import type { Branding } from '../../platform/branding/branding.ts'

/** The accent colours, behind the style sheet of the pages. All values are checked to be colours. */
export function accentStyle(accent: Branding['accent']): string {
  if (!accent) return ''
  return `:root { ${variables(accent.light)} }
@media (prefers-color-scheme: dark) { :root { ${variables(accent.dark)} } }
`
}

const variables = ({ colour, strong, onIt }: Accent) =>
  `--accent: ${colour}; --accent-strong: ${strong}; --on-accent: ${onIt};`

/** Where the files of a brand are; the query changes with the content. */
export function logoPaths({ logo, logoDark }: Pick<Branding, 'logo' | 'logoDark'>) {
  return {
    light: logo && `/branding/logo?v=${logo.version}`,
    dark: logoDark && `/branding/logo-dark?v=${logoDark.version}`,
  }
}
