import type { FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify'
import { isForEmbeds } from '../../access/policy.ts'
import type { Server } from './server.ts'

type Deps = {
  /** PUBLIC_URL's. */
  ownOrigin: string
  /** Whether any account lets its key screens be embedded on pages of the origin. */
  isKnownOrigin(origin: string): Promise<boolean>
}

/** How long a browser may remember the answer to a preflight, in seconds. */
const REMEMBERED_SECONDS = 600
const REQUEST_HEADERS = 'authorization, content-type, idempotency-key, if-match, prefer'
const ANSWER_HEADERS = 'x-request-id, retry-after, etag, ratelimit, ratelimit-policy, idempotency-replayed'

/**
 * CORS for embedded sessions, apart from CORS_ORIGINS: the operations that such a session may do, and the one that opens
 * it, answer pages of the origins that accounts allow, without cookies. A preflight has no credential, so it can only ask
 * whether any account allows the origin. The answer itself is readable where the session is at home; a refusal, for
 * which nobody knows whose session it was, at every such origin. What a page asks with another credential stays closed.
 */
export function useEmbedOrigins(app: Server, { ownOrigin, isKnownOrigin }: Deps): void {
  const methodsAt = new Map<string, Set<string>>()

  app.addHook('onRoute', (route) => {
    const operation = route.config?.operation
    if (operation === undefined || !isForEmbeds(operation)) return
    const methods = methodsAt.get(route.url) ?? new Set()
    methodsAt.set(route.url, methods)
    for (const method of [route.method].flat()) methods.add(method)
    route.onSend = [addHeaders, ...[route.onSend ?? []].flat()]
  })

  app.addHook('onRequest', (request, reply, done) => {
    if (request.method !== 'OPTIONS') return done()
    const { origin, 'access-control-request-method': method } = request.headers
    const methods = methodsAt.get(request.url.split('?', 1)[0] ?? '')
    if (origin === undefined || method === undefined || !methods?.has(method)) return done()
    isKnownOrigin(origin).then((isKnown) => (isKnown ? answerPreflight(reply, origin, methods) : done()), done)
  })

  const addHeaders: onSendHookHandler = (request, reply, payload, done) => {
    const { origin } = request.headers
    if (origin === undefined || origin === ownOrigin) return done(null, payload)
    mayRead(request, origin).then(
      (may) => {
        if (may) allow(reply, origin)
        done(null, payload)
      },
      // Then the page reads nothing.
      () => done(null, payload),
    )
  }

  async function mayRead({ access }: FastifyRequest, origin: string): Promise<boolean> {
    return access ? access.principal.embed?.origin === origin : isKnownOrigin(origin)
  }
}

function answerPreflight(reply: FastifyReply, origin: string, methods: ReadonlySet<string>): void {
  void allow(reply, origin)
    .code(204)
    .headers({
      'access-control-allow-methods': [...methods].join(', '),
      'access-control-allow-headers': REQUEST_HEADERS,
      'access-control-max-age': REMEMBERED_SECONDS,
    })
    .send()
}

function allow(reply: FastifyReply, origin: string): FastifyReply {
  return reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': ANSWER_HEADERS,
    vary: 'Origin',
  })
}
