import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { ById, RotatedSecret } from '../schemas.ts'
import type { Webhooks } from '../webhooks.ts'

export function rotateWebhookSecret(app: Server, { manage }: Pick<Webhooks, 'manage'>): void {
  app.route({
    method: 'POST',
    url: '/accounts/webhooks/rotate-secret',
    ...operation(
      'rotateWebhookSecret',
      {
        tags: ['Webhooks'],
        summary: 'Rotate webhook secret',
        description:
          'Replaces the secret of a webhook. For 24 hours each delivery has two signatures, one of each secret, so that the receiver can change to the new one without losing anything. After a second rotation within that time, only the newest two secrets sign.',
      },
      { body: ById },
      dataOf(RotatedSecret, 'The new secret'),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const { id } = request.body
      const { secret, formerUntil } = await manage.rotate(principalOf(request), id, originOf(request))
      return { data: { id, secret, previous_secret_until: new Date(formerUntil).toISOString() } }
    },
  })
}
