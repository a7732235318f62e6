import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { OwnLinks } from '../oauth/own-links.ts'
import { Issuer } from '../schemas.ts'

const OAuthLink = Type.Object({
  issuer: Issuer,
  provider: Type.String({ description: "The provider's host, to show to users", examples: ['login.example.com'] }),
  linked_on: Type.String({ format: 'date-time' }),
})

export function listOAuthLinks(app: Server, { ownLinks }: { ownLinks: OwnLinks }): void {
  app.route({
    method: 'GET',
    url: '/accounts/oauth-links',
    ...operation(
      'listOAuthLinks',
      {
        tags: ['Authentication'],
        summary: 'List OAuth links',
        description:
          'Lists the OpenID providers through which the caller can sign in, newest first. There is at most one user of each provider.',
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
}
