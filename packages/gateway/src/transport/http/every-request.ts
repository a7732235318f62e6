import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../platform/errors/refusal.ts'
import { refuseRepeatedHeaders } from './credential.ts'
import { sendRefusal } from './error-handler.ts'
import { type AllowedAt, answerOptions } from './methods.ts'
import type { Server } from './server.ts'

/**
 * Nobody keeps an answer but who asked for it. Caches know that of Authorization (RFC 9111, §3.5), but not of X-Api-Key.
 * What everybody may keep says so itself: documents and images.
 */
export const CREDENTIAL_HEADERS = 'Authorization, X-Api-Key'

/** Five minutes: what is the same for everybody, and changes when the gateway does or a signing key. */
export const DOCUMENT_CACHING = 'public, max-age=300'

/** Comes before everything else: what the answer says in any case, and whether the request can mean one thing only. */
export function useEveryRequest(app: Server, allowedAt: AllowedAt): void {
  app.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    setCommonHeaders(request, reply)
    const { raw } = request
    // RFC 9112, §3.2. Only HTTP/1.0 knows requests without it.
    if (raw.headers.host === undefined && raw.httpVersion !== '1.0') return done(new Refusal('host_required'))
    if (raw.headers.upgrade !== undefined) endAfterAnswer(reply)
    try {
      refuseRepeatedHeaders(raw.rawHeaders)
    } catch (error) {
      return done(error instanceof Error ? error : new Error('unknown', { cause: error }))
    }
    if (!answerOptions(request, reply, allowedAt)) done()
  })
}

export function setCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('cache-control', 'no-store')
  reply.header('vary', CREDENTIAL_HEADERS)
  reply.header('x-request-id', request.id)
}

/**
 * Nothing is upgraded here. After a request that asked for it, Node's parser says nothing of broken bytes any more, and
 * whoever sent them would wait for an answer until the connection times out.
 */
function endAfterAnswer(reply: FastifyReply): void {
  reply.raw.shouldKeepAlive = false
}

/** For addresses that the framework cannot even read: it runs no hook. */
export function answerBadAddress(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  setCommonHeaders(request, reply)
  sendRefusal(reply, new Refusal('malformed_request', { cause: error }))
}
