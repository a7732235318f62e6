import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerTo, headersFor, type Protection, repeatsCredential, verdictOf, wantedBy } from '../http.ts'
import { type Allowed, refused, type Verdict } from '../verdict.ts'
import type { Verifier } from '../verifier.ts'

declare module 'node:http' {
  interface IncomingMessage {
    /** Whose credential the request brought; set by `protect`. */
    quiva?: Allowed
  }
}

/**
 * A middleware for `node:http`, Express and others of this kind: lets a request through with `request.quiva`, or answers
 * as the gateway would. The client's address is `request.ip` of Express (see its "trust proxy"), or the peer's.
 */
export function protect<Request extends IncomingMessage & { ip?: string | undefined }>(
  verifier: Verifier,
  protection: Protection<Request> = {},
): (request: Request, response: ServerResponse, next: () => void) => void {
  return (request, response, next) => {
    function decide(verdict: Verdict): void {
      if (verdict.allowed) {
        for (const [name, value] of Object.entries(headersFor(verdict))) response.setHeader(name, value)
        request.quiva = verdict
        next()
        return
      }
      const { status, headers, body } = answerTo(verdict)
      response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
      response.end(body)
    }
    if (repeatsCredential(request.rawHeaders)) {
      decide(refused('duplicate_header'))
      return
    }
    const { authorization, 'x-api-key': apiKey } = request.headers
    const presented = { authorization, apiKey: typeof apiKey === 'string' ? apiKey : undefined }
    const wanted = wantedBy(protection, request, request.ip ?? request.socket.remoteAddress)
    const verdict = verdictOf(verifier, presented, wanted)
    if (verdict instanceof Promise) void verdict.then(decide)
    else decide(verdict)
  }
}
