import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../platform/errors/refusal.ts'
import { sendRefusal } from './error-handler.ts'
import type { Server } from './server.ts'

/** The methods of a path as the header Allow lists them; undefined for a path without a route. */
export type AllowedAt = (path: string) => string | undefined

/** Collects the routes that are registered from now on. */
export function collectMethods(app: Server): AllowedAt {
  const routes = new Map<string, { path: RegExp; methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }) => {
    // The preflights of @fastify/cors.
    if (url === '*') return
    // OPTIONS is answered for every path: by a route of its own, or by `answerOptions`.
    const route = routes.get(url) ?? { path: toPattern(url), methods: new Set(['OPTIONS']) }
    routes.set(url, route)
    for (const one of [method].flat()) route.methods.add(one)
  })
  const list = (methods: Iterable<string>) => [...new Set(methods)].sort().join(', ')

  return (path) => {
    // RFC 9110, §9.3.7: `*` asks about the server as a whole.
    if (path === '*') return list([...routes.values()].flatMap(({ methods }) => [...methods]))
    const route = routes.get(path) ?? [...routes.values()].find((each) => each.path.test(path))
    return route && list(route.methods)
  }
}

/**
 * Matches paths with parameters, such as `/profile-images/:name` or `/console/*`. A path without parameters is found in the map first.
 */
function toPattern(url: string): RegExp {
  const patternOf = (part: string) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : RegExp.escape(part))
  const parts = url.split('/').map(patternOf)
  return new RegExp(`^${parts.join('/')}$`)
}

/**
 * Answers OPTIONS with the methods of the path (RFC 9110, §9.3.7), unless a route does or it is a browser's preflight.
 */
export function answerOptions(request: FastifyRequest, reply: FastifyReply, allowedAt: AllowedAt): boolean {
  if (request.method !== 'OPTIONS' || (isPreflight(request) && !isOfOwnPages(request))) return false
  // Then the path has an OPTIONS route of its own, as /verify has. The OPTIONS route of @fastify/cors is at '*'.
  if (request.routeOptions.config.operation !== undefined) return false
  const allowed = allowedAt(pathOf(request))
  if (allowed === undefined) sendRefusal(reply, new Refusal('not_found'))
  else void reply.code(204).header('allow', allowed).send()
  return true
}

/** What pages of other origins may never do, whatever CORS_ORIGINS says. */
function isOfOwnPages({ url }: FastifyRequest): boolean {
  return url.startsWith('/console/')
}

/** Fetch Standard, CORS-preflight request. */
function isPreflight({ headers }: FastifyRequest): boolean {
  return headers.origin !== undefined && headers['access-control-request-method'] !== undefined
}

/**
 * Answers 404 for an unknown path, and 405 with `Allow` for a known one with another method; both before anything of a
 * body is read, and after the headers that let pages read the answer.
 */
export function answerUnknownRoutes(app: Server, allowedAt: AllowedAt): void {
  function answer(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const allowed = allowedAt(pathOf(request))
    if (allowed === undefined) return sendRefusal(reply, new Refusal('not_found'))
    // A preflight while CORS is off: the answer lists the methods, and gives no permission.
    if (request.method === 'OPTIONS') return reply.code(204).header('allow', allowed).send()
    return sendRefusal(reply.header('allow', allowed), new Refusal('method_not_allowed'))
  }
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404) void answer(request, reply)
    else done()
  })
  app.setNotFoundHandler(answer)
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? ''
}
