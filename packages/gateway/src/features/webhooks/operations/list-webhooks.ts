import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { webhookBody } from '../bodies.ts'
import { WebhookObject } from '../schemas.ts'
import type { Webhooks } from '../webhooks.ts'

export function listWebhooks(app: Server, { manage }: Pick<Webhooks, 'manage'>): void {
  app.route({
    method: 'GET',
    url: '/accounts/webhooks',
    ...operation(
      'listWebhooks',
      {
        tags: ['Webhooks'],
        summary: 'List webhooks',
        description: 'Lists the webhooks of the account, oldest first, without their secrets.',
      },
      {},
      dataOf(Type.Array(WebhookObject), 'The webhooks'),
      [401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'listWebhooks', 'account')
      return { data: (await manage.list(principal.accountId)).map(webhookBody) }
    },
  })
}
