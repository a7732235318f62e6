import { Type } from 'typebox'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { priceBody } from '../bodies.ts'
import type { ConfiguredPayments } from '../payments.ts'
import { StripePrice } from '../schemas.ts'

export function getPrices(app: Server, payments: ConfiguredPayments): void {
  app.route({
    method: 'GET',
    url: '/accounts/payment/prices',
    ...operation(
      'getPrices',
      {
        tags: ['Payment'],
        summary: 'Get prices',
        description:
          'Lists the prices of the plans and addons, in the order of the products. The list is at most one minute old.',
      },
      {},
      dataOf(Type.Array(StripePrice), 'The prices'),
      [401, 403, 429, 503],
    ),
    handler: async () => {
      const { products } = await payments().catalogue.offers()
      return { data: products.flatMap(({ offers }) => offers.map(({ price }) => priceBody(price))) }
    },
  })
}
