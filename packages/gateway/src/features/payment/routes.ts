import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { ProtectedOperationId } from '../../access/policy.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { originOf, principalOf } from '../../transport/http/gate.ts'
import { dataOf, operation, type Tag } from '../../transport/http/operation.ts'
import type { Server } from '../../transport/http/server.ts'
import { priceBody, productBody } from './bodies.ts'
import type { PayingMember } from './paying-member.ts'
import type { Payments } from './payments.ts'
import {
  CheckoutUrlRequest,
  StripePrice,
  StripeProduct,
  StripeSubscription,
  SubscriptionItems,
  UpdateSubscriptionRequest,
} from './schemas.ts'

const tags: Tag[] = ['Payment']

/** `payments` is undefined where they are not configured: each operation then answers `payments_not_configured`. */
export function paymentRoutes(app: Server, payments: Payments | undefined, appOrigins: readonly string[]): void {
  const configured = () => {
    if (!payments) throw new Refusal('payments_not_configured')
    return payments
  }
  const payerOf = (request: FastifyRequest, id: ProtectedOperationId): PayingMember =>
    configured().toPayingMember(principalOf(request), id, originOf(request))
  /** After the gate and before anything of the body is read. */
  const onRequest = (_request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void) => {
    if (payments) done()
    else done(new Refusal('payments_not_configured'))
  }

  app.route({
    method: 'GET',
    url: '/accounts/payment/products',
    onRequest,
    ...operation(
      'getProducts',
      {
        tags,
        summary: 'Get products',
        description: 'The plans and addons that can be had, plans first, the cheapest first. At most a minute old.',
      },
      {},
      dataOf(Type.Array(StripeProduct), 'The products'),
      [401, 403, 429, 503],
    ),
    handler: async () => {
      const { products } = await configured().catalogue.offers()
      return { data: products.flatMap((one) => (one.kind ? [productBody({ ...one, kind: one.kind })] : [])) }
    },
  })

  app.route({
    method: 'GET',
    url: '/accounts/payment/prices',
    onRequest,
    ...operation(
      'getPrices',
      {
        tags,
        summary: 'Get prices',
        description: 'What the plans and addons cost, in the order of the products. At most a minute old.',
      },
      {},
      dataOf(Type.Array(StripePrice), 'The prices'),
      [401, 403, 429, 503],
    ),
    handler: async () => {
      const { products } = await configured().catalogue.offers()
      return { data: products.flatMap(({ offers }) => offers.map(({ price }) => priceBody(price))) }
    },
  })

  app.route({
    method: 'POST',
    url: '/accounts/payment/checkout-url',
    onRequest,
    ...operation(
      'getCheckoutUrl',
      {
        tags,
        summary: 'Get checkout URL',
        description:
          'Opens a page of Stripe on which the account subscribes to a plan, with addons of the same interval and currency. The newest page of an account is the only one that works. From there people return to the page that asked, if APP_ORIGINS lists it. An account that pays for a plan changes it with PATCH /accounts/payment/subscription.',
      },
      { body: CheckoutUrlRequest },
      dataOf(Type.String({ format: 'uri' }), 'Where to send the browser'),
      [400, 401, 403, 429, 503],
    ),
    handler: async (request) => {
      const { base_subscription: plan, addons = [] } = request.body
      const order = { plan, addons: addons.map(({ id, quantity }) => ({ price: id, quantity })) }
      return {
        data: await configured().checkout.checkoutUrl(
          payerOf(request, 'getCheckoutUrl'),
          order,
          pageOf(request, appOrigins),
        ),
      }
    },
  })

  app.route({
    method: 'GET',
    url: '/accounts/payment/dashboard-url',
    onRequest,
    ...operation(
      'getDashboardUrl',
      {
        tags,
        summary: 'Get dashboard URL',
        description:
          "Opens Stripe's portal for the account: payment methods, invoices, the subscription. Whoever has the address gets in, for some minutes.",
      },
      {},
      dataOf(Type.String({ format: 'uri' }), 'Where to send the browser'),
      [401, 403, 429, 503],
    ),
    handler: async (request) => ({
      data: await configured().checkout.dashboardUrl(payerOf(request, 'getDashboardUrl'), pageOf(request, appOrigins)),
    }),
  })

  app.route({
    method: 'GET',
    url: '/accounts/payment/subscription-items',
    onRequest,
    ...operation(
      'getSubscriptionItems',
      { tags, summary: 'Get subscription items', description: 'The plan and the addons that the account has now.' },
      {},
      dataOf(SubscriptionItems, 'The items'),
      [401, 403, 404, 429, 503],
    ),
    handler: async (request) => {
      const found = await configured().read.items(principalOf(request).accountId)
      const items = found.items.map(({ id, quantity, price }) => ({
        id,
        quantity: quantity ?? 1,
        price: priceBody(price),
      }))
      return { data: { has_default_payment_method: found.hasDefaultPaymentMethod, items } }
    },
  })

  app.route({
    method: 'GET',
    url: '/accounts/payment/subscription',
    onRequest,
    ...operation(
      'getSubscription',
      { tags, summary: 'Get subscription', description: 'The subscription of the account, as Stripe has it now.' },
      {},
      dataOf(StripeSubscription, 'The subscription'),
      [401, 403, 404, 429, 503],
    ),
    handler: async (request) => ({ data: await configured().read.subscription(principalOf(request).accountId) }),
  })

  app.route({
    method: 'PATCH',
    url: '/accounts/payment/subscription',
    onRequest,
    ...operation(
      'updateSubscription',
      {
        tags,
        summary: 'Update subscription',
        description:
          'Changes items by their id, adds addons by their price, removes items with quantity 0; what is not named stays. What costs as much or more per month, or is paid for longer, begins at once: the difference for the rest of the period is charged, and if that fails nothing changes. Anything else begins when the period ends. A new change takes the place of one that was to come, and sending what there is takes that back.',
      },
      { body: UpdateSubscriptionRequest },
      dataOf(StripeSubscription, 'The subscription after the change, or with the change to come in its schedule'),
      [400, 401, 403, 404, 409, 429, 503],
    ),
    handler: async (request) => ({
      data: await configured().update(payerOf(request, 'updateSubscription'), request.body.items),
    }),
  })

  app.route({
    method: 'DELETE',
    url: '/accounts/payment/subscription',
    onRequest,
    ...operation(
      'cancelSubscription',
      {
        tags,
        summary: 'Cancel subscription',
        description:
          'Lets the subscription end with its period; the account then has the free plan, if there is one. Until then it can be renewed in the portal. Again changes nothing.',
      },
      {},
      dataOf(StripeSubscription, 'The subscription that runs out'),
      [401, 403, 404, 409, 429, 503],
    ),
    handler: async (request) => ({ data: await configured().cancel(payerOf(request, 'cancelSubscription')) }),
  })

  app.route({
    method: 'POST',
    url: '/accounts/payment/free-subscription',
    onRequest,
    ...operation(
      'createFreeSubscription',
      {
        tags,
        summary: 'Create free subscription',
        description: 'Chooses the plan that costs nothing; no payment method is needed. Again is the same.',
      },
      {},
      dataOf(StripeSubscription, 'The subscription'),
      [400, 401, 403, 409, 429, 503],
    ),
    handler: async (request) => ({ data: await configured().createFree(payerOf(request, 'createFreeSubscription')) }),
  })
}

/** Where Stripe sends users back to: the page that asked, if it is one of ours. Never anywhere else. */
function pageOf({ headers: { origin, referer } }: FastifyRequest, [first = '', ...more]: readonly string[]): string {
  const asked = origin ?? (referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : undefined)
  return more.find((one) => one === asked) ?? first
}
