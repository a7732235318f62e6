import type { IncomingMessage } from 'node:http'
import { type Credential, toCredential } from '../../access/authenticate.ts'
import { Refusal } from '../../platform/errors/refusal.ts'

/** What a request presents: one credential, none, or something that cannot be one (another scheme, an empty token). */
export type Presented = Credential | 'none' | 'unusable'

/**
 * Reads the credential of a request. `Authorization: Bearer` takes an access token or an API key and wins over
 * `X-Api-Key`; three segments joined by dots, of which the first begins with `eyJ`, are a token, everything else is a key. The scheme is
 * case-insensitive (RFC 9110, §11.1).
 */
export function readCredential(request: IncomingMessage): Presented {
  const { authorization, 'x-api-key': apiKey } = request.headers
  if (authorization === undefined) {
    if (typeof apiKey !== 'string') return 'none'
    return apiKey === '' ? 'unusable' : { type: 'api_key', secret: apiKey }
  }
  if (authorization.slice(0, 7).toLowerCase() !== 'bearer ') return 'unusable'
  const secret = authorization.slice(7).trim()
  if (secret === '') return 'unusable'
  return toCredential(secret)
}

/**
 * Node keeps the first of two Authorization lines, and joins two X-Api-Key lines; a proxy in front may do otherwise. So
 * a request that repeats one of these headers is refused (RFC 9110, §5.3: a sender must not repeat them).
 */
export function refuseRepeatedHeaders(rawHeaders: readonly string[]): void {
  let seen = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const bit = singular(rawHeaders[index] ?? '')
    if (bit === 0) continue
    if ((seen & bit) !== 0) throw new Refusal('duplicate_header')
    seen |= bit
  }
}

/**
 * The bit of a header that may come only once; 0 for all others. Lengths are compared first, since this runs for each
 * header line.
 */
function singular(name: string): number {
  if (name.length === 13) return name.toLowerCase() === 'authorization' ? 1 : 0
  if (name.length === 9) return name.toLowerCase() === 'x-api-key' ? 2 : 0
  if (name.length === 4) return name.toLowerCase() === 'host' ? 8 : 0
  if (name.length === 12) return name.toLowerCase() === 'content-type' ? 4 : 0
  return 0
}
