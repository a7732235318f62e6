import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import { expectedVersionOf, IfMatchHeader, tellVersion } from '../../../transport/http/preconditions.ts'
import type { Server } from '../../../transport/http/server.ts'
import { webhookBody } from '../bodies.ts'
import { WebhookObject, WebhookPatch } from '../schemas.ts'
import type { Webhooks } from '../webhooks.ts'

export function updateWebhook(app: Server, { manage }: Pick<Webhooks, 'manage'>): void {
  app.route({
    method: 'PATCH',
    url: '/accounts/webhooks',
    ...operation(
      'updateWebhook',
      {
        tags: ['Webhooks'],
        summary: 'Update webhook',
        description:
          'Changes what the request names: the URL, the description, the actions, or whether the webhook is disabled. A webhook that is enabled again gets the events from that moment on; earlier ones can be sent with POST /accounts/webhooks/resend.',
      },
      { body: WebhookPatch, headers: IfMatchHeader },
      dataOf(WebhookObject, 'The webhook as it is now'),
      [400, 401, 403, 412, 429],
    ),
    handler: async (request, reply) => {
      const { id, ...change } = request.body
      const changes = { ...change, expected: expectedVersionOf(request) }
      const data = webhookBody(await manage.update(principalOf(request), id, changes, originOf(request)))
      tellVersion(reply, data.version)
      return { data }
    },
  })
}
