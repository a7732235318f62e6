import { type Client, QuivaError } from '@quiva/client'
import type { Connect } from '../connect.ts'
import { minute, type Output, table, visible } from '../output.ts'

type Parts = { connect: Connect; output: Output }

/** An addon of a checkout, as `--addon price:quantity` names it. */
export type Addon = { price: string; quantity: number }

type Price = { unit_amount: number; amount: number; currency: string; interval: string; interval_count: number }
type Subscription = Awaited<ReturnType<typeof findSubscription>>

/** getProducts and getPrices: what can be had, with the price ids that a checkout takes. */
export async function showPlans({ connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { data: products } = await client.GET('/accounts/payment/products')
  const { data: prices } = await client.GET('/accounts/payment/prices')
  const rows = products.flatMap(({ id, name, kind }) =>
    prices.filter(({ product }) => product === id).map((price) => [name, kind, ...cost(price), price.id]),
  )
  output.result({ products, prices }, table([['NAME', 'KIND', 'COSTS', 'EVERY', 'PRICE'], ...rows]))
}

/** getAccountInfo, getSubscription and getSubscriptionItems: the plan, what it consists of, and how it goes on. */
export async function showBilling({ connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { data: account } = await client.GET('/accounts/info')
  const { subscription_status: status, subscription_plan: plan = null, payment_due_by: dueBy = null } = account
  const subscription = await findSubscription(client)
  const items = subscription ? (await client.GET('/accounts/payment/subscription-items')).data.items : []
  const rows = items.map(({ quantity, price }) => [`${quantity}`, ...cost(price), price.id])
  const lines = [`Status  ${status}`, `Plan    ${visible(plan ?? 'none')}`, ...goesOn(subscription)]
  const listed = rows.length === 0 ? '' : `\n\n${table([['QUANTITY', 'COSTS', 'EVERY', 'PRICE'], ...rows])}`
  output.result(
    { status, plan, payment_due_by: dueBy, subscription: subscription ?? null, items },
    `${lines.join('\n')}${listed}`,
  )
  if (dueBy !== null)
    output.note(
      `A payment is late. The API keys of the account are refused from ${minute(dueBy)} UTC on. See: quiva billing portal`,
    )
  if (!subscription) output.note('The account has no subscription. See: quiva billing plans')
}

/** getCheckoutUrl; for a plan that costs nothing createFreeSubscription, since there is nothing to pay. */
export async function startCheckout(
  plan: string,
  { addon: addons = [] }: { addon?: Addon[] },
  { connect, output }: Parts,
): Promise<void> {
  const { client } = await connect.signedIn()
  const { data: prices } = await client.GET('/accounts/payment/prices')
  const isFree = prices.some(({ id, unit_amount: amount }) => id === plan && amount === 0)
  if (isFree && addons.length === 0) {
    const { data } = await client.POST('/accounts/payment/free-subscription')
    output.result({ url: null, subscription: data.id }, 'The plan is active. It is free.')
    return
  }
  const body = {
    base_subscription: plan,
    addons: addons.map(({ price, quantity }) => ({ id: price, type: 'addon', quantity })),
  }
  const { data: url } = await client.POST('/accounts/payment/checkout-url', { body })
  output.result({ url }, url)
  output.note(
    'Open this address in a browser to subscribe. It works until you request another one, and for at most a day.',
  )
}

/** getDashboardUrl. */
export async function openPortal({ connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { data: url } = await client.GET('/accounts/payment/dashboard-url')
  output.result({ url }, url)
  output.note('Open this address in a browser soon. Do not share it: anybody who has it can use the portal.')
}

/** cancelSubscription: at the end of what is paid for. */
export async function cancelBilling({ connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { data: subscription } = await client.DELETE('/accounts/payment/subscription')
  const [ends = 'The subscription has ended.'] = goesOn(subscription)
  output.result({ subscription: subscription.id, status: subscription.status, ends_on: endOf(subscription) }, ends)
  if (endOf(subscription) !== null) output.note('To renew it before then: quiva billing portal')
}

async function findSubscription(client: Client) {
  try {
    return (await client.GET('/accounts/payment/subscription')).data
  } catch (error) {
    if (error instanceof QuivaError && error.code === 'subscription_not_found') return undefined
    throw error
  }
}

function cost({ amount, currency, interval, interval_count: count, unit_amount: smallest }: Price): [string, string] {
  const every = count === 1 ? interval : `${count} ${interval}s`
  return [smallest === 0 ? 'free' : `${amount} ${currency.toUpperCase()}`, every]
}

/** The day on which it ends, if it was cancelled. */
function endOf(subscription: Subscription): string | null {
  return subscription && subscription.cancel_at !== null ? day(subscription.cancel_at) : null
}

function goesOn(subscription: Subscription): string[] {
  if (!subscription || subscription.status === 'canceled') return []
  const end = endOf(subscription)
  if (end !== null) return [`Ends    ${end}`]
  const [first] = subscription.items.data
  const { schedule } = subscription as { schedule?: { phases?: unknown[] } | null }
  const change = (schedule?.phases?.length ?? 0) > 1 ? ', with a change' : ''
  return first ? [`Renews  ${day(first.current_period_end)}${change}`] : []
}

function day(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 10)
}
