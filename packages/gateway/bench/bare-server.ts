import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * The yardstick: node:http with nothing on it, answering the bytes that the gateway was seen to answer. The body is a
 * string, which node sends in one piece with the head: the fastest way there is.
 */
export type BareAnswer = { headers: Record<string, string>; body: string; keepAliveTimeoutMs: number }

process.once('message', (answer: BareAnswer) => {
  const server = createServer((_request, response) => {
    response.writeHead(200, answer.headers)
    response.end(answer.body)
  })
  server.keepAliveTimeout = answer.keepAliveTimeoutMs
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
})
process.on('disconnect', () => process.exit())
