import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import type { Call, TestGateway } from '../packages/gateway/test/gateway.ts'
import { openSocket, type RawAnswer, readAnswer } from '../packages/gateway/test/http/raw-http.ts'
import type { Request } from './permission-requests.ts'

/** A request of which all bytes except the last were sent. */
export type Held = { finish(): Promise<RawAnswer> }

/** Sends a request except the last byte of its body; resolves when the gateway has read its head and admitted it. */
export async function hold({ gateway }: TestGateway, port: number, { route, body }: Request, by: Call): Promise<Held> {
  const socket = await openSocket(port)
  const answer = readAnswer(socket)
  const bytes = Buffer.from(JSON.stringify(body ?? {}))
  const lines = [
    `${route} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/json',
    `Content-Length: ${bytes.length}`,
    'Connection: close',
    ...Object.entries(by.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
    ...(by.key === undefined ? [] : [`X-Api-Key: ${by.key}`]),
    ...(by.bearer === undefined ? [] : [`Authorization: Bearer ${by.bearer}`]),
  ]
  const { server } = gateway.server
  const arrived = new Promise<void>((resolve) => {
    const look: RequestListener = (request) => {
      if (request.socket.remotePort !== socket.localPort) return
      server.off('request', look)
      // The gate's listener was added before this one and runs synchronously, because the credential is in its cache.
      setImmediate(resolve)
    }
    server.on('request', look)
  })
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  socket.write(bytes.subarray(0, -1))
  // A request that is refused after its head would test nothing, so that is an error.
  const early = answer.then(({ text }) => Promise.reject(new Error(`answered before its end: ${route} ${text}`)))
  await Promise.race([arrived, early])
  early.catch(() => {})
  return {
    async finish() {
      socket.write(bytes.subarray(-1))
      const whole = await answer
      socket.destroy()
      if (!socket.destroyed) await once(socket, 'close')
      return whole
    },
  }
}
