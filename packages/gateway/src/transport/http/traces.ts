import type { Config } from '../../platform/config/config.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type Attributes, type Span, within } from '../../platform/tracing/span.ts'
import type { SentContext, Tracing } from '../../platform/tracing/tracing.ts'
import type { AnsweredRequest } from './answered.ts'
import { createTrustsPeer } from './client-address.ts'
import type { Server } from './server.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** With traces only. */
    span?: Span | undefined
  }
}

/** Other methods are told by no name that a client could choose. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'QUERY'])

/**
 * A span for each request, by the semantic conventions for HTTP servers. The path is that of the route: clients put
 * keys into paths and queries, so nothing of what they sent is told. Call this before what else happens to requests is
 * added. Without `tracing` nothing is added at all.
 */
export function useTraces(
  app: Server,
  tracing: Tracing | undefined,
  config: Pick<Config, 'trustProxy' | 'publicUrl'>,
): void {
  if (!tracing) return
  const trustsPeer = createTrustsPeer(config.trustProxy)
  const { protocol, hostname, port } = new URL(config.publicUrl)
  const always: Attributes = {
    'url.scheme': protocol.slice(0, -1),
    'server.address': hostname,
    'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
  }

  function begin(request: AnsweredRequest, since: number): Span | undefined {
    const { open } = request.routeOptions.config
    // Asked every few seconds by whoever watches the gateway.
    if (open === 'health' || open === 'metrics') return undefined
    const { url: route, config: routeConfig } = request.routeOptions
    const isKnown = METHODS.has(request.method)
    const method = isKnown ? request.method : 'HTTP'
    return tracing?.begin(route === undefined ? method : `${method} ${route}`, {
      kind: 'server',
      since,
      sent: sentWith(request),
      attributes: {
        ...always,
        'http.request.method': isKnown ? request.method : '_OTHER',
        'http.route': route,
        'network.protocol.version': request.raw.httpVersion,
        'quiva.operation': routeConfig.operation,
        'quiva.request.id': request.id,
      },
    })
  }

  function sentWith({ raw }: AnsweredRequest): SentContext | undefined {
    const { traceparent, tracestate } = raw.headers
    if (typeof traceparent !== 'string') return undefined
    return {
      traceparent,
      tracestate: typeof tracestate === 'string' ? tracestate : undefined,
      isTrusted: trustsPeer(raw),
    }
  }

  app.addHook('onRequest', (request, reply, done) => {
    const span = begin(request, performance.now())
    if (!span) return done()
    request.span = span
    // If it was not answered until then, its client has gone.
    reply.raw.on('close', () => {
      if (!span.hasEnded()) span.fail('client_closed')
      span.end()
    })
    within(span, done)
  })
  // Reading the body has lost the span.
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.span) within(request.span, done)
    else done()
  })
  app.addHook('onError', (request, _reply, error, done) => {
    if (error instanceof Refusal) request.span?.set({ 'quiva.refusal': error.code })
    done()
  })
  app.whenAnswered((request: AnsweredRequest, status, ms) => {
    // The first look answers without hooks, and some requests are refused before there is a span.
    request.span ??= begin(request, performance.now() - ms)
    const { span } = request
    if (!span) return
    span.set({ 'http.response.status_code': status, 'quiva.account.id': request.access?.principal.accountId })
    if (status >= 500) span.fail(String(status))
    span.end()
  })
}
