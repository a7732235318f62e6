import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** Whether something comes after the head, even if it is only the end of an empty body. */
export function hasBody({ headers }: { headers: IncomingHttpHeaders }): boolean {
  const length = headers['content-length']
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
}

/** Whether the request that is still arriving on a connection has its answer already. */
export type WasAnswered = (socket: Duplex) => boolean

/**
 * If the head of a request is reason enough to refuse it, the answer is sent before the body is there. If the body then
 * never arrives completely, there must be no second answer.
 */
export function noteEarlyAnswers(server: Server): WasAnswered {
  const newest = new WeakMap<Duplex, ServerResponse>()
  server.on('request', (request, response) => {
    if (hasBody(request)) newest.set(request.socket, response)
  })
  return (socket) => {
    const response = newest.get(socket)
    return response !== undefined && !response.req.complete && response.headersSent
  }
}
