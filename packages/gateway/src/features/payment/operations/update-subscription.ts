import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ConfiguredPayments } from '../payments.ts'
import { StripeSubscription, UpdateSubscriptionRequest } from '../schemas.ts'

export function updateSubscription(app: Server, payments: ConfiguredPayments): void {
  app.route({
    method: 'PATCH',
    url: '/accounts/payment/subscription',
    ...operation(
      'updateSubscription',
      {
        tags: ['Payment'],
        summary: 'Update subscription',
        description:
          'Changes items by their id, adds addons by their price, and removes items with quantity 0; other items do not change. A change that costs as much or more per month, or is paid for a longer interval, applies at once: the difference for the rest of the period is charged, and if that fails, nothing changes. Any other change applies at the end of the period. A new change replaces a planned one; to withdraw a planned change, send the current items.',
      },
      { body: UpdateSubscriptionRequest },
      dataOf(StripeSubscription, 'The subscription after the change, or with the planned change in its schedule'),
      [400, 401, 403, 404, 409, 429, 503],
    ),
    handler: async (request) => {
      const { toRequester, update } = payments()
      const requester = toRequester(principalOf(request), 'updateSubscription', originOf(request))
      return { data: await update(requester, request.body.items) }
    },
  })
}
