import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import type { Branding } from '../../platform/branding/branding.ts'
import { languageAttributes } from '../../platform/branding/language.ts'
import { escapeHtml, type Html, html, toMarkup } from '../../platform/values/html.ts'
import { brandStyle, linksOf, nameOf, picturePaths } from './brand-look.ts'
import { STYLE } from './style.ts'
import { createWords, type PageTexts, pageTexts, type Say, type Words } from './words.ts'

/** The kind of page: something to do, something done, or something that went wrong. */
type PageTone = 'neutral' | 'success' | 'problem'

/** What a page says, in the words of whoever asks: `title` is plain text, `body` the content below the heading. */
export type Page = { readonly title: (words: Words) => string; readonly body: (words: Words) => Html; tone: PageTone }

type Given<T extends Readonly<Record<string, string>>> = {
  texts: PageTexts<T>
  /** The name of the text that is the title. */
  title?: keyof T & string
  body: (say: Say<T>, words: Words) => Html
  tone?: PageTone
}

export function page<T extends Readonly<Record<string, string>> & { title?: string }>({
  texts,
  title = 'title',
  body,
  tone = 'neutral',
}: Given<T>): Page {
  return {
    title: (words) => words.plain(texts, title),
    body: (words) => body(words.say(texts), words),
    tone,
  }
}

/** Texts that several pages have. */
export const everyPageTexts = pageTexts('every-page', { open_console: 'Open the console' })

/** The end of a page after which people sign in, where the gateway has a console. Without it, nothing. */
export const openConsole = (words: Words, servesConsole: boolean | undefined): Html | undefined =>
  servesConsole ? html`\n<p><a href="/console/">${words.say(everyPageTexts)('open_console')}</a></p>` : undefined

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
  const style = `${STYLE}${branding ? brandStyle(branding) : ''}`
  const words = createWords(branding)
  const name = branding ? branding.appName : 'Quiva Gateway'
  const header = branding ? nameOf(branding) : html`Quiva <span>Gateway</span>`
  const footer = branding && linksOf(branding)
  const language = toMarkup(languageAttributes(words.language))
  const icon = branding ? `\n<link rel="icon" href="${escapeHtml(picturePaths(branding).icon)}">` : ''
  const styleHash = createHash('sha256').update(style, 'utf8').digest('base64')
  const headers = Object.freeze({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'sha256-${styleHash}'`,
      ...(branding ? ["img-src 'self'"] : []),
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
  })

  function render({ title: titleIn, body, tone }: Page): string {
    const title = titleIn(words)
    const content = html`<header>${header}</header>
<main>
${tone === 'neutral' ? undefined : mark(tone)}<h1>${title}</h1>
${body(words)}
</main>${footer}`
    return `<!doctype html>
<html ${language}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · ${escapeHtml(name)}</title>${icon}
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

function mark(tone: 'success' | 'problem'): Html {
  const path = tone === 'success' ? 'M13 20.5l5 5 9.5-11' : 'M20 11.5v11M20 28v.5'
  return html`<svg class="mark ${tone}" viewBox="0 0 40 40" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="20" cy="20" r="17.5" stroke-width="2"/><path d="${path}"/></svg>
`
}
