import type { FastifyReply, FastifyRequest } from 'fastify'
import { CREDENTIAL_HEADERS } from './every-request.ts'

/**
 * Creates an `onRequest` hook for the operations that pages of APP_ORIGINS call with a cookie (Fetch Standard, CORS
 * protocol and credentials).
 */
export function createAdmitAppPages(appOrigins: readonly string[]) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const { origin } = request.headers
    reply.headers({ vary: `${CREDENTIAL_HEADERS}, Origin`, 'referrer-policy': 'no-referrer' })
    if (origin !== undefined && appOrigins.includes(origin))
      reply.headers({ 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' })
    done()
  }
}
