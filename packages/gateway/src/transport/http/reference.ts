import { createHash } from 'node:crypto'
import { type FastifyReply, fastify } from 'fastify'
import { importOptional } from '../../platform/config/import-optional.ts'
import { DOCUMENT_CACHING } from './every-request.ts'
import type { Server } from './server.ts'

/**
 * Scalar writes style elements of its own; nothing is loaded from or sent to another host. The page has the origin of the
 * console, so of the scripts within it only those run that it was made with.
 */
const policyOf = (page: string): string =>
  `default-src 'none'; script-src ${["'self'", ...inlineScriptsOf(page).map(hashSource)].join(' ')}; style-src 'unsafe-inline'; img-src 'self' data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** The texts of the script elements without `src`. */
const inlineScriptsOf = (page: string): string[] =>
  Array.from(page.matchAll(/<script\b(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs), ([, text = '']) => text)

const hashSource = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * `GET /reference`: the API reference for people. Its package (5 MB of JavaScript) is loaded for the first reader. A
 * running server takes no more plugins, so the package runs in a small server of its own, which only this code calls.
 */
export function serveReference(app: Server): void {
  const options = { config: { open: 'documents' as const }, schema: { hide: true } }
  let pages: ReturnType<typeof openPages> | undefined

  async function forward(url: string, reply: FastifyReply): Promise<FastifyReply> {
    pages ??= openPages()
    const open = await pages.catch((error: unknown) => String(error instanceof Error ? error.message : error))
    if (typeof open === 'string')
      return reply.code(404).type('text/plain').send(`${open}\nThe OpenAPI document is at /openapi.json.\n`)
    const page = await open.pages.inject({ method: 'GET', url })
    const { 'content-type': type = 'text/plain', location } = page.headers
    return reply
      .code(page.statusCode)
      .headers({
        'content-type': type,
        'cache-control': DOCUMENT_CACHING,
        ...(location && { location }),
        'content-security-policy': open.policy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
      .send(page.rawPayload)
  }

  for (const url of ['/reference', '/reference/', '/reference/js/scalar.js']) {
    app.get(url, options, (_request, reply) => forward(url, reply))
  }
}

async function openPages() {
  const { default: scalar } = await importOptional(
    '@scalar/fastify-api-reference',
    'The reference page',
    () => import('@scalar/fastify-api-reference'),
  )
  const pages = fastify()
  await pages.register(scalar, { routePrefix: '/reference', configuration: CONFIGURATION })
  const { body } = await pages.inject({ method: 'GET', url: '/reference/' })
  return { pages, policy: policyOf(body) }
}

/** Only the API: nothing that sells or sends to a service of other people, and no link to one. */
const CONFIGURATION = {
  url: '/openapi.json',
  title: 'Quiva Gateway',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
  customCss: 'a[href*="scalar.com"] { display: none }',
} as const
