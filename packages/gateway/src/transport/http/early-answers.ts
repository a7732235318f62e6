import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** Whether something comes after the head, be it only the end of an empty body. */
export function hasBody({ headers }: { headers: IncomingHttpHeaders }): boolean {
  const length = headers['content-length']
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
}

/** Whether the request that is still arriving on a connection has its answer already. */
export type WasAnswered = (socket: Duplex) => boolean

/** Who is refused by the head is answered before the body is there. If that never comes whole, it gets no second answer. */
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
