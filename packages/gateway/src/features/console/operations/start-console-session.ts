import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { AuthWithPasswordRequest } from '../../authentication/operations/auth-with-password.ts'
import type { ConsoleDeps } from '../routes.ts'
import { ConsoleSignIn, OWN_PAGES_ONLY, SIGN_IN_ANSWER } from '../schemas.ts'

type Deps = Pick<ConsoleDeps, 'forOwnPages' | 'browserSession' | 'signIn'>

export function startConsoleSession(app: Server, { forOwnPages, browserSession, signIn }: Deps): void {
  app.route({
    method: 'POST',
    url: '/console/session',
    ...forOwnPages(
      operation(
        'startConsoleSession',
        {
          tags: ['Console'],
          summary: 'Sign in to the console with a password',
          description: `As POST /accounts/auth-with-password, but the refresh token is in a cookie that no script can read. If the browser had a session, that one ends. ${OWN_PAGES_ONLY}`,
        },
        { body: AuthWithPasswordRequest },
        dataOf(ConsoleSignIn, SIGN_IN_ANSWER),
        [400, 401, 403, 429],
      ),
    ),
    handler: async (request, reply) => {
      const outcome = await signIn.withPassword(request.body, originOf(request))
      return { data: await browserSession.beginOrAsk(request, reply, outcome) }
    },
  })
}
