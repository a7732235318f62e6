import { createHash } from 'node:crypto'
import type { Branding } from '../../platform/branding/branding.ts'
import { isKnown } from '../../transport/http/if-none-match.ts'
import type { Server } from '../../transport/http/server.ts'
import { consoleStyle } from './brand-look.ts'

const options = { config: { open: 'page' as const }, schema: { hide: true } }

/**
 * An SVG that is opened by itself is a document: here it runs no script, loads nothing, and is of an origin of its own.
 * As an image it never runs scripts, whatever these headers say.
 */
const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}

/** The pictures and colours of a brand, for pages and the console. Without a brand there is nothing. */
export function brandingRoutes(app: Server, branding: Branding | undefined): void {
  if (!branding) return
  const { logo, logoDark, icon, accent } = branding
  const style = consoleStyle(accent)
  if (logo) serve('/branding/logo', logo.type, logo.body)
  if (logoDark) serve('/branding/logo-dark', logoDark.type, logoDark.body)
  serve('/branding/icon', icon.type, icon.body)
  if (style) serve('/branding/style.css', 'text/css; charset=utf-8', Buffer.from(style.css))

  function serve(url: string, type: string, body: Buffer): void {
    const hash = createHash('sha256').update(body).digest('base64url')
    const etag = `"${hash}"`
    app.get(url, options, (request, reply) => {
      const { v: version } = request.query as { v?: unknown }
      // Beside a gateway that has the next brand already, another content must not be kept under its address.
      const isThis = version === hash.slice(0, 16)
      reply.headers({ ...HEADERS, etag, 'cache-control': isThis ? 'public, max-age=31536000, immutable' : 'no-cache' })
      if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send()
      return reply.type(type).send(body)
    })
  }
}
