import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../errors/refusal.ts'
import { sendRefusal } from './error-handler.ts'
import type { Server } from './server.ts'

/**
 * 404 for an unknown path, 405 with `Allow` for a known one with another method (Decision 3); both before anything of a
 * body is read.
 */
export function answerUnknownRoutes(app: Server): void {
  const methods = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set()
    methods.set(url, known)
    for (const one of [method].flat()) known.add(one)
  })

  function answer(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const allowed = methods.get(request.url.split('?', 1)[0] ?? '')
    if (!allowed) return sendRefusal(reply, new Refusal('not_found'))
    return sendRefusal(reply.header('allow', [...allowed].sort().join(', ')), new Refusal('method_not_allowed'))
  }
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404) void answer(request, reply)
    else done()
  })
  app.setNotFoundHandler(answer)
}
