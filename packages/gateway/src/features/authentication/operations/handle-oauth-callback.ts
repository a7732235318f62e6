import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Config } from '../../../platform/config/config.ts'
import { Refusal } from '../../../platform/errors/refusal.ts'
import { createAdmitAppPages } from '../../../transport/http/app-pages.ts'
import { originOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { outcomeBody } from '../auth-response.ts'
import { createBrowserCookie } from '../oauth/browser-cookie.ts'
import type { OAuth } from '../oauth/oauth.ts'
import { AuthResponse, MfaRequiredResponse } from '../schemas.ts'

type Deps = { oauth: OAuth | undefined; config: Pick<Config, 'publicUrl' | 'appOrigins'> }

/** What the provider sends back with the browser. */
export const HandleOAuthCallbackQuery = Type.Object({
  code: Type.String({ minLength: 1, maxLength: 4000 }),
  state: Type.String({ minLength: 1, maxLength: 200 }),
  iss: Type.Optional(Type.String({ minLength: 1, maxLength: 1000, description: 'As the provider sent it' })),
})

export function handleOAuthCallback(app: Server, { oauth, config }: Deps): void {
  const cookie = createBrowserCookie(config.publicUrl)

  app.route({
    method: 'GET',
    url: '/accounts/oauth/callback',
    onRequest: createAdmitAppPages(config.appOrigins),
    // A provider that refuses sends `error` instead of `code`: a browser is then sent back to its page, and any other
    // client gets the 400.
    attachValidation: true,
    ...operation(
      'handleOAuthCallback',
      {
        tags: ['Authentication'],
        summary: 'OAuth callback handler',
        description:
          'Completes an OAuth sign-in, once, in the browser that started it. If the browser comes here from the provider, the gateway redirects it (302) to the origin that started the sign-in, with the same `code`, `state` and `iss`, or with `error`. The page there calls this operation with these values and with cookies (fetch option `credentials: include`), and gets the tokens or the MFA challenge as JSON. No redirect carries a token.',
      },
      {
        querystring: HandleOAuthCallbackQuery,
      },
      // The serializer uses the first alternative that fits, so the one with more required fields comes first.
      dataOf(Type.Union([AuthResponse, MfaRequiredResponse]), 'Signed in, or a second factor is needed'),
      [400, 401, 403, 429, 500],
    ),
    handler: async (request, reply) => {
      if (!oauth) throw new Refusal('oauth_not_configured')
      const { callback } = oauth
      const browser = cookie.read(request.headers.cookie)
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

/**
 * Whether a browser navigates here, and not a program or a page's script (Fetch Metadata, or else the header Accept).
 */
function isNavigation({ headers }: FastifyRequest): boolean {
  if (headers['sec-fetch-mode'] === 'navigate') return true
  const { accept = '' } = headers
  return accept.includes('text/html') && !accept.includes('application/json')
}

/** The address of the page, on an allowed origin, that completes the sign-in. */
function addressOf(origin: string, query: Record<string, string | undefined>): string {
  const url = new URL('/', origin)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  return url.href
}
