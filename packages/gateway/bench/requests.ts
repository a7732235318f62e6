import { requestBytes } from './connection.ts'
import type { KnownKey } from './seed.ts'

/** The requests of the benchmark, each with the key that it presents, as text that goes out as it is. */

export function infoRequest({ key }: KnownKey): string {
  return requestBytes('GET', '/accounts/info', [`X-Api-Key: ${key}`]).toString()
}

export function listRequest(query: string, { key }: KnownKey): string {
  return requestBytes('GET', `/accounts/api-keys?${query}`, [`X-Api-Key: ${key}`]).toString()
}

export function keyHeader({ key }: KnownKey): Record<string, string> {
  return { 'X-Api-Key': key }
}

/** As a proxy asks, for a client at an address of its own. */
export function verifyRequest(path: string, headers: Record<string, string>): string {
  return requestBytes(
    'GET',
    path,
    Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ).toString()
}

export function introspectRequest(tokens: KnownKey[], { key }: KnownKey): string {
  const body = JSON.stringify({ tokens: tokens.map((token) => token.key) })
  return requestBytes('POST', '/introspect/batch', [`X-Api-Key: ${key}`], body).toString()
}

/** Sets limits of one key with the rights of another key of the same owner. */
export function limitRequest({ id }: KnownKey, limits: object, { key }: KnownKey): string {
  return requestBytes('PATCH', '/accounts/api-key', [`X-Api-Key: ${key}`], JSON.stringify({ id, ...limits })).toString()
}

export function issueRequest({ key }: KnownKey): string {
  const body = JSON.stringify({ key_name: 'bench' })
  return requestBytes('POST', '/accounts/api-key', [`X-Api-Key: ${key}`], body).toString()
}

/** Deletes `victim` with the rights of another key of the same owner. */
export function deleteRequest(victim: KnownKey, { key }: KnownKey): string {
  return requestBytes('DELETE', `/accounts/api-key?id=${victim.id}`, [`X-Api-Key: ${key}`]).toString()
}
