import { permit } from '../../../access/targets.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Embedding } from '../embedding.ts'
import { EmbedOrigins, OriginRequest, originsBody } from '../schemas.ts'

export function removeEmbedOrigin(app: Server, { origins }: Pick<Embedding, 'origins'>): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/embed-origins',
    ...operation(
      'removeEmbedOrigin',
      {
        tags: ['Embedding'],
        summary: 'Remove embed origin',
        description:
          'Closes the key screens to pages of an origin: sessions that are open there end at once, and tokens for it open nothing. Keys that were issued there stay.',
      },
      { body: OriginRequest },
      EmbedOrigins,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'removeEmbedOrigin', 'account')
      return originsBody(await origins.remove(principal, request.body.origin, originOf(request)))
    },
  })
}
