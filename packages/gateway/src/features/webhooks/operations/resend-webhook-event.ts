import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { deliveryBody } from '../bodies.ts'
import { EventOfWebhook, WebhookDelivery } from '../schemas.ts'
import type { Webhooks } from '../webhooks.ts'

export function resendWebhookEvent(app: Server, { sendNow }: Pick<Webhooks, 'sendNow'>): void {
  app.route({
    method: 'POST',
    url: '/accounts/webhooks/resend',
    ...operation(
      'resendWebhookEvent',
      {
        tags: ['Webhooks'],
        summary: 'Send an event again',
        description:
          'Delivers an event of the audit log at once, whether it was delivered before or not, with its own id in the header webhook-id, and answers with the result. It takes at most ten seconds.',
      },
      { body: EventOfWebhook },
      dataOf(WebhookDelivery, 'What became of the delivery'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { id, event_id } = request.body
      return { data: deliveryBody(await sendNow.resend(principalOf(request), id, event_id, originOf(request))) }
    },
  })
}
