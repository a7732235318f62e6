import { invalid } from '../../platform/errors/refusal.ts'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
const LONGEST = 300

/**
 * The origin as a browser sends it in the header Origin: https, or plain http on the same machine, for development. There
 * are no wildcards, and `null`, which every sandboxed page sends, is none.
 */
export function parseOrigin(text: string, path: string): string {
  const url = text.length <= LONGEST ? URL.parse(text) : null
  if (!url) throw invalid(path, 'must be an origin, such as https://app.example.com')
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname)))
    throw invalid(path, 'must begin with https://; plain http is for localhost only')
  // `https://a@b`, `https://a/b` and `https://*.a` all look like an origin to somebody.
  if (url.href !== `${url.origin}/` || url.hostname.includes('*') || !/^\S+$/.test(text))
    throw invalid(path, 'must be an origin only: scheme, host, and a port if it is not the usual one')
  return url.origin
}
