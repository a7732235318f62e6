import { Type } from 'typebox'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ConfiguredPayments } from '../payments.ts'
import { pageToReturnTo } from '../return-page.ts'
import { CheckoutUrlRequest } from '../schemas.ts'

export function getCheckoutUrl(app: Server, payments: ConfiguredPayments, appOrigins: readonly string[]): void {
  app.route({
    method: 'POST',
    url: '/accounts/payment/checkout-url',
    ...operation(
      'getCheckoutUrl',
      {
        tags: ['Payment'],
        summary: 'Get checkout URL',
        description:
          'Opens a page of Stripe where the account can subscribe to a plan, with addons of the same interval and currency. Only the newest page of an account works. From there, the user returns to the page that called, if its origin is in APP_ORIGINS. An account with a paid plan changes it with PATCH /accounts/payment/subscription.',
      },
      { body: CheckoutUrlRequest },
      dataOf(Type.String({ format: 'uri' }), 'The URL for the browser'),
      [400, 401, 403, 429, 503],
    ),
    handler: async (request) => {
      const { base_subscription: plan, addons = [] } = request.body
      const order = { plan, addons: addons.map(({ id, quantity }) => ({ price: id, quantity })) }
      const { toRequester, checkout } = payments()
      const requester = toRequester(principalOf(request), 'getCheckoutUrl', originOf(request))
      return { data: await checkout.checkoutUrl(requester, order, pageToReturnTo(request.headers, appOrigins)) }
    },
  })
}
