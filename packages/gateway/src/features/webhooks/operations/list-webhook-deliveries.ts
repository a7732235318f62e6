import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { KNOWN_ONLY } from '../../../platform/errors/known-only.ts'
import { invalid } from '../../../platform/errors/refusal.ts'
import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { deliveryBody } from '../bodies.ts'
import { WebhookDelivery } from '../schemas.ts'
import type { Webhooks } from '../webhooks.ts'

const DEFAULT_LIMIT = 100
const MOST_DELIVERIES = 500

const Query = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 100, description: 'The id of the webhook' }),
    outcome: Type.Optional(
      Type.Enum(['delivered', 'failed'], { description: 'Only attempts that were delivered, or that failed' }),
    ),
    cursor: Type.Optional(Type.String({ maxLength: 100, description: 'The `next_cursor` of the previous page' })),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MOST_DELIVERIES,
        default: DEFAULT_LIMIT,
        description: 'Number of deliveries on a page',
      }),
    ),
  },
  KNOWN_ONLY,
)

export function listWebhookDeliveries(app: Server, { sendNow }: Pick<Webhooks, 'sendNow'>): void {
  app.route({
    method: 'GET',
    url: '/accounts/webhooks/deliveries',
    ...operation(
      'listWebhookDeliveries',
      {
        tags: ['Webhooks'],
        summary: 'List webhook deliveries',
        description:
          'Lists the attempts of the last seven days to deliver to a webhook, newest first. For the next page, send `next_cursor` as `cursor`, until it is null. With `outcome`, a page that is not the last may have fewer deliveries than `limit`, or none.',
      },
      { querystring: Query },
      Type.Object(
        {
          ...dataOf(Type.Array(WebhookDelivery), '').properties,
          next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'Null on the last page' }),
        },
        { description: 'The deliveries' },
      ),
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'listWebhookDeliveries', 'account')
      const { id, cursor, limit = DEFAULT_LIMIT, outcome } = request.query
      const page = { before: parseCursor(cursor), limit, outcome }
      const { deliveries, next } = await sendNow.deliveries(principal.accountId, id, page)
      return { data: deliveries.map(deliveryBody), next_cursor: next }
    },
  })
}

function parseCursor(cursor: string | undefined): string | undefined {
  if (cursor !== undefined && !/^whd_[0-9a-z]{26}$/.test(cursor))
    throw invalid('/querystring/cursor', 'must be the next_cursor of another page')
  return cursor
}
