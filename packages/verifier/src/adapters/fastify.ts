import type { FastifyReply, FastifyRequest } from 'fastify'
import { answerTo, headersFor, type Protection, repeatsCredential, verdictOf, wantedBy } from '../http.ts'
import { type Allowed, refused, type Verdict } from '../verdict.ts'
import type { Verifier } from '../verifier.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose credential the request brought; set by `protect`. */
    quiva?: Allowed
  }
}

/**
 * A hook for `onRequest`, of one route, of a plugin or of the whole server: lets a request through with
 * `request.quiva`, or answers as the gateway would. The client's address is `request.ip` (see Fastify's `trustProxy`).
 */
export function protect(
  verifier: Verifier,
  protection: Protection<FastifyRequest> = {},
): (request: FastifyRequest, reply: FastifyReply, done: () => void) => void {
  return (request, reply, done) => {
    function decide(verdict: Verdict): void {
      if (verdict.allowed) {
        reply.headers(headersFor(verdict))
        request.quiva = verdict
        done()
        return
      }
      const { status, headers, body } = answerTo(verdict)
      void reply.code(status).headers(headers).send(body)
    }
    const { rawHeaders, headers } = request.raw
    if (repeatsCredential(rawHeaders)) {
      decide(refused('duplicate_header'))
      return
    }
    const { authorization, 'x-api-key': apiKey } = headers
    const presented = { authorization, apiKey: typeof apiKey === 'string' ? apiKey : undefined }
    const verdict = verdictOf(verifier, presented, wantedBy(protection, request, request.ip))
    if (verdict instanceof Promise) void verdict.then(decide)
    else decide(verdict)
  }
}
