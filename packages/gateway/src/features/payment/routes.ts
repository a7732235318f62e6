import { Refusal } from '../../platform/errors/refusal.ts'
import type { CountingFailures } from '../../platform/throttle/counting-failures.ts'
import type { Server } from '../../transport/http/server.ts'
import { cancelSubscription } from './operations/cancel-subscription.ts'
import { createFreeSubscription } from './operations/create-free-subscription.ts'
import { getCheckoutUrl } from './operations/get-checkout-url.ts'
import { getDashboardUrl } from './operations/get-dashboard-url.ts'
import { getPrices } from './operations/get-prices.ts'
import { getProducts } from './operations/get-products.ts'
import { getSubscription } from './operations/get-subscription.ts'
import { getSubscriptionItems } from './operations/get-subscription-items.ts'
import { processPaymentWebhook } from './operations/process-payment-webhook.ts'
import { updateSubscription } from './operations/update-subscription.ts'
import type { Payments } from './payments.ts'

type Deps = {
  /** Undefined if payments are not configured: each operation then answers `payments_not_configured`. */
  payments: Payments | undefined
  appOrigins: readonly string[]
  countingFailures: CountingFailures
}

export function paymentRoutes(app: Server, { payments, appOrigins, countingFailures }: Deps): void {
  const configured = () => {
    if (!payments) throw new Refusal('payments_not_configured')
    return payments
  }
  app.register(async (scope: Server) => {
    // This runs after the gate, and before any of the body is read.
    scope.addHook('preParsing', (_request, _reply, payload, done) => {
      if (payments) done(null, payload)
      else done(new Refusal('payments_not_configured'))
    })
    getProducts(scope, configured)
    getPrices(scope, configured)
    getCheckoutUrl(scope, configured, appOrigins)
    getDashboardUrl(scope, configured, appOrigins)
    getSubscriptionItems(scope, configured)
    getSubscription(scope, configured)
    updateSubscription(scope, configured)
    cancelSubscription(scope, configured)
    createFreeSubscription(scope, configured)
    processPaymentWebhook(scope, configured, countingFailures)
  })
}
