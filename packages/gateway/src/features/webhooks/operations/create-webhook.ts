import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { webhookBody } from '../bodies.ts'
import { NewWebhook, WebhookWithSecret } from '../schemas.ts'
import type { Webhooks } from '../webhooks.ts'

export function createWebhook(app: Server, { manage }: Pick<Webhooks, 'manage'>): void {
  app.route({
    method: 'POST',
    url: '/accounts/webhooks',
    ...operation(
      'createWebhook',
      {
        tags: ['Webhooks'],
        summary: 'Create webhook',
        description:
          'Creates a webhook: from now on, the events of the audit log, or those whose actions are chosen, are delivered to the URL, signed as Standard Webhooks says (docs/webhooks.md). The secret that verifies the signatures is in this answer only.',
      },
      { body: NewWebhook },
      dataOf(WebhookWithSecret, 'The new webhook and its secret'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { endpoint, secret } = await manage.create(principalOf(request), request.body, originOf(request))
      return { data: { ...webhookBody(endpoint), secret } }
    },
  })
}
