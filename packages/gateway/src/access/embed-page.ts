import type { IncomingHttpHeaders } from 'node:http'
import type { Embed } from './embed.ts'

/** Where a browser says that a request comes from. `own` is the gateway's own page, `none` is no page at all. */
export type FromPage = { kind: 'own' } | { kind: 'other'; page: string } | { kind: 'none' }

/**
 * The browser sets Origin and Sec-Fetch-Site, and no script can: on each request of a page to another origin there is
 * Origin. To its own origin a browser sends it with what changes something only, and Sec-Fetch-Site with everything, but
 * not over plain http. A program can claim what it likes: that a token of a page is used on that page is a promise of
 * browsers (docs/decisions/0058).
 */
export function pageOf({ origin, 'sec-fetch-site': site }: IncomingHttpHeaders, own: string): FromPage {
  if (origin !== undefined) return origin === own ? { kind: 'own' } : { kind: 'other', page: origin }
  return site === 'same-origin' ? { kind: 'own' } : { kind: 'none' }
}

/** Whether a request comes from the page of its embedded session. */
export function isFromEmbedPage(headers: IncomingHttpHeaders, { origin }: Embed, own: string): boolean {
  return isSamePage(pageOf(headers, own), origin)
}

/** `origin` is null for the gateway's own page. */
export function isSamePage(page: FromPage, origin: string | null): boolean {
  return page.kind === 'own' ? origin === null : page.kind === 'other' && page.page === origin
}
