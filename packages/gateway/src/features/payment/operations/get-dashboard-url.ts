import { Type } from 'typebox'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ConfiguredPayments } from '../payments.ts'
import { pageToReturnTo } from '../return-page.ts'

export function getDashboardUrl(app: Server, payments: ConfiguredPayments, appOrigins: readonly string[]): void {
  app.route({
    method: 'GET',
    url: '/accounts/payment/dashboard-url',
    ...operation(
      'getDashboardUrl',
      {
        tags: ['Payment'],
        summary: 'Get dashboard URL',
        description:
          "Opens Stripe's customer portal for the account: payment methods, invoices, the subscription. For some minutes, anybody who has the URL can use the portal.",
      },
      {},
      dataOf(Type.String({ format: 'uri' }), 'The URL for the browser'),
      [401, 403, 429, 503],
    ),
    handler: async (request) => {
      const { toRequester, checkout } = payments()
      const requester = toRequester(principalOf(request), 'getDashboardUrl', originOf(request))
      return { data: await checkout.dashboardUrl(requester, pageToReturnTo(request.headers, appOrigins)) }
    },
  })
}
