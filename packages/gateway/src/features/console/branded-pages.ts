import type { Branding } from '../../platform/branding/branding.ts'
import { escapeHtml, toMarkup } from '../../platform/values/html.ts'
import { consoleStyle, linksOf, nameOf, picturePaths } from '../pages/brand-look.ts'

/**
 * The pages of the build, with a brand in them from the first byte: its name, its icon, its colours behind those of the
 * build. What came later would be seen to change. Everything is under the policy that the pages have anyway.
 */
export function createBrandedPages(branding: Branding | undefined): (name: string, body: Buffer) => Buffer {
  if (!branding) return (_, body) => body
  const { appName } = branding
  const { icon } = picturePaths(branding)
  const style = consoleStyle(branding.accent)
  const atEnd = style ? `<link rel="stylesheet" href="${escapeHtml(style.path)}">\n</head>` : '</head>'
  const iconLink = `<link rel="icon" href="${escapeHtml(icon)}">`

  const ofConsole = (page: string) =>
    page
      .replace(/<title>[^<]*<\/title>/, () => `<title>${escapeHtml(appName)}</title>`)
      .replace(/<link rel="icon"[^>]*>/, () => iconLink)
      .replace(/(<img class="splash" src=")[^"]*/, (_, before: string) => `${before}${escapeHtml(icon)}`)
      .replace('</head>', () => atEnd)

  const ofElement = (page: string) =>
    page
      .replace(
        /<title>([^<]*)<\/title>/,
        (_, title: string) => `<title>${title} · ${escapeHtml(appName)}</title>${iconLink}`,
      )
      .replace('</head>', () => atEnd)
      .replace('<main>', () => `<header>${toMarkup(nameOf(branding))}</header>\n<main>`)
      .replace('</main>', () => `</main>${toMarkup(linksOf(branding))}`)

  return (name, body) => {
    if (name === 'index.html') return Buffer.from(ofConsole(body.toString('utf8')))
    return name === 'embed/index.html' ? Buffer.from(ofElement(body.toString('utf8'))) : body
  }
}

/** What the page has to know of a brand before anybody has signed in; undefined without one. */
export function describeBranding(branding: Branding | undefined) {
  if (!branding) return undefined
  const { logo, logoDark } = picturePaths(branding)
  return {
    ...(logo !== undefined && { logo }),
    ...(logoDark !== undefined && { logo_dark: logoDark }),
    logo_has_name: branding.logo !== undefined && branding.logoHasName,
    links: [...branding.links],
    texts: Object.entries(branding.texts.console ?? {}).map(([name, text]) => ({
      name,
      text: text.replaceAll('{app_name}', () => branding.appName),
    })),
  }
}
