import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Server } from './server.ts'

/** Is told of each answer when all of it was handed to the system; `ms` counts from the end of the request's head. */
export type Answered = (request: FastifyRequest, reply: FastifyReply, ms: number) => void

declare module 'fastify' {
  interface FastifyInstance {
    whenAnswered(tell: Answered): void
  }
}

/**
 * One listener for each request. A hook `onResponse` of Fastify would add and remove two, and costs four times as much.
 * An answer that its client does not wait for is not told of.
 */
export function useAnswered(app: Server): (request: FastifyRequest, reply: FastifyReply) => void {
  const listeners: Answered[] = []
  app.decorate('whenAnswered', (tell) => void listeners.push(tell))
  return (request, reply) => {
    const startedAt = performance.now()
    reply.raw.on('finish', () => {
      const ms = performance.now() - startedAt
      for (const tell of listeners) tell(request, reply, ms)
    })
  }
}
