import { Type } from 'typebox'
import type { Config } from '../../../platform/config/config.ts'
import { Refusal } from '../../../platform/errors/refusal.ts'
import { createAdmitAppPages } from '../../../transport/http/app-pages.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { createBrowserCookie } from '../oauth/browser-cookie.ts'
import { OAUTH_STATE_SECONDS } from '../oauth/login.ts'
import type { OAuth } from '../oauth/oauth.ts'

type Deps = { oauth: OAuth | undefined; config: Pick<Config, 'publicUrl' | 'appOrigins'> }

export function getOAuthLoginUrl(app: Server, { oauth, config }: Deps): void {
  const cookie = createBrowserCookie(config.publicUrl)

  app.route({
    method: 'GET',
    url: '/accounts/oauth/login',
    onRequest: createAdmitAppPages(config.appOrigins),
    ...operation(
      'getOAuthLoginUrl',
      {
        tags: ['Authentication'],
        summary: 'Initiate OAuth login flow',
        description:
          'Returns the URL to which the browser goes to sign in through the OpenID provider. Call the operation from a page of APP_ORIGINS with cookies (fetch option `credentials: include`): it sets a cookie that binds the sign-in to this browser for ten minutes. An unknown account is refused only at the callback.',
      },
      {
        headers: Type.Object({
          referer: Type.String({
            minLength: 1,
            maxLength: 4000,
            description:
              'The page that calls, which must have an origin in APP_ORIGINS; the browser returns to that origin',
            examples: ['https://app.example.com/'],
          }),
        }),
        querystring: Type.Object({
          account: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the account to sign in to' }),
          connection: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 100,
              description: 'The sign-in method at the provider, as Auth0 names it',
              examples: ['github', 'google-oauth2'],
            }),
          ),
        }),
      },
      dataOf(Type.Object({ oauth_url: Type.String({ format: 'uri' }) }), 'The URL for the browser'),
      [400, 401, 429, 500],
    ),
    handler: async (request, reply) => {
      if (!oauth) throw new Refusal('oauth_not_configured')
      const { account, connection } = request.query
      const { referer } = request.headers
      const { url, browser } = await oauth.login({
        account,
        connection,
        referer,
        browser: cookie.read(request.headers.cookie),
      })
      reply.header('set-cookie', cookie.write(browser, OAUTH_STATE_SECONDS))
      return { data: { oauth_url: url } }
    },
  })
}
