import { requestBytes } from './connection.ts'
import type { KnownKey } from './seed.ts'

/** The requests of the benchmark, each with the key that it presents, as text that goes out as it is. */

export function infoRequest({ key }: KnownKey): string {
  return requestBytes('GET', '/accounts/info', [`X-Api-Key: ${key}`]).toString()
}

export function issueRequest({ key }: KnownKey): string {
  const body = JSON.stringify({ key_name: 'bench' })
  return requestBytes('POST', '/accounts/api-key', [`X-Api-Key: ${key}`], body).toString()
}

/** Deletes `victim` with the rights of another key of the same owner. */
export function deleteRequest(victim: KnownKey, { key }: KnownKey): string {
  return requestBytes('DELETE', `/accounts/api-key?id=${victim.id}`, [`X-Api-Key: ${key}`]).toString()
}
