import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { CompleteAuthWithPasskeyRequest } from '../../mfa/operations/complete-auth-with-passkey.ts'
import type { ConsoleDeps } from '../routes.ts'
import { ConsoleSession, OWN_PAGES_ONLY } from '../schemas.ts'

type Deps = Pick<ConsoleDeps, 'forOwnPages' | 'browserSession' | 'passkeySignIn'>

export function startConsoleSessionWithPasskey(
  app: Server,
  { forOwnPages, browserSession, passkeySignIn }: Deps,
): void {
  app.route({
    method: 'POST',
    url: '/console/session/passkey',
    ...forOwnPages(
      operation(
        'startConsoleSessionWithPasskey',
        {
          tags: ['Console'],
          summary: 'Sign in to the console with a passkey',
          description: `As POST /accounts/complete-auth-with-passkey, with the cookie as for POST /console/session. POST /accounts/begin-auth-with-passkey or, without an address, POST /console/session/begin-passkey comes first. ${OWN_PAGES_ONLY}`,
        },
        { body: CompleteAuthWithPasskeyRequest },
        dataOf(ConsoleSession, 'Signed in'),
        [400, 401, 403, 429],
      ),
    ),
    handler: async (request, reply) => {
      const callerId = request.access?.principal.userId
      const signedIn = await passkeySignIn.complete({ ...request.body, callerId }, originOf(request))
      return { data: await browserSession.begin(request, reply, signedIn) }
    },
  })
}
