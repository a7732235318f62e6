import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Config } from '../../../platform/config/config.ts'
import { Refusal } from '../../../platform/errors/refusal.ts'
import { CREDENTIAL_HEADERS } from '../../../transport/http/every-request.ts'
import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation, type Tag } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { outcomeBody } from '../routes.ts'
import { AuthResponse, MfaRequiredResponse } from '../schemas.ts'
import { createBrowserCookie } from './browser-cookie.ts'
import { OAUTH_STATE_SECONDS } from './login.ts'
import type { OAuth } from './oauth.ts'

const tags: Tag[] = ['Authentication']

/** `oauth` is undefined where no provider is configured: both operations then answer `oauth_not_configured`. */
export function oauthRoutes(
  app: Server,
  oauth: OAuth | undefined,
  { publicUrl, appOrigins }: Pick<Config, 'publicUrl' | 'appOrigins'>,
): void {
  const cookie = createBrowserCookie(publicUrl)
  const browserOf = (request: FastifyRequest) => cookie.read(request.headers.cookie)

  function configured(): OAuth {
    if (!oauth) throw new Refusal('oauth_not_configured')
    return oauth
  }

  /** Pages of APP_ORIGINS may call these two with the cookie (Fetch Standard, CORS protocol and credentials). */
  function admitPages(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
    const { origin } = request.headers
    reply.headers({ vary: `${CREDENTIAL_HEADERS}, Origin`, 'referrer-policy': 'no-referrer' })
    if (origin !== undefined && appOrigins.includes(origin))
      reply.headers({ 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' })
    done()
  }

  app.route({
    method: 'GET',
    url: '/accounts/oauth/login',
    onRequest: admitPages,
    ...operation(
      'getOAuthLoginUrl',
      {
        tags,
        summary: 'Initiate OAuth login flow',
        description:
          'Where to send the browser to sign in through the OpenID provider. Call it from a page of APP_ORIGINS with credentials: the cookie that it sets binds the sign-in to this browser for ten minutes. An unknown account is refused only at the callback.',
      },
      {
        headers: Type.Object({
          referer: Type.String({
            minLength: 1,
            maxLength: 4000,
            description: 'The page that asks, of an origin in APP_ORIGINS; the browser returns to that origin',
            examples: ['https://app.example.com/'],
          }),
        }),
        querystring: Type.Object({
          account: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the account to sign in to' }),
          connection: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 100,
              description: "The provider's own choice of sign-in, as Auth0 has it",
              examples: ['github', 'google-oauth2'],
            }),
          ),
        }),
      },
      dataOf(Type.Object({ oauth_url: Type.String({ format: 'uri' }) }), 'Where to send the browser'),
      [400, 401, 429, 500],
    ),
    handler: async (request, reply) => {
      const { account, connection } = request.query
      const { referer } = request.headers
      const { url, browser } = await configured().login({ account, connection, referer, browser: browserOf(request) })
      reply.header('set-cookie', cookie.write(browser, OAUTH_STATE_SECONDS))
      return { data: { oauth_url: url } }
    },
  })

  app.route({
    method: 'GET',
    url: '/accounts/oauth/callback',
    onRequest: admitPages,
    // A provider that refuses sends `error` instead of `code`: a browser is then sent home, anything else gets the 400.
    attachValidation: true,
    ...operation(
      'handleOAuthCallback',
      {
        tags,
        summary: 'OAuth callback handler',
        description:
          'Completes an OAuth sign-in, once, in the browser that began it. A browser that arrives here from the provider is redirected (302) to the origin that asked, with `code`, `state` and `iss` as they came, or with `error`; the page there calls this operation with them, with credentials, and gets the tokens or the MFA challenge as JSON. No redirect carries a token.',
      },
      {
        querystring: Type.Object({
          code: Type.String({ minLength: 1, maxLength: 4000 }),
          state: Type.String({ minLength: 1, maxLength: 200 }),
          iss: Type.Optional(Type.String({ minLength: 1, maxLength: 1000, description: 'As the provider sent it' })),
        }),
      },
      // The first alternative that fits is sent, so the one with more required members stands first.
      dataOf(Type.Union([AuthResponse, MfaRequiredResponse]), 'Signed in, or a second factor is needed'),
      [400, 401, 429, 500],
    ),
    handler: async (request, reply) => {
      const { callback } = configured()
      const browser = browserOf(request)
      if (request.validationError) {
        const { error, state } = request.query as Record<string, unknown>
        if (!isNavigation(request) || typeof error !== 'string' || typeof state !== 'string')
          throw request.validationError
        const landed = await callback.land({ state, browser })
        if (!landed) throw new Refusal('oauth_failed')
        await callback.abandon({ state, browser })
        return reply.redirect(addressOf(landed.origin, { error: 'oauth_failed' }))
      }
      const { code, state, iss } = request.query
      if (isNavigation(request)) {
        const landed = await callback.land({ state, browser })
        if (!landed) throw new Refusal('oauth_failed')
        const { origin, sameBrowser } = landed
        return reply.redirect(addressOf(origin, sameBrowser ? { code, state, iss } : { error: 'oauth_failed' }))
      }
      const page = request.headers.origin
      const outcome = await callback.signIn({ code, state, iss, browser, page }, originOf(request))
      return { data: outcomeBody(outcome) }
    },
  })
}

/** A browser that goes somewhere, rather than a program or a page's script (Fetch Metadata; Accept where it is silent). */
function isNavigation({ headers }: FastifyRequest): boolean {
  if (headers['sec-fetch-mode'] === 'navigate') return true
  const { accept = '' } = headers
  return accept.includes('text/html') && !accept.includes('application/json')
}

/** The page of an allow-listed origin that takes over. */
function addressOf(origin: string, query: Record<string, string | undefined>): string {
  const url = new URL('/', origin)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  return url.href
}
