import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** A keep-alive connection with one request on the way at a time, so that a latency means what a client would see. */
export type Connection = {
  /** Sends the bytes of a whole request; `answered` gets the status when the last byte of the answer has come. */
  send(request: Buffer, answered: (status: number) => void): void
  close(): void
}

const HEAD_END = Buffer.from('\r\n\r\n')
/** Shared by all connections: what has been read is dealt with before anything else is read. */
const incoming = Buffer.allocUnsafe(65_536)

/**
 * Raw bytes over node:net rather than a client library: the load gets one core, like the server, and must not be the one
 * that is busy. `failed` is called if the connection breaks or an answer is not HTTP/1.1 with a Content-Length.
 */
export function openConnection(
  port: number,
  failed: (error: Error) => void,
  { ca }: { /** Over TLS: the certificate that the server must have, or its issuer's. */ ca?: string | undefined } = {},
): Promise<Connection> {
  let answered: ((status: number) => void) | undefined
  let rest: Buffer | undefined
  let closed = false

  function receive(chunk: Buffer): boolean {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk
    const headEnd = bytes.indexOf(HEAD_END)
    const head = headEnd < 0 ? undefined : bytes.toString('latin1', 0, headEnd)
    const bodyLength = head === undefined ? undefined : contentLength(head)
    if (head === undefined || bodyLength === undefined || bytes.length < headEnd + 4 + bodyLength) {
      rest = Buffer.from(bytes)
      return true
    }
    rest = undefined
    const callback = answered
    answered = undefined
    callback?.(Number(head.slice(9, 12)))
    return true
  }

  return new Promise((resolve, reject) => {
    const where = { port, host: '127.0.0.1', noDelay: true }
    const onread = { buffer: incoming, callback: (length: number) => receive(incoming.subarray(0, length)) }
    const socket: Socket = ca === undefined ? connect({ ...where, onread }) : connectTls({ ...where, ca })
    if (ca !== undefined) socket.on('data', receive)
    socket.on('error', (error) => {
      if (!closed) failed(error)
      reject(error)
    })
    socket.on('close', () => {
      if (!closed) failed(new Error('the server closed a connection under load'))
    })
    socket.on(ca === undefined ? 'connect' : 'secureConnect', () =>
      resolve({
        send(request, callback) {
          answered = callback
          socket.write(request)
        },
        close() {
          closed = true
          socket.destroy()
        },
      }),
    )
  })
}

function contentLength(head: string): number | undefined {
  const digits = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** The bytes of a request; `headers` are lines of `Name: value`. */
export function requestBytes(method: string, path: string, headers: string[], body = ''): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', ...headers]
  if (body) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`)
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}
