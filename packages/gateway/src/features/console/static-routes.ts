import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Branding } from '../../platform/branding/branding.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { isKnown } from '../../transport/http/if-none-match.ts'
import type { Server } from '../../transport/http/server.ts'
import type { Pages } from '../pages/page.ts'
import { type Asset, createAssets, type Encoding } from './assets.ts'
import { createBrandedPages } from './branded-pages.ts'
import { notBuiltPage } from './not-built-page.ts'
import { isLoopbackHost } from './own-origin.ts'

const options = { config: { open: 'console' as const }, schema: { hide: true } }

/**
 * Nothing from elsewhere, no script or style within a page, no string that becomes code or markup (Trusted Types), and
 * no other page around it. Images come from the gateway too, also those that lie in a bucket.
 */
export const CONSOLE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': CONSOLE_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), display-capture=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

const FOR_EVER = 'public, max-age=31536000, immutable'
const ASK_EACH_TIME = 'no-cache'

/** The scripts of `<quiva-keys>`, which other products load (docs/embedding.md); they say nothing of anybody. */
const FOR_OTHERS = { 'cross-origin-resource-policy': 'cross-origin', 'access-control-allow-origin': '*' }

type Deps = { folder: string; publicUrl: string; pages: Pages; branding: Branding | undefined }

/** The pages of the console: one page for every address below /console/ that names no file, and the files it loads. */
export function staticRoutes(app: Server, { folder, publicUrl, pages, branding }: Deps): void {
  const assets = createAssets(folder, createBrandedPages(branding))
  const canonical = createCanonical(publicUrl)

  async function sendPage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const elsewhere = canonical(request)
    if (elsewhere !== undefined) return reply.redirect(`${elsewhere}${request.url}`)
    const page = await assets.page()
    if (page) return sendAsset(request, reply, page)
    return pages.send(reply, 503, notBuiltPage())
  }

  app.get('/', options, (request, reply) => {
    // For programs there is nothing here.
    if (!wantsPage(request)) throw new Refusal('not_found')
    return reply.redirect(`${canonical(request) ?? ''}/console/${queryOf(request)}`)
  })
  app.get('/console', options, (request, reply) => reply.redirect(`/console/${queryOf(request)}`))
  app.get('/console/', options, sendPage)
  app.get('/console/*', options, async (request, reply) => {
    const { '*': name } = request.params as { '*': string }
    const asset = await assets.find(name)
    if (asset) return sendAsset(request, reply, asset)
    // The router of the page knows the address; but a file that is missing must not become a page.
    if (name.includes('.')) throw new Refusal('not_found')
    return sendPage(request, reply)
  })

  // The page of the gateway around the element: the token is in the fragment, which is not sent.
  app.get('/embed', options, (_request, reply) => reply.redirect('/embed/'))
  app.get('/embed/', options, async (request, reply) => {
    const page = await assets.find('embed/index.html')
    return page ? sendAsset(request, reply, page) : pages.send(reply, 503, notBuiltPage())
  })
  app.get('/embed/*', options, async (request, reply) => {
    const { '*': name } = request.params as { '*': string }
    const asset = await assets.find(`embed/${name}`)
    if (!asset) throw new Refusal('not_found')
    return sendAsset(request, reply, asset, name.endsWith('.js') ? FOR_OTHERS : {})
  })
}

function sendAsset(
  request: FastifyRequest,
  reply: FastifyReply,
  asset: Asset,
  more: Record<string, string> = {},
): FastifyReply {
  const { type, etag, isImmutable, body, compressed } = asset
  reply.headers({
    ...HEADERS,
    ...more,
    'cache-control': isImmutable ? FOR_EVER : ASK_EACH_TIME,
    etag,
    vary: 'Accept-Encoding',
  })
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send()
  reply.type(type)
  const encoding = encodingFor(request.headers['accept-encoding'], compressed)
  if (encoding === undefined) return reply.send(body)
  return reply.header('content-encoding', encoding).send(compressed.get(encoding))
}

/** The best encoding that the client names (RFC 9110, §12.5.3); one with `q=0` is refused. */
function encodingFor(header: string | string[] | undefined, has: Asset['compressed']): Encoding | undefined {
  const named = [header ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => !/;\s*q=0(?:\.0*)?$/.test(part))
    .map((part) => part.split(';', 1)[0]?.trim())
  return (['br', 'gzip'] as const).find((encoding) => named.includes(encoding) && has.has(encoding))
}

function wantsPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') === true
}

function queryOf({ url }: FastifyRequest): string {
  const start = url.indexOf('?')
  return start === -1 ? '' : url.slice(start)
}

/**
 * Where a browser belongs that has come by an IP address of this machine, although PUBLIC_URL says `localhost`: browsers
 * make no passkeys for IP addresses, and an OAuth provider sends the browser to PUBLIC_URL.
 */
function createCanonical(publicUrl: string): (request: FastifyRequest) => string | undefined {
  const own = new URL(publicUrl)
  return ({ headers: { host } }) => {
    if (own.hostname !== 'localhost' || !isLoopbackHost(host)) return undefined
    // Not every host that looks like one is: `localhost:99999`.
    const used = URL.parse(`http://${host}`)
    return used && used.hostname !== 'localhost' && used.port === own.port ? own.origin : undefined
  }
}
