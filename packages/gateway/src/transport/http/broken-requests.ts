import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type ErrorCode, errorTable } from '../../platform/errors/table.ts'
import type { WasAnswered } from './early-answers.ts'
import { errorBody } from './error-handler.ts'
import type { AllowedAt } from './methods.ts'

/** How long an answer to broken bytes may take to be read. Closing at once could reset the connection before it is. */
const LINGER_MS = 1000

/** What Node's parser says of bytes that it gives up on; `rawPacket` is the piece in which it did. */
type ParserError = NodeJS.ErrnoException & { rawPacket?: unknown }

/** For bytes that are not HTTP, too many headers, or a request that never arrives whole: JSON here too. */
export function answerBrokenRequest(
  error: ParserError,
  socket: Duplex,
  { allowedAt, wasAnswered }: { allowedAt: AllowedAt; wasAnswered: WasAnswered },
): void {
  if (!socket.writable || error.code === 'ECONNRESET' || wasAnswered(socket)) {
    socket.destroy()
    return
  }
  if (error.code === 'HPE_INVALID_METHOD') {
    const path = pathOfUnknownMethod(error.rawPacket)
    if (path !== undefined) {
      answerUnknownMethod(socket, allowedAt(path))
      return
    }
  }
  if (error.code === 'HPE_HEADER_OVERFLOW') end(socket, 'headers_too_large')
  else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') end(socket, 'request_timeout')
  else end(socket, 'malformed_request')
}

/** A method of RFC 9110 that makes tunnels, of which there are none here. */
export function answerConnect(socket: Duplex, allowedAt: AllowedAt): void {
  socket.on('error', () => socket.destroy())
  answerUnknownMethod(socket, allowedAt('*'))
}

function answerUnknownMethod(socket: Duplex, allowed: string | undefined): void {
  if (allowed === undefined) end(socket, 'not_found')
  else end(socket, 'method_not_allowed', `Allow: ${allowed}\r\n`)
}

/** A request line that would be one, had the parser known the method (RFC 9112, §3). */
const REQUEST_LINE = /^[!#$%&'*+.^_`|~\w-]+ ([!-~]+) HTTP\/1\.[01]\r?\n/

/** Its path, if what could not be read begins with such a line; what follows an earlier request is not looked at. */
function pathOfUnknownMethod(bytes: unknown): string | undefined {
  if (!Buffer.isBuffer(bytes)) return undefined
  const target = REQUEST_LINE.exec(bytes.toString('latin1', 0, 2048))?.[1]
  return target?.split('?', 1)[0]
}

function end(socket: Duplex, code: ErrorCode, headers = ''): void {
  const { status } = errorTable[code]
  const body = JSON.stringify(errorBody(new Refusal(code)))
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers}Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${body}`,
  )
  // The server waits for the other side to close, and no timeout of its own is left: an attacker never would.
  setTimeout(() => socket.destroy(), LINGER_MS).unref()
}
