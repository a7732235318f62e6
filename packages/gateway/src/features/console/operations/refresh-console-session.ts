import { Type } from 'typebox'
import { workForAccount } from '../../../platform/database/callers.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ConsoleDeps } from '../routes.ts'
import { ConsoleSession, OWN_PAGES_ONLY } from '../schemas.ts'

type Deps = Pick<ConsoleDeps, 'forOwnPages' | 'browserSession' | 'renew' | 'countingFailures'>

export function refreshConsoleSession(
  app: Server,
  { forOwnPages, browserSession, renew, countingFailures }: Deps,
): void {
  app.route({
    method: 'POST',
    url: '/console/session/refresh',
    ...forOwnPages(
      operation(
        'refreshConsoleSession',
        {
          tags: ['Console'],
          summary: 'Refresh the session of the console',
          description: `Exchanges the refresh token in the cookie for a new pair of tokens, as POST /accounts/refresh-token does: the same request within a few seconds gets the same pair again, and if an old cookie is used later, the session ends. A cookie of which nothing is left is \`no_session\`. ${OWN_PAGES_ONLY}`,
        },
        { body: Type.Optional(Type.Object({}, { ...KNOWN_ONLY, examples: [{}] })) },
        dataOf(ConsoleSession, 'Signed in'),
        [400, 401, 403, 429],
      ),
    ),
    handler: async (request, reply) => {
      const signedIn = await countingFailures(request.clientAddress, async () => {
        const session = await browserSession.find(request)
        const go = () => renew(session, originOf(request))
        return workForAccount(session.found.accountId, () => browserSession.using(go))
      })
      return { data: await browserSession.proceed(request, reply, signedIn) }
    },
  })
}
