import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { priceBody } from '../bodies.ts'
import type { ConfiguredPayments } from '../payments.ts'
import { SubscriptionItems } from '../schemas.ts'

export function getSubscriptionItems(app: Server, payments: ConfiguredPayments): void {
  app.route({
    method: 'GET',
    url: '/accounts/payment/subscription-items',
    ...operation(
      'getSubscriptionItems',
      {
        tags: ['Payment'],
        summary: 'Get subscription items',
        description: 'Lists the plan and the addons that the account has now.',
      },
      {},
      dataOf(SubscriptionItems, 'The items'),
      [401, 403, 404, 429, 503],
    ),
    handler: async (request) => {
      const found = await payments().read.items(principalOf(request).accountId)
      const items = found.items.map(({ id, quantity, price }) => ({
        id,
        quantity: quantity ?? 1,
        price: priceBody(price),
      }))
      return { data: { has_default_payment_method: found.hasDefaultPaymentMethod, items } }
    },
  })
}
