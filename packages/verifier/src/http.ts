import { isAccessToken } from './key-format.ts'
import { rateLimitHeaders } from './rate-limit-headers.ts'
import { refusals } from './refusals.ts'
import type { Allowed, Refused, Verdict, Wanted } from './verdict.ts'
import { refused } from './verdict.ts'
import type { Verifier } from './verifier.ts'

export { refused }

/** What the adapters need of a request. */
export type Presented = { authorization: string | undefined; apiKey: string | undefined }

/** What a request needs; each can be said once for all, or by the request. */
export type Protection<Request> = {
  /** Scopes, separated by spaces, all of which the credential must have. */
  scope?: string | ((request: Request) => string | undefined)
  /** Credentials of the other environment are refused. */
  environment?: 'live' | 'test'
  /** The units of the key's quota that the request uses; by default 1. */
  cost?: number | ((request: Request) => number)
  /** The client's IP address, which keys with allowed networks are compared with. */
  address?: (request: Request) => string | undefined
}

export function wantedBy<Request>(
  protection: Protection<Request>,
  request: Request,
  address: string | undefined,
): Wanted {
  const { scope, environment, cost } = protection
  return {
    scope: typeof scope === 'function' ? scope(request) : scope,
    environment,
    cost: typeof cost === 'function' ? cost(request) : cost,
    address: protection.address ? protection.address(request) : address,
  }
}

/**
 * Reads the credential as the gateway does: `Authorization: Bearer` wins over `X-Api-Key`, which takes no access tokens.
 * The scheme is case-insensitive (RFC 9110, §11.1).
 */
export function credentialOf({ authorization, apiKey }: Presented): string | undefined {
  if (authorization === undefined) return apiKey && !isAccessToken(apiKey) ? apiKey : undefined
  if (authorization.slice(0, 7).toLowerCase() !== 'bearer ') return undefined
  return authorization.slice(7).trim() || undefined
}

/** The verdict, without a promise if it needs no gateway. */
export function verdictOf(verifier: Verifier, presented: Presented, wanted: Wanted): Verdict | Promise<Verdict> {
  const credential = credentialOf(presented)
  if (credential === undefined) return refused('unauthorized')
  return verifier.known(credential, wanted) ?? verifier.verify(credential, wanted)
}

export type Answer = { status: number; headers: Record<string, string>; body: string }

/** RFC 6750, §3. */
const CHALLENGE = 'Bearer realm="quiva"'

/** How a refusal is answered: as the gateway does (docs/errors.md). */
export function answerTo(verdict: Refused): Answer {
  const { status, code, retryAfter, refillsOn, scope, details } = verdict
  const { error, message } = refusals[code]
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      vary: 'Authorization, X-Api-Key',
      ...(status === 401 && { 'www-authenticate': CHALLENGE }),
      ...(scope !== undefined && { 'www-authenticate': `${CHALLENGE}, error="insufficient_scope", scope="${scope}"` }),
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
      ...headersFor(verdict),
    },
    body: JSON.stringify({
      error,
      message,
      code,
      ...(details && { details }),
      ...(retryAfter !== undefined && { retry_after: retryAfter }),
      ...(refillsOn !== undefined && { refills_on: refillsOn }),
    }),
  }
}

/** What the client is told beside the answer: what is left of its limits, and when its key ends. */
export function headersFor({ limits, ending }: Allowed | Refused): Record<string, string> {
  const headers: Record<string, string> = limits.length > 0 ? rateLimitHeaders(limits) : {}
  if (ending) headers['quiva-key-expires'] = ending.endsOn
  if (ending?.replacedBy) headers['quiva-key-replaced-by'] = ending.replacedBy
  return headers
}

/** Whether a header that may come only once comes again: proxies and services may each believe another one. */
export function repeatsCredential(rawHeaders: readonly string[]): boolean {
  let seen = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (name.length !== 13 && name.length !== 9) continue
    const lower = name.toLowerCase()
    const bit = lower === 'authorization' ? 1 : lower === 'x-api-key' ? 2 : 0
    if ((seen & bit) !== 0) return true
    seen |= bit
  }
  return false
}
