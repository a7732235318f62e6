import { isHttpsOrLoopback } from '../../config.ts'

/** Far above any discovery document, key set or ID token. */
const MOST_BYTES = 512 * 1024

/**
 * What the OpenID library fetches with: no plain http but on this machine, wherever the discovery document points; no
 * redirect followed (a 3xx is then an answer that the library refuses); no more than 512 KiB read. The time limit is
 * the signal that the library passes.
 */
export async function boundedFetch(url: string, options: RequestInit): Promise<Response> {
  if (!isHttpsOrLoopback(new URL(url))) throw new TypeError('the provider points to an address without https')
  const response = await fetch(url, { ...options, redirect: 'manual' })
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > MOST_BYTES) throw new TypeError(`the provider answered with more than ${MOST_BYTES} bytes`)
    chunks.push(chunk)
  }
  const { status, headers } = response
  return new Response(size > 0 ? Buffer.concat(chunks) : null, { status, headers })
}
