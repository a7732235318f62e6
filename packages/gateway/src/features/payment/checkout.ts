import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import { monthsOf } from './amounts.ts'
import type { Note } from './audit-payment.ts'
import type { Catalogue, Offer } from './catalogue.ts'
import { expireSessions } from './checkout-sessions.ts'
import { ACCOUNT_KEY, type Customers } from './customers.ts'
import type { PayingMember } from './requester.ts'
import type { Calls, StripeClient } from './stripe-client.ts'
import { isWithoutPortal } from './stripe-errors.ts'
import { currentOf, hasBegun, isPaid, listSubscriptions } from './subscriptions.ts'

export type Order = { plan: string; addons: { price: string; quantity: number }[] }

export type Checkout = {
  /** getCheckoutUrl: a page of Stripe on which the account subscribes. `page` is an origin of APP_ORIGINS. */
  checkoutUrl(payer: PayingMember, order: Order, page: string): Promise<string>
  /** getDashboardUrl: a page of Stripe for payment methods, invoices and the subscription; good for some minutes. */
  dashboardUrl(payer: PayingMember, page: string): Promise<string>
}

type Deps = { client: StripeClient; customers: Customers; catalogue: Catalogue; note: Note }

export function createCheckout({ client, customers, catalogue, note }: Deps): Checkout {
  /** Who pays for a plan changes it; who has the free one gets rid of it by paying (sync.ts). */
  async function refuseSecond(calls: Calls, customerId: string): Promise<void> {
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
    checkoutUrl: (payer, order, page) =>
      client.run('getCheckoutUrl', 'payment_refused', async (calls) => {
        // Before there is a customer: what is refused leaves nothing behind.
        checkOrder(order, (await catalogue.offers()).offers)
        return customers.using(calls, payer, async (customerId) => {
          await refuseSecond(calls, customerId)
          await payer.recheck()
          const url = await openSession(calls, customerId, payer.accountId, order, page)
          await expireSessions(calls, customerId, true)
          await note(payer, 'payment.checkout_started', { price: order.plan, addons: order.addons.length })
          return url
        })
      }),

    dashboardUrl: (payer, page) =>
      client.run('getDashboardUrl', 'payments_unavailable', (calls) =>
        customers.using(calls, payer, async (customer) => {
          await payer.recheck()
          const key = calls.changing(`portal/${customer}`)
          const session = await calls.stripe.billingPortal.sessions
            .create({ customer, return_url: `${page}/` }, key)
            .catch((error: unknown): never => {
              throw isWithoutPortal(error) ? new Refusal('portal_not_configured', { cause: error }) : error
            })
          await note(payer, 'payment.portal_opened')
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
