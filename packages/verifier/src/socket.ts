import type { Connect, WireEvents } from './wire.ts'

const PROTOCOL = 'quiva.verifier.v1'
/** How long the reason of a failure is looked for. */
const PROBE_MS = 2000
/** The close codes that say the same of a connection that was open (docs/verifier-protocol.md). */
const CODES: Record<number, number> = { 401: 4401, 403: 4403, 429: 4429 }

/** Connections by the WebSocket client that Node.js, Bun and Deno have, with the key in a header. */
export function createConnect(apiKey: string): Connect {
  const headers = { 'x-api-key': apiKey }
  return (url, events) => {
    // Beyond the standard, all three take headers.
    const socket = new WebSocket(webSocketUrl(url), { protocols: [PROTOCOL], headers })
    let wasOpen = false
    let isOver = false
    socket.addEventListener('open', () => {
      wasOpen = true
      if (!isOver) events.opened()
    })
    socket.addEventListener('message', ({ data }) => {
      if (!isOver) events.received(typeof data === 'string' ? data : '')
    })
    // The close event that follows says the same.
    socket.addEventListener('error', () => {})
    socket.addEventListener('close', ({ code, reason }) => {
      if (isOver) return
      isOver = true
      if (wasOpen) events.lost(code, reason)
      else void probe(url, headers, events)
    })
    return {
      send(text) {
        if (!isOver) socket.send(text)
      },
      close(code, reason) {
        isOver = true
        socket.close(code, reason)
      },
    }
  }
}

/** The client does not say why a handshake failed, and that may be the key. */
async function probe(url: string, headers: Record<string, string>, events: WireEvents): Promise<void> {
  try {
    const answer = await fetch(new URL('verifier', withSlash(url)), {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(PROBE_MS),
    })
    await answer.body?.cancel()
    events.lost(CODES[answer.status] ?? 1006, `the gateway answers ${answer.status}`)
  } catch {
    events.lost(1006, 'the gateway cannot be reached')
  }
}

/** `https://gateway.internal/base` becomes `wss://gateway.internal/base/verifier`. */
function webSocketUrl(url: string): string {
  const { href } = new URL('verifier', withSlash(url))
  return href.replace(/^http/, 'ws')
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}
