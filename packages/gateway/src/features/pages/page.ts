import { createHash } from 'node:crypto'
import { escapeHtml, type Html, html, toMarkup } from '../../platform/values/html.ts'
import { STYLE } from './style.ts'

/** The kind of page: something to do, something done, or something that went wrong. */
type PageTone = 'neutral' | 'success' | 'problem'

/**
 * A whole HTML document as a string: one heading, one card, no script, nothing loaded from anywhere. `title` is plain
 * text (escaped here); `body` is the content below the heading.
 */
export function page({ title, body, tone = 'neutral' }: { title: string; body: Html; tone?: PageTone }): string {
  const content = html`<header>Quiva <span>Gateway</span></header>
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
<title>${escapeHtml(title)} · Quiva Gateway</title>
<style>${STYLE}</style>
</head>
<body>
${toMarkup(content)}
</body>
</html>
`
}

/** The end of a page after which people sign in, where the gateway has a console. Without it, nothing. */
export const openConsole = (servesConsole: boolean | undefined): Html | undefined =>
  servesConsole ? html`\n<p><a href="/console/">Open the console</a></p>` : undefined

/**
 * The headers of every page; spread them into a reply as they are. They are written here, without helmet: these pages
 * need six constant lines, but helmet's middleware computes about twelve for each request (and cost API routes half of
 * their throughput when it was registered globally).
 *
 * `Referrer-Policy: no-referrer` keeps the token in a link's query from leaking; it also makes browsers send `Origin:
 * null` with the form's POST (Fetch Standard, "append a request Origin header"), so a route behind one of these pages
 * must not compare Origin: the single-use token or code in the form is what authorises it.
 */
export function pageHeaders(): Readonly<Record<string, string>> {
  return HEADERS
}

const styleHash = createHash('sha256').update(STYLE, 'utf8').digest('base64')

const HEADERS: Readonly<Record<string, string>> = Object.freeze({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
})

function mark(tone: 'success' | 'problem'): Html {
  const path = tone === 'success' ? 'M13 20.5l5 5 9.5-11' : 'M20 11.5v11M20 28v.5'
  return html`<svg class="mark ${tone}" viewBox="0 0 40 40" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="20" cy="20" r="17.5" stroke-width="2"/><path d="${path}"/></svg>
`
}
