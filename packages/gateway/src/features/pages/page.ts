import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import type { Branding } from '../../platform/branding/branding.ts'
import { escapeHtml, type Html, html, toMarkup } from '../../platform/values/html.ts'
import { accentStyle, logoPaths } from './brand-look.ts'
import { STYLE } from './style.ts'

/** The kind of page: something to do, something done, or something that went wrong. */
type PageTone = 'neutral' | 'success' | 'problem'

/** What a page says. `title` is plain text, `body` the content below the heading. */
export type Page = { readonly title: string; readonly body: Html; readonly tone: PageTone }

export function page({ title, body, tone = 'neutral' }: { title: string; body: Html; tone?: PageTone }): Page {
  return { title, body, tone }
}

/** The end of a page after which people sign in, where the gateway has a console. Without it, nothing. */
export const openConsole = (servesConsole: boolean | undefined): Html | undefined =>
  servesConsole ? html`\n<p><a href="/console/">Open the console</a></p>` : undefined

/** Makes documents of pages, all with the same look, and sends them. */
export type Pages = {
  /**
   * A whole HTML document: one heading, one card, no script, nothing loaded but the logo of a brand.
   */
  render(page: Page): string
  headers: Readonly<Record<string, string>>
  send(reply: FastifyReply, status: number, page: Page): FastifyReply
}

/**
 * The headers are written here, without helmet: these pages need six constant lines, but helmet's middleware computes
 * about twelve for each request (and cost API routes half of their throughput when it was registered globally).
 *
 * `Referrer-Policy: no-referrer` keeps the token in a link's query from leaking; it also makes browsers send `Origin:
 * null` with the form's POST (Fetch Standard, "append a request Origin header"), so a route behind one of these pages
 * must not compare Origin: the single-use token or code in the form is what authorises it.
 */
export function createPages(branding?: Branding): Pages {
  const style = `${STYLE}${accentStyle(branding?.accent)}`
  const name = branding ? branding.appName : 'Quiva Gateway'
  const header = branding ? html`${logoOf(branding)}${branding.appName}` : html`Quiva <span>Gateway</span>`
  const styleHash = createHash('sha256').update(style, 'utf8').digest('base64')
  const headers = Object.freeze({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'sha256-${styleHash}'`,
      ...(branding?.logo ? ["img-src 'self'"] : []),
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
  })

  function render({ title, body, tone }: Page): string {
    const content = html`<header>${header}</header>
<main>
${tone === 'neutral' ? undefined : mark(tone)}<h1>${title}</h1>
${body}
</main>`
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · ${escapeHtml(name)}</title>
<style>${style}</style>
</head>
<body>
${toMarkup(content)}
</body>
</html>
`
  }

  return { render, headers, send: (reply, status, page) => reply.code(status).headers(headers).send(render(page)) }
}

function logoOf({ logo, logoDark }: Branding): Html | undefined {
  const { light, dark } = logoPaths({ logo, logoDark })
  if (light === undefined) return undefined
  const image = html`<img src="${light}" alt="">`
  if (dark === undefined) return image
  return html`<picture><source media="(prefers-color-scheme: dark)" srcset="${dark}">${image}</picture>`
}

function mark(tone: 'success' | 'problem'): Html {
  const path = tone === 'success' ? 'M13 20.5l5 5 9.5-11' : 'M20 11.5v11M20 28v.5'
  return html`<svg class="mark ${tone}" viewBox="0 0 40 40" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="20" cy="20" r="17.5" stroke-width="2"/><path d="${path}"/></svg>
`
}
