import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import { monthsOf } from './amounts.ts'
import type { AuditPayment } from './audit-payment.ts'
import type { Catalogue, Offer } from './catalogue.ts'
import { expireSessions } from './checkout-sessions.ts'
import { ACCOUNT_KEY, type Customers } from './customers.ts'
import type { Requester } from './requester.ts'
import type { Calls, StripeClient } from './stripe-client.ts'
import { isWithoutPortal } from './stripe-errors.ts'
import { currentOf, hasBegun, isPaid, listSubscriptions } from './subscriptions.ts'

export type Order = { plan: string; addons: { price: string; quantity: number }[] }

export type Checkout = {
  /** getCheckoutUrl: a page of Stripe on which the account subscribes. `page` is an origin of APP_ORIGINS. */
  checkoutUrl(requester: Requester, order: Order, page: string): Promise<string>
  /**
   * getDashboardUrl: a page of Stripe for payment methods, invoices and the subscription; the URL is valid for some
   * minutes.
   */
  dashboardUrl(requester: Requester, page: string): Promise<string>
}

type Deps = { client: StripeClient; customers: Customers; catalogue: Catalogue; auditPayment: AuditPayment }

export function createCheckout({ client, customers, catalogue, auditPayment }: Deps): Checkout {
  /**
   * An account that already pays for a plan must change that plan, and cannot buy a second one. A free plan ends by
   * itself once another is paid (sync.ts).
   */
  async function refuseSecondPlan(calls: Calls, customerId: string): Promise<void> {
    const current = currentOf(await listSubscriptions(calls, customerId))
    if (current && hasBegun(current) && isPaid(current)) throw new Refusal('already_subscribed')
  }

  async function openSession(calls: Calls, customer: string, accountId: string, order: Order, page: string) {
    const metadata = { [ACCOUNT_KEY]: accountId }
    const { url } = await calls.stripe.checkout.sessions.create(
      {
        mode: 'subscription',
        customer,
        client_reference_id: accountId,
        line_items: [{ price: order.plan, quantity: 1 }, ...order.addons],
        metadata,
        subscription_data: { metadata },
        success_url: `${page}/?checkout=success`,
        cancel_url: `${page}/?checkout=cancelled`,
      },
      calls.changing(`session/${customer}`),
    )
    if (url === null) throw new Error('Stripe opened a checkout without an address')
    return url
  }

  return {
    checkoutUrl: (requester, order, page) =>
      client.run('getCheckoutUrl', 'payment_refused', async (calls) => {
        // The order is checked before a customer is created, so that a refused order leaves nothing behind.
        checkOrder(order, (await catalogue.offers()).offers)
        return customers.using(calls, requester, async (customerId) => {
          await refuseSecondPlan(calls, customerId)
          await requester.recheck()
          const url = await openSession(calls, customerId, requester.accountId, order, page)
          await expireSessions(calls, customerId, true)
          await auditPayment(requester, 'payment.checkout_started', { price: order.plan, addons: order.addons.length })
          return url
        })
      }),

    dashboardUrl: (requester, page) =>
      client.run('getDashboardUrl', 'payments_unavailable', (calls) =>
        customers.using(calls, requester, async (customer) => {
          await requester.recheck()
          const key = calls.changing(`portal/${customer}`)
          const session = await calls.stripe.billingPortal.sessions
            .create({ customer, return_url: `${page}/` }, key)
            .catch((error: unknown): never => {
              throw isWithoutPortal(error) ? new Refusal('portal_not_configured', { cause: error }) : error
            })
          await auditPayment(requester, 'payment.portal_opened')
          return session.url
        }),
      ),
  }
}

function checkOrder({ plan: id, addons }: Order, offers: Map<string, Offer>): void {
  const plan = offers.get(id)
  if (plan?.kind !== 'plan') throw invalid('/body/base_subscription', 'must be a price of a plan of the catalogue')
  if (plan.amount === 0)
    throw invalid('/body/base_subscription', 'is free: choose it with POST /accounts/payment/free-subscription')
  for (const [index, { price, quantity }] of addons.entries()) {
    const path = `/body/addons/${index}`
    const offer = offers.get(price)
    if (offer?.kind !== 'addon') throw invalid(`${path}/id`, 'must be a price of an addon of the catalogue')
    if (addons.findIndex((one) => one.price === price) !== index)
      throw invalid(`${path}/id`, 'must not be listed twice')
    if (monthsOf(offer.interval) !== monthsOf(plan.interval) || offer.currency !== plan.currency)
      throw invalid(`${path}/id`, 'must have the same interval and currency as the plan')
    if (quantity > offer.mostQuantity)
      throw invalid(`${path}/quantity`, `must be at most ${offer.mostQuantity} for this price`)
  }
}
