import { Type } from 'typebox'
import { workForAccount } from '../../../platform/database/callers.ts'
import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ConsoleDeps } from '../routes.ts'
import { ConsoleSession, OWN_PAGES_ONLY } from '../schemas.ts'

type Deps = Pick<ConsoleDeps, 'forOwnPages' | 'browserSession' | 'switchAccount' | 'countingFailures'>

export function switchConsoleAccount(
  app: Server,
  { forOwnPages, browserSession, switchAccount, countingFailures }: Deps,
): void {
  app.route({
    method: 'POST',
    url: '/console/session/account',
    ...forOwnPages(
      operation(
        'switchConsoleAccount',
        {
          tags: ['Console'],
          summary: 'Switch the console to another account',
          description: `The session of the browser goes on in another account of the same user, and ends in this one. It is no sign-in: the new session is as old as the former one. If the user has a second factor on that the session began without, the answer is \`step_up_required\`. ${OWN_PAGES_ONLY}`,
        },
        {
          body: Type.Object({
            account: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the account' }),
          }),
        },
        dataOf(ConsoleSession, 'Signed in'),
        [400, 401, 403, 429],
      ),
    ),
    handler: async (request, reply) => {
      const signedIn = await countingFailures(request.clientAddress, async () => {
        const session = await browserSession.find(request)
        const go = () => switchAccount(session, request.body.account, originOf(request))
        return workForAccount(session.found.accountId, () => browserSession.using(go))
      })
      return { data: await browserSession.proceed(request, reply, signedIn) }
    },
  })
}
