import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { ByName, SharedResponse } from '../schemas.ts'
import type { Sharing } from '../sharing.ts'

export function removeImport(app: Server, { imports }: Pick<Sharing, 'imports'>): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/import',
    ...operation(
      'removeImport',
      {
        tags: ['Account Management'],
        summary: 'Remove import',
        description:
          'Removes an import; nothing is received through it any more. The exporting account does not change.',
      },
      { body: ByName },
      SharedResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { confirmed } = await imports.remove(principalOf(request), request.body.name.trim(), originOf(request))
      return { message: 'The import was removed.', confirmed }
    },
  })
}
