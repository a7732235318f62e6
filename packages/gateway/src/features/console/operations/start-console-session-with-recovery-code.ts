import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { AuthWithRecoveryCodeRequest } from '../../mfa/operations/auth-with-recovery-code.ts'
import type { ConsoleDeps } from '../routes.ts'
import { ConsoleSession, OWN_PAGES_ONLY } from '../schemas.ts'

type Deps = Pick<ConsoleDeps, 'forOwnPages' | 'browserSession' | 'codeSignIn' | 'recoveryCodes'>

export function startConsoleSessionWithRecoveryCode(
  app: Server,
  { forOwnPages, browserSession, codeSignIn, recoveryCodes }: Deps,
): void {
  app.route({
    method: 'POST',
    url: '/console/session/recovery-code',
    ...forOwnPages(
      operation(
        'startConsoleSessionWithRecoveryCode',
        {
          tags: ['Console'],
          summary: 'Complete a sign-in to the console with a recovery code',
          description: `As POST /accounts/auth-with-recovery-code, with the cookie as for POST /console/session. ${OWN_PAGES_ONLY}`,
        },
        { body: AuthWithRecoveryCodeRequest },
        dataOf(ConsoleSession, 'Signed in'),
        [400, 401, 403, 429],
      ),
    ),
    handler: async (request, reply) => {
      const callerId = request.access?.principal.userId
      const signedIn = await codeSignIn(recoveryCodes.factor, { ...request.body, callerId }, originOf(request))
      return { data: await browserSession.begin(request, reply, signedIn) }
    },
  })
}
