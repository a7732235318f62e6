import type { Duplex } from 'node:stream'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type ErrorCode, errorTable } from '../../platform/errors/table.ts'
import { STATUS_CODES } from '../../platform/node-http.ts'
import type { WasAnswered } from './early-answers.ts'
import { errorBody } from './error-handler.ts'
import type { AllowedAt } from './methods.ts'

/**
 * How long a client has to read the answer to broken bytes. Closing the connection at once could reset it before then.
 */
const LINGER_MS = 1000

/** The error of Node's parser for bytes that it cannot read; `rawPacket` is the piece in which it failed. */
type ParserError = NodeJS.ErrnoException & { rawPacket?: unknown }

/**
 * Answers in JSON, too, if the bytes are not HTTP, if there are too many headers, or if a request never arrives
 * completely.
 */
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

/** Refuses CONNECT (RFC 9110, §9.3.6): there are no tunnels here. */
export function answerConnect(socket: Duplex, allowedAt: AllowedAt): void {
  socket.on('error', () => socket.destroy())
  answerUnknownMethod(socket, allowedAt('*'))
}

function answerUnknownMethod(socket: Duplex, allowed: string | undefined): void {
  if (allowed === undefined) end(socket, 'not_found')
  else end(socket, 'method_not_allowed', `Allow: ${allowed}\r\n`)
}

/** A request line whose only fault is a method that the parser does not know (RFC 9112, §3). */
const REQUEST_LINE = /^[!#$%&'*+.^_`|~\w-]+ ([!-~]+) HTTP\/1\.[01]\r?\n/

/** The path, if the unreadable bytes begin with such a line; undefined if an earlier request is in the same bytes. */
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
  // Node waits without a timeout until the client closes the connection, and an attacker never would.
  setTimeout(() => socket.destroy(), LINGER_MS).unref()
}
