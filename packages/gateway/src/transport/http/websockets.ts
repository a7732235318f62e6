import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebSocket, WebSocketServer } from 'ws'
import { Refusal } from '../../platform/errors/refusal.ts'
import { ServerResponse } from '../../platform/node-http.ts'
import { hasBody } from './early-answers.ts'
import type { Server } from './server.ts'

/** How long a client has to read a refusal, as in broken-requests.ts. */
const LINGER_MS = 1000

/** RFC 6455, §4.2.1: the key is 16 bytes in base64. */
const KEY = /^[+/0-9A-Za-z]{22}==$/
/** The protocols that a client offers, as RFC 6455 writes them (§11.3.4). */
const PROTOCOLS = /^[\w!#$%&'*+.^`|~-]+(?:[\t ]*,[\t ]*[\w!#$%&'*+.^`|~-]+)*$/

/** Whether a request asks for a WebSocket; with a body it does not, since nobody would read it. */
export function asksForWebSocket(request: IncomingMessage): boolean {
  return request.method === 'GET' && request.headers.upgrade?.toLowerCase() === 'websocket' && !hasBody(request)
}

const upgrades = new WeakMap<IncomingMessage, { socket: Duplex; head: Buffer }>()

/**
 * Sends requests that ask for an upgrade through the routes, as any request: the same hooks refuse them with the same
 * answers, and log them. `asksForWebSocket` decides which ones come here (server.ts).
 */
export function routeUpgrades(app: Server): void {
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const response = new ServerResponse(request)
    socket.on('error', () => socket.destroy())
    upgrades.set(request, { socket, head })
    response.assignSocket(request.socket)
    response.on('finish', () => {
      if (!upgrades.has(request)) return
      response.detachSocket(request.socket)
      socket.end()
      setTimeout(() => socket.destroy(), LINGER_MS).unref()
    })
    app.routing(request, response)
  })
}

type Settings = { protocol: string; mostBytes: number }

/**
 * Accepts the WebSocket that a request asks for; throws `upgrade_required` if it asks for none, or for another one.
 * `admit` may throw a refusal; nothing waits between it and `opened`, in which all listeners must be added.
 */
export type AcceptWebSocket = (
  request: FastifyRequest,
  reply: FastifyReply,
  on: { admit(): void; opened(webSocket: WebSocket): void },
) => Promise<void>

/** For a route that serves nothing but WebSockets. Messages are not compressed, and have `mostBytes` at most. */
export function createAcceptWebSocket({ protocol, mostBytes }: Settings): AcceptWebSocket {
  let server: Promise<WebSocketServer> | undefined

  async function open(): Promise<WebSocketServer> {
    const { WebSocketServer } = await import('ws')
    return new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: mostBytes,
      handleProtocols: () => protocol,
    })
  }

  function isHandshake({ headers }: IncomingMessage): boolean {
    const offered = headers['sec-websocket-protocol'] ?? ''
    return (
      headers['sec-websocket-version'] === '13' &&
      KEY.test(headers['sec-websocket-key'] ?? '') &&
      PROTOCOLS.test(offered) &&
      offered.split(',').some((one) => one.trim() === protocol)
    )
  }

  return async (request, reply, { admit, opened }) => {
    const { raw } = request
    const upgrade = upgrades.get(raw)
    if (!upgrade || !isHandshake(raw)) {
      // RFC 9110, §15.5.22; RFC 6455, §4.4.
      reply.headers({ upgrade: 'websocket', 'sec-websocket-version': '13' })
      throw new Refusal('upgrade_required')
    }
    server ??= open()
    const webSockets = await server
    admit()
    reply.hijack()
    upgrades.delete(raw)
    reply.raw.detachSocket(raw.socket)
    webSockets.handleUpgrade(raw, upgrade.socket, upgrade.head, (webSocket) => {
      opened(webSocket)
      // For what happens after each answer: the access log, and the metrics.
      reply.raw.statusCode = 101
      reply.raw.emit('finish')
    })
  }
}
