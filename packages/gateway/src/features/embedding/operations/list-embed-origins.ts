import { principalOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Embedding } from '../embedding.ts'
import { EmbedOrigins, originsBody } from '../schemas.ts'

export function listEmbedOrigins(app: Server, { origins }: Pick<Embedding, 'origins'>): void {
  app.route({
    method: 'GET',
    url: '/accounts/embed-origins',
    ...operation(
      'listEmbedOrigins',
      {
        tags: ['Embedding'],
        summary: 'List embed origins',
        description: 'Lists the origins on whose pages the key screens of the account may be embedded.',
      },
      {},
      EmbedOrigins,
      [401, 403, 429],
    ),
    handler: async (request) => originsBody(await origins.list(principalOf(request).accountId)),
  })
}
