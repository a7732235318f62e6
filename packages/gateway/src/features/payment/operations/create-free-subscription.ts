import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ConfiguredPayments } from '../payments.ts'
import { StripeSubscription } from '../schemas.ts'

export function createFreeSubscription(app: Server, payments: ConfiguredPayments): void {
  app.route({
    method: 'POST',
    url: '/accounts/payment/free-subscription',
    ...operation(
      'createFreeSubscription',
      {
        tags: ['Payment'],
        summary: 'Create free subscription',
        description: 'Chooses the free plan. No payment method is needed. A repeated request changes nothing.',
      },
      {},
      dataOf(StripeSubscription, 'The subscription'),
      [400, 401, 403, 409, 429, 503],
    ),
    handler: async (request) => {
      const { toRequester, createFree } = payments()
      const requester = toRequester(principalOf(request), 'createFreeSubscription', originOf(request))
      return { data: await createFree(requester) }
    },
  })
}
