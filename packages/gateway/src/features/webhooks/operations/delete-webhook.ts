import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { ById } from '../schemas.ts'
import type { Webhooks } from '../webhooks.ts'

export function deleteWebhook(app: Server, { manage }: Pick<Webhooks, 'manage'>): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/webhooks',
    ...operation(
      'deleteWebhook',
      {
        tags: ['Webhooks'],
        summary: 'Delete webhook',
        description:
          'Deletes a webhook with its secret and the list of its deliveries. A delivery that is under way may still arrive.',
      },
      { body: ById },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      await manage.remove(principalOf(request), request.body.id, originOf(request))
      return { message: 'The webhook was deleted.' }
    },
  })
}
