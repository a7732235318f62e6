import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../platform/errors/refusal.ts'
import { useAnswered, type Watch } from './answered.ts'
import { refuseRepeatedHeaders } from './credential.ts'
import { sendRefusal } from './error-handler.ts'
import { type AllowedAt, answerOptions } from './methods.ts'
import type { Server } from './server.ts'

/**
 * No cache may give an answer to another client. Caches know that for Authorization (RFC 9111, §3.5), but not for
 * X-Api-Key. Documents and images, which everybody may keep, set their own caching.
 */
export const CREDENTIAL_HEADERS = 'Authorization, X-Api-Key'

/**
 * Five minutes, for documents that are the same for everybody: they change only with a new version of the gateway or a
 * new signing key.
 */
export const DOCUMENT_CACHING = 'public, max-age=300'

/** Runs before everything else: sets the headers of every answer, and refuses requests that could mean two things. */
export function useEveryRequest(app: Server, allowedAt: AllowedAt): Watch {
  const watch = useAnswered(app)
  app.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    watch.begin(request, reply.raw, performance.now())
    setCommonHeaders(request, reply)
    const { raw } = request
    // RFC 9112, §3.2: only HTTP/1.0 allows requests without Host.
    if (raw.headers.host === undefined && raw.httpVersion !== '1.0') return done(new Refusal('host_required'))
    if (raw.headers.upgrade !== undefined) endAfterAnswer(reply)
    try {
      refuseRepeatedHeaders(raw.rawHeaders)
    } catch (error) {
      return done(error instanceof Error ? error : new Error('unknown', { cause: error }))
    }
    if (!answerOptions(request, reply, allowedAt)) done()
  })
  return watch
}

function setCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('cache-control', 'no-store')
  reply.header('vary', CREDENTIAL_HEADERS)
  reply.header('x-request-id', request.id)
}

/** The same headers, as a list of names and values. */
export function commonHead(requestId: string): string[] {
  return ['cache-control', 'no-store', 'vary', CREDENTIAL_HEADERS, 'x-request-id', requestId]
}

/**
 * A request that asked for an upgrade and gets an answer is the last one on its connection: Node's parser no longer
 * reports broken bytes, and a client that sends some would wait for an answer until the connection times out.
 */
function endAfterAnswer(reply: FastifyReply): void {
  reply.raw.shouldKeepAlive = false
}

/** Answers an address that the framework cannot read: no hook runs then. */
export function answerBadAddress(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  setCommonHeaders(request, reply)
  sendRefusal(reply, new Refusal('malformed_request', { cause: error }))
}
