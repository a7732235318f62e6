import { Refusal } from '../../../platform/errors/refusal.ts'
import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { HandleOAuthCallbackQuery } from '../../authentication/operations/handle-oauth-callback.ts'
import type { ConsoleDeps } from '../routes.ts'
import { ConsoleSignIn, OWN_PAGES_ONLY, SIGN_IN_ANSWER } from '../schemas.ts'

type Deps = Pick<ConsoleDeps, 'forOwnPages' | 'browserSession' | 'oauth' | 'oauthCookie'>

export function startConsoleSessionWithOAuth(
  app: Server,
  { forOwnPages, browserSession, oauth, oauthCookie }: Deps,
): void {
  app.route({
    method: 'POST',
    url: '/console/session/oauth',
    ...forOwnPages(
      operation(
        'startConsoleSessionWithOAuth',
        {
          tags: ['Console'],
          summary: 'Sign in to the console with OAuth',
          description: `As GET /accounts/oauth/callback with the values that the provider has sent, and with the cookie as for POST /console/session. GET /accounts/oauth/login comes first, from a page of the console with its Referer. ${OWN_PAGES_ONLY}`,
        },
        { body: HandleOAuthCallbackQuery },
        dataOf(ConsoleSignIn, SIGN_IN_ANSWER),
        [400, 401, 403, 429, 500],
      ),
    ),
    handler: async (request, reply) => {
      if (!oauth) throw new Refusal('oauth_not_configured')
      const browser = oauthCookie.read(request.headers.cookie)
      const page = request.headers.origin
      const outcome = await oauth.callback.signIn({ ...request.body, browser, page }, originOf(request))
      return { data: await browserSession.beginOrAsk(request, reply, outcome) }
    },
  })
}
