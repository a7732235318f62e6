import type { ServerResponse } from 'node:http'
import type { FastifyContextConfig, FastifyRequest } from 'fastify'
import type { Span } from '../../platform/tracing/span.ts'
import type { Server } from './server.ts'

/** What is known of a request when it is answered. */
export type AnsweredRequest = Pick<
  FastifyRequest,
  'id' | 'method' | 'raw' | 'clientAddress' | 'access' | 'operation'
> & {
  /** With traces only (traces.ts). */
  span?: Span | undefined
  routeOptions: { config: FastifyContextConfig; url?: string | undefined }
}

/** Is told of each answer when all of it was handed to the system; `ms` counts from the end of the request's head. */
export type Answered = (request: AnsweredRequest, status: number, ms: number) => void

/** `since` is when the head of the request ended (performance.now). */
export type Watch = {
  /** Begins to watch an answer that is to be sent. */
  begin(request: AnsweredRequest, response: ServerResponse, since: number): void
  /** The same for one that has just been sent: mostly the system has all of it already. */
  sent(request: AnsweredRequest, response: ServerResponse, since: number): void
}

declare module 'fastify' {
  interface FastifyInstance {
    whenAnswered(tell: Answered): void
  }
}

/**
 * One listener for each request. A hook `onResponse` of Fastify would add and remove two, and costs four times as much.
 * An answer that its client does not wait for is not told of.
 */
export function useAnswered(app: Server): Watch {
  const listeners: Answered[] = []
  app.decorate('whenAnswered', (tell) => void listeners.push(tell))

  function tellAll(request: AnsweredRequest, { statusCode }: ServerResponse, since: number): void {
    const ms = performance.now() - since
    for (const tell of listeners) tell(request, statusCode, ms)
  }

  /** Once: with requests that come by no socket (light-my-request), the end is told twice. */
  function begin(request: AnsweredRequest, response: ServerResponse, since: number): void {
    response.once('finish', () => tellAll(request, response, since))
  }

  return {
    begin,
    sent(request, response, since) {
      const { socket } = response
      if (socket && !socket.destroyed && socket.writableLength === 0) tellAll(request, response, since)
      else begin(request, response, since)
    },
  }
}
