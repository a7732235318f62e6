import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { ByName, SharedResponse } from '../schemas.ts'
import type { Sharing } from '../sharing.ts'

export function removeExport(app: Server, { exports }: Pick<Sharing, 'exports'>): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/export',
    ...operation(
      'removeExport',
      {
        tags: ['Account Management'],
        summary: 'Remove export',
        description:
          'Removes an export; its importers receive nothing any more. Their imports stay in their lists as broken, and work again if a matching export is added.',
      },
      { body: ByName },
      SharedResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { confirmed } = await exports.remove(principalOf(request), request.body.name.trim(), originOf(request))
      return { message: 'The export was removed.', confirmed }
    },
  })
}
