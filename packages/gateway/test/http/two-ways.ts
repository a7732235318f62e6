import { createServer, type Server } from 'node:http'
import type { TestGateway } from '../gateway.ts'
import { listen, openSocket } from './raw-http.ts'

/** The same gateway at two ports: as it is, and without the first look (transport/http/first-look.ts). */
export type TwoWays = {
  looking: number
  plain: number
  /** How many requests of the first port went on to the framework. */
  passedOn(): number
  close(): void
}

export async function openTwoWays(test: TestGateway): Promise<TwoWays> {
  const app = test.gateway.server
  const { routing } = app
  let count = 0
  app.routing = (request, response) => {
    if (request.url !== LAST_URL) count += 1
    routing(request, response)
  }
  const looking = await listen(test)
  const server = createServer({ requireHostHeader: false, keepAliveTimeout: 75_000 }, routing)
  for (const event of ['checkContinue', 'checkExpectation', 'clientError'] as const)
    for (const listener of app.server.listeners(event)) server.on(event, listener as () => void)
  return { looking, plain: await portOf(server), passedOn: () => count, close: () => void server.close() }
}

function portOf(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}

/** What is sent after a request: its answer shows whether the connection went on, and where the one before ended. */
const LAST_URL = '/health/live?last'
const LAST = `GET ${LAST_URL} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`

/** Everything that comes back for a request, byte by byte. */
export async function exchange(port: number, request: string): Promise<string> {
  const socket = await openSocket(port)
  const chunks: Buffer[] = []
  const ended = new Promise((resolve) => socket.once('close', resolve).once('end', resolve))
  socket.on('data', (chunk) => chunks.push(Buffer.from(chunk)))
  socket.write(Buffer.from(request + LAST, 'latin1'))
  await ended
  socket.destroy()
  return Buffer.concat(chunks).toString('latin1')
}
