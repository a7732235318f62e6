import { principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ConfiguredPayments } from '../payments.ts'
import { StripeSubscription } from '../schemas.ts'

export function getSubscription(app: Server, payments: ConfiguredPayments): void {
  app.route({
    method: 'GET',
    url: '/accounts/payment/subscription',
    ...operation(
      'getSubscription',
      {
        tags: ['Payment'],
        summary: 'Get subscription',
        description: 'Returns the subscription of the account, as Stripe has it now.',
      },
      {},
      dataOf(StripeSubscription, 'The subscription'),
      [401, 403, 404, 429, 503],
    ),
    handler: async (request) => ({ data: await payments().read.subscription(principalOf(request).accountId) }),
  })
}
