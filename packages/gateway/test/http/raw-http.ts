import { connect, type Socket } from 'node:net'
import type { TestGateway } from '../gateway.ts'

/** The first answer on a connection, as it came over the wire. */
export type RawAnswer = {
  status: number
  /** By lower-case name. */
  headers: Record<string, string>
  // biome-ignore lint/suspicious/noExplicitAny: what a gateway answers is checked by the test, not by its type
  body: any
  text: string
}

/** Lets a test gateway listen on a free port of 127.0.0.1; returns the port. */
export async function listen({ gateway }: TestGateway): Promise<number> {
  await gateway.server.listen({ host: '127.0.0.1', port: 0 })
  const address = gateway.server.server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return address.port
}

/**
 * Writes exactly these bytes to a new connection and reads the first answer, for requests that light-my-request cannot
 * send.
 */
export async function sendRaw(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  const socket = await openSocket(port)
  try {
    socket.write(bytes)
    return await readAnswer(socket)
  } finally {
    socket.destroy()
  }
}

export function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    socket.once('error', reject)
    socket.once('connect', () => {
      // A server that has answered may reset the connection, which is not an error of the test.
      socket.removeListener('error', reject).on('error', () => {})
      resolve(socket)
    })
  })
}

/** The next answer on the connection: complete by its Content-Length, or at the end of the stream. */
export function readAnswer(socket: Socket): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let received = ''
    const look = (ended: boolean) => {
      const answer = parse(received, ended)
      if (answer) resolve(answer)
      else if (ended) reject(new Error(`the connection ended after ${received.length} bytes: ${received}`))
    }
    socket.setEncoding('utf8')
    socket.on('data', (chunk) => {
      received += chunk
      look(false)
    })
    socket.once('end', () => look(true))
    socket.once('close', () => look(true))
  })
}

function parse(received: string, ended: boolean): RawAnswer | undefined {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [statusLine = '', ...lines] = received.slice(0, end).split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const rest = Buffer.from(received.slice(end + 4))
  const length = headers['content-length'] === undefined ? undefined : Number(headers['content-length'])
  if (length === undefined ? !ended : rest.length < length) return undefined
  const text = rest.subarray(0, length).toString()
  return { status: Number(statusLine.split(' ')[1]), headers, body: parseJson(text), text }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
