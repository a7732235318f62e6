import { inClientSpan } from '../tracing/http-client.ts'
import { isHttpsOrLoopback } from './secure-url.ts'

/**
 * The `fetch` for libraries: plain http only to this computer; no redirect followed (the library sees the 3xx and
 * refuses it); at most `mostBytes` read. The time limit is the signal that the library passes. `who` names the other
 * side in errors.
 */
export function createBoundedFetch(who: string, mostBytes: number) {
  async function ask(url: string | URL | Request, options?: RequestInit): Promise<Response> {
    const address = url instanceof Request ? url.url : url
    if (!isHttpsOrLoopback(new URL(address))) throw new TypeError(`${who} points to an address without https`)
    const response = await fetch(url, { ...options, redirect: 'manual' })
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength
      if (size > mostBytes) throw new TypeError(`${who} answered with more than ${mostBytes} bytes`)
      chunks.push(chunk)
    }
    const { status, headers } = response
    return new Response(size > 0 ? Buffer.concat(chunks) : null, { status, headers })
  }

  return async function boundedFetch(url: string | URL | Request, options?: RequestInit): Promise<Response> {
    const [address, method] = url instanceof Request ? [url.url, url.method] : [url, options?.method ?? 'GET']
    const asked = { method, url: new URL(address), tellsPath: true }
    return inClientSpan(
      asked,
      () => ask(url, options),
      ({ status }) => status,
    )
  }
}
