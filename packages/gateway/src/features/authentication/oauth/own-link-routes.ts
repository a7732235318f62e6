import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, MessageResponse, operation, type Tag } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { mfaToken } from '../../../transport/http/shared-schemas.ts'
import type { OwnLinks } from './own-links.ts'

const tags: Tag[] = ['Authentication']

const Issuer = Type.String({
  minLength: 1,
  maxLength: 1000,
  description: "The provider's issuer, as the list has it",
  examples: ['https://login.example.com/'],
})

const OAuthLink = Type.Object({
  issuer: Issuer,
  provider: Type.String({ description: 'Its host, for people', examples: ['login.example.com'] }),
  linked_on: Type.String({ format: 'date-time' }),
})

/** Also where no provider is configured any more: what was linked then can be seen and removed. */
export function ownLinkRoutes(app: Server, ownLinks: OwnLinks): void {
  app.route({
    method: 'GET',
    url: '/accounts/oauth-links',
    ...operation(
      'listOAuthLinks',
      {
        tags,
        summary: 'List OAuth links',
        description:
          'The OpenID providers whose user signs in as the caller, the newest first: at most one user of each provider.',
      },
      {},
      dataOf(Type.Array(OAuthLink), 'The links'),
      [401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'listOAuthLinks', 'self')
      const links = await ownLinks.list(principal.userId)
      return {
        data: links.map(({ issuer, linkedAt }) => ({
          issuer,
          provider: new URL(issuer).host,
          linked_on: new Date(linkedAt).toISOString(),
        })),
      }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/accounts/oauth-link',
    ...operation(
      'removeOAuthLink',
      {
        tags,
        summary: 'Remove OAuth link',
        description:
          'That user of the provider signs in as the caller no more. Whoever signs in there next with a verified address that is the caller’s is linked again. Sessions go on; end them with DELETE /accounts/auth-token. Asks for the step-up: sign in again if this answers `step_up_required`.',
      },
      { body: Type.Object({ issuer: Issuer, mfa_token: mfaToken }, KNOWN_ONLY) },
      MessageResponse,
      [400, 401, 403, 404, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'removeOAuthLink', 'self')
      const { issuer, mfa_token: token } = request.body
      await ownLinks.remove(principal, { issuer, mfaToken: token }, originOf(request))
      return { message: 'The link is removed.' }
    },
  })
}
