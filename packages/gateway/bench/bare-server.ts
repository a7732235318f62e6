import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/**
 * The yardstick: node:http with nothing on it, answering the bytes that the gateway was seen to answer. The body is a
 * string, which node sends in one piece with the head: the fastest way there is.
 */
export type BareAnswer = {
  headers: Record<string, string>
  body: string
  keepAliveTimeoutMs: number
  /** As PEM. */
  tls?: { cert: string; key: string } | undefined
}

process.once('message', (answer: BareAnswer) => {
  const listener: RequestListener = (_request, response) => {
    response.writeHead(200, answer.headers)
    response.end(answer.body)
  }
  const server = answer.tls ? createTlsServer(answer.tls, listener) : createServer(listener)
  server.keepAliveTimeout = answer.keepAliveTimeoutMs
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
})
process.on('disconnect', () => process.exit())
