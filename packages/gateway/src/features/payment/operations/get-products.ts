import { Type } from 'typebox'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import { productBody } from '../bodies.ts'
import type { ConfiguredPayments } from '../payments.ts'
import { StripeProduct } from '../schemas.ts'

export function getProducts(app: Server, payments: ConfiguredPayments): void {
  app.route({
    method: 'GET',
    url: '/accounts/payment/products',
    ...operation(
      'getProducts',
      {
        tags: ['Payment'],
        summary: 'Get products',
        description:
          'Lists the plans and addons that are on sale: plans first, and the cheapest first. The list is at most one minute old.',
      },
      {},
      dataOf(Type.Array(StripeProduct), 'The products'),
      [401, 403, 429, 503],
    ),
    handler: async () => {
      const { products } = await payments().catalogue.offers()
      return { data: products.flatMap((one) => (one.kind ? [productBody({ ...one, kind: one.kind })] : [])) }
    },
  })
}
