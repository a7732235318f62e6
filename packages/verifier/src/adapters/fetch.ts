import { answerTo, headersFor, type Protection, verdictOf, wantedBy } from '../http.ts'
import type { Allowed } from '../verdict.ts'
import type { Verifier } from '../verifier.ts'

/** What becomes of a request: who sent it and what to tell the client, or the answer that refuses it. */
export type Checked =
  | { allowed: true; verdict: Allowed /** For the answer. */; headers: Record<string, string> }
  | { allowed: false; response: Response }

/**
 * For servers that get a `Request` and return a `Response`: Hono, Bun, Deno and others. A `Request` doesn't know the
 * client's address: without `address`, keys that may be used from some networks only are refused.
 */
export function protect<Given extends Request>(
  verifier: Verifier,
  protection: Protection<Given> = {},
): (request: Given) => Promise<Checked> {
  return async (request) => {
    const authorization = request.headers.get('authorization') ?? undefined
    const apiKey = request.headers.get('x-api-key') ?? undefined
    const wanted = wantedBy(protection, request, undefined)
    const verdict = await verdictOf(verifier, { authorization, apiKey }, wanted)
    if (verdict.allowed) return { allowed: true, verdict, headers: headersFor(verdict) }
    const { status, headers, body } = answerTo(verdict)
    return { allowed: false, response: new Response(body, { status, headers }) }
  }
}
