import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ConfiguredPayments } from '../payments.ts'
import { StripeSubscription } from '../schemas.ts'

export function cancelSubscription(app: Server, payments: ConfiguredPayments): void {
  app.route({
    method: 'DELETE',
    url: '/accounts/payment/subscription',
    ...operation(
      'cancelSubscription',
      {
        tags: ['Payment'],
        summary: 'Cancel subscription',
        description:
          'Cancels the subscription at the end of its period. After that the account has the free plan, if there is one. Until then the subscription can be renewed in the customer portal. A repeated request changes nothing.',
      },
      {},
      dataOf(StripeSubscription, 'The subscription, which ends with its period'),
      [401, 403, 404, 409, 429, 503],
    ),
    handler: async (request) => {
      const { toRequester, cancel } = payments()
      const requester = toRequester(principalOf(request), 'cancelSubscription', originOf(request))
      return { data: await cancel(requester) }
    },
  })
}
