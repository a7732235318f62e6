import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { deliveryBody } from '../bodies.ts'
import { ById, WebhookDelivery } from '../schemas.ts'
import type { Webhooks } from '../webhooks.ts'

export function testWebhook(app: Server, { sendNow }: Pick<Webhooks, 'sendNow'>): void {
  app.route({
    method: 'POST',
    url: '/accounts/webhooks/test',
    ...operation(
      'testWebhook',
      {
        tags: ['Webhooks'],
        summary: 'Test webhook',
        description:
          'Delivers an event with the type `webhook.test` at once, to a disabled webhook too, and answers with the result. It takes at most ten seconds.',
      },
      { body: ById },
      dataOf(WebhookDelivery, 'What became of the delivery'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      return { data: deliveryBody(await sendNow.test(principalOf(request), request.body.id, originOf(request))) }
    },
  })
}
