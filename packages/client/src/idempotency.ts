/** The operations that give the same answer to the same Idempotency-Key (docs/api-keys.md, Retry). */
const WITH_KEY = ['/accounts/api-key', '/accounts/api-key/rotate', '/accounts/api-key/quota']

/**
 * An Idempotency-Key of our own for requests that make something and have none: if the answer gets lost, the request can
 * be repeated without making it twice.
 */
export function newIdempotencyKey(method: string, path: string): Record<string, string> {
  if (method !== 'post' || !WITH_KEY.includes(path)) return {}
  // Not randomUUID: browsers have it only on pages that came over https.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return { 'idempotency-key': Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') }
}
