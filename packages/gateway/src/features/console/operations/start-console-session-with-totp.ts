import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { AuthWithTotpRequest } from '../../mfa/operations/auth-with-totp.ts'
import type { ConsoleDeps } from '../routes.ts'
import { ConsoleSession, OWN_PAGES_ONLY } from '../schemas.ts'

type Deps = Pick<ConsoleDeps, 'forOwnPages' | 'browserSession' | 'codeSignIn' | 'totp'>

export function startConsoleSessionWithTotp(
  app: Server,
  { forOwnPages, browserSession, codeSignIn, totp }: Deps,
): void {
  app.route({
    method: 'POST',
    url: '/console/session/totp',
    ...forOwnPages(
      operation(
        'startConsoleSessionWithTotp',
        {
          tags: ['Console'],
          summary: 'Complete a sign-in to the console with TOTP',
          description: `As POST /accounts/auth-with-totp, with the cookie as for POST /console/session. ${OWN_PAGES_ONLY}`,
        },
        { body: AuthWithTotpRequest },
        dataOf(ConsoleSession, 'Signed in'),
        [400, 401, 403, 429],
      ),
    ),
    handler: async (request, reply) => {
      const callerId = request.access?.principal.userId
      const signedIn = await codeSignIn(totp.factor, { ...request.body, callerId }, originOf(request))
      return { data: await browserSession.begin(request, reply, signedIn) }
    },
  })
}
