import { createHash } from 'node:crypto'
import type { Branding } from '../../platform/branding/branding.ts'
import { isKnown } from '../../transport/http/if-none-match.ts'
import type { Server } from '../../transport/http/server.ts'

const options = { config: { open: 'page' as const }, schema: { hide: true } }

/**
 * An SVG that is opened by itself is a document: here it runs no script, loads nothing, and is of an origin of its own.
 * As an image it never runs scripts, whatever these headers say.
 */
const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
}

/** The logo of a brand, for the pages. Without a brand there is nothing. */
export function brandingRoutes(app: Server, branding: Branding | undefined): void {
  if (!branding) return
  const { logo, logoDark } = branding
  if (logo) serve('/branding/logo', logo.type, logo.body)
  if (logoDark) serve('/branding/logo-dark', logoDark.type, logoDark.body)

  function serve(url: string, type: string, body: Buffer): void {
    const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
    app.get(url, options, (request, reply) => {
      reply.headers({ ...HEADERS, etag })
      if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send()
      return reply.type(type).send(body)
    })
  }
}
