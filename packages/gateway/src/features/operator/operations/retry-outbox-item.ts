import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { InspectOutbox } from '../outbox.ts'
import { OutboxItemRequest } from '../schemas.ts'

export function retryOutboxItem(app: Server, { outbox }: { outbox: InspectOutbox }): void {
  app.route({
    method: 'POST',
    url: '/operator/outbox/retry',
    ...operation(
      'retryOutboxItem',
      {
        tags: ['Operator'],
        summary: 'Retry outbox item',
        description:
          'Makes work that waits or failed due at once, as if it had never been tried. Work that the gateway gave up can be tried again only if it needs no data of its own, since these were deleted (`can_be_retried`).',
      },
      { body: OutboxItemRequest },
      MessageResponse,
      [400, 401, 403, 409, 429],
    ),
    handler: async (request) => {
      await outbox.retry(principalOf(request), request.body.id, originOf(request))
      return { message: 'The work is tried again.' }
    },
  })
}
