import { permit } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Embedding } from '../embedding.ts'
import { EmbedOrigins, OriginRequest, originsBody } from '../schemas.ts'

export function addEmbedOrigin(app: Server, { origins }: Pick<Embedding, 'origins'>): void {
  app.route({
    method: 'POST',
    url: '/accounts/embed-origins',
    ...operation(
      'addEmbedOrigin',
      {
        tags: ['Embedding'],
        summary: 'Add embed origin',
        description:
          'Lets pages of an origin embed the key screens of the account. Whoever controls such a page controls what its visitors see and do there, so add only origins of your own. An account can have 50.',
      },
      { body: OriginRequest },
      EmbedOrigins,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'addEmbedOrigin', 'account')
      return originsBody(await origins.add(principal, request.body.origin, originOf(request)))
    },
  })
}
