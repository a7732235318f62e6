import type { FastifyReply } from 'fastify'
import type { Confirmation } from '../accounts/confirmation.ts'
import { Refusal } from '../errors/refusal.ts'
import { originOf } from '../http/gate.ts'
import type { Server } from '../http/server.ts'
import type { Limiter } from '../throttle/limiter.ts'
import { networkOf } from '../throttle/network.ts'
import { confirmEmailDonePage, confirmEmailFailedPage, confirmEmailPage } from './confirm-email-page.ts'
import { pageHeaders } from './page.ts'

const options = { config: { open: 'page' as const }, schema: { hide: true } }

/**
 * The pages that links in mails lead to. A GET consumes nothing, since scanners of mails follow links; the button
 * posts. The POST comes with `Origin: null` (Referrer-Policy: no-referrer) and needs no other proof than the token.
 */
export function pageRoutes(
  app: Server,
  { confirmation, anonymousLimit }: { confirmation: Confirmation; anonymousLimit: Limiter },
): void {
  app.register(async (scope) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))))
    })

    scope.get('/confirm-email', options, (request, reply) => {
      const { token } = request.query as { token?: unknown }
      return sendPage(reply, 200, confirmEmailPage(typeof token === 'string' ? { token } : {}))
    })

    scope.post('/confirm-email', options, async (request, reply) => {
      const { token, code } = (request.body ?? {}) as { token?: unknown; code?: unknown }
      const proof = typeof token === 'string' ? { token } : { code: String(code ?? '') }
      try {
        await anonymousLimit.count(networkOf(request.ip))
        const confirmed = await confirmation.confirm(proof, originOf(request))
        return sendPage(reply, 200, confirmEmailDonePage({ email: confirmed.email, account: confirmed.account }))
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        if (error.code === 'too_many_requests') {
          const retryAfterSeconds = error.retryAfterSeconds ?? 60
          reply.header('retry-after', String(retryAfterSeconds))
          return sendPage(reply, 429, confirmEmailFailedPage({ reason: 'too-many-attempts', retryAfterSeconds }))
        }
        return sendPage(
          reply,
          400,
          confirmEmailFailedPage({ reason: 'token' in proof ? 'link-refused' : 'code-refused' }),
        )
      }
    })
  })
}

function sendPage(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply.code(status).headers(pageHeaders()).send(page)
}
