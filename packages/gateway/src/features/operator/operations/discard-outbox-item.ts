import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { InspectOutbox } from '../outbox.ts'
import { OutboxItemRequest } from '../schemas.ts'

export function discardOutboxItem(app: Server, { outbox }: { outbox: InspectOutbox }): void {
  app.route({
    method: 'POST',
    url: '/operator/outbox/discard',
    ...operation(
      'discardOutboxItem',
      {
        tags: ['Operator'],
        summary: 'Discard outbox item',
        description:
          'Deletes work that waits or failed, so that nobody does it any more. What it was for does not happen: a mail is not sent, claims do not reach the message bus. Recurring jobs cannot be discarded.',
      },
      { body: OutboxItemRequest },
      MessageResponse,
      [400, 401, 403, 409, 429],
    ),
    handler: async (request) => {
      await outbox.discard(principalOf(request), request.body.id, originOf(request))
      return {
        message: 'The work was discarded.',
      }
    },
  })
}
