import type { Stripe } from 'stripe'
import { invalid } from '../../platform/errors/refusal.ts'
import { monthsOf } from './amounts.ts'
import { idOf, type Offer, type Product, perMonth, termsOf } from './catalogue.ts'

/** Stripe's limit for one subscription. */
const MOST_ITEMS = 20

/** One line of updateSubscription: changes the item `id`, or adds `price`; quantity 0 removes the item. */
export type WantedItem = { id?: string | undefined; price?: string | undefined; quantity: number }

export type PlannedChange = {
  /**
   * `now`: it costs as much or more, or is paid for a longer period. `period_end`: it costs less, or is paid for a
   * shorter period; the paid period ends first. `never`: nothing changes.
   */
  when: 'now' | 'period_end' | 'never'
  /** Whether it costs more, if it happens now. */
  costsMore: boolean
  /** The changed items, for an update now. */
  updates: Stripe.SubscriptionUpdateParams.Item[]
  /** All items after the change, for a schedule. */
  after: { price: string; quantity: number }[]
  interval: Offer['interval'] | undefined
}

type Terms = Pick<Offer, 'currency' | 'amount' | 'interval'>

type Item = {
  /** Undefined for a new item. */
  id: string | undefined
  price: string
  quantity: number
  kind: Offer['kind'] | undefined
  /** Undefined if the price has no fixed amount: only an operator can sell it, by hand. */
  terms: Terms | undefined
  mostQuantity: number
}

type Known = {
  /** The products of the subscription's items. */
  products: Map<string, Product>
  /** The prices that may be chosen. */
  offers: Map<string, Offer>
}

/**
 * Decides what updateSubscription has to do. The whole request is one change: the sums per month before and after it
 * are compared, so that a larger plan together with fewer addons counts by what they cost together.
 */
export function planChange(subscription: Stripe.Subscription, known: Known, wanted: WantedItem[]): PlannedChange {
  const before = subscription.items.data.map((item) => toItem(item, known.products))
  const after = applyAll(before, known.offers, wanted)
  check(after, before)
  const updates = differences(before, after)
  return {
    ...decide(before, after, updates.length > 0),
    updates,
    after: after.map(({ price, quantity }) => ({ price, quantity })),
    interval: mainTerms(after)?.interval,
  }
}

function toItem({ id, price, quantity }: Stripe.SubscriptionItem, products: Map<string, Product>): Item {
  const product = products.get(idOf(price.product))
  return {
    id,
    price: price.id,
    quantity: quantity ?? 1,
    kind: product?.kind,
    terms: termsOf(price),
    mostQuantity: product?.mostQuantity ?? 1,
  }
}

function applyAll(before: Item[], offers: Map<string, Offer>, wanted: WantedItem[]): Item[] {
  const after = new Map(before.map((item) => [item.id, item]))
  const added: Item[] = []
  const named = new Set<string>()
  for (const [index, one] of wanted.entries()) {
    const path = `/body/items/${index}`
    if (one.id === undefined) {
      added.push(addItem(one, offers, path))
      continue
    }
    const item = before.find(({ id }) => id === one.id)
    if (!item) throw invalid(`${path}/id`, 'must be an item of the subscription')
    if (named.has(one.id)) throw invalid(`${path}/id`, 'must name each item once')
    named.add(one.id)
    if (one.quantity === 0) after.delete(one.id)
    else after.set(one.id, changeItem(item, one, offers, path))
  }
  return [...after.values(), ...added]
}

function addItem({ price, quantity }: WantedItem, offers: Map<string, Offer>, path: string): Item {
  if (price === undefined) throw invalid(path, 'must have the id of an item or a price')
  const offer = offers.get(price)
  if (!offer) throw invalid(`${path}/price`, 'must be a price of the catalogue')
  if (offer.kind === 'plan')
    throw invalid(`${path}/price`, 'is a plan: send it with the id of the item that has the plan')
  if (quantity < 1) throw invalid(`${path}/quantity`, 'must be at least 1 for a new item')
  return offered(undefined, offer, quantity, path)
}

function changeItem(item: Item, { price, quantity }: WantedItem, offers: Map<string, Offer>, path: string): Item {
  if (price === undefined || price === item.price) return bounded({ ...item, quantity }, item.quantity, path)
  const offer = offers.get(price)
  if (!offer) throw invalid(`${path}/price`, 'must be a price of the catalogue')
  if (item.kind !== undefined && offer.kind !== item.kind)
    throw invalid(`${path}/price`, `must be a price of ${item.kind === 'plan' ? 'a plan' : 'an addon'}`)
  return offered(item.id, offer, quantity, path)
}

function offered(id: string | undefined, offer: Offer, quantity: number, path: string): Item {
  const { id: price, kind, mostQuantity } = offer
  return bounded({ id, price, quantity, kind, terms: offer, mostQuantity }, 0, path)
}

/** A quantity that is there already may stay, even if it is above the present bound. */
function bounded(item: Item, has: number, path: string): Item {
  if (item.quantity > Math.max(item.mostQuantity, has))
    throw invalid(`${path}/quantity`, `must be at most ${item.mostQuantity} for this price`)
  return item
}

function check(after: Item[], before: Item[]): void {
  const isPlan = ({ kind }: Item) => kind === 'plan'
  const plans = before.some(isPlan) ? after.filter(isPlan) : after
  if (plans.length === 0) throw invalid('/body/items', 'must keep the plan; to cancel the subscription, use DELETE')
  if (after.length > MOST_ITEMS) throw invalid('/body/items', `must not result in more than ${MOST_ITEMS} items`)
  if (new Set(after.map(({ price }) => price)).size < after.length)
    throw invalid('/body/items', 'must not result in two items with the same price; to change an item, send its id')
  const isMixed = (values: unknown[]) => new Set(values).size > 1
  const terms = after.flatMap((item) => item.terms ?? [])
  const paidIn = before.flatMap((item) => item.terms?.currency ?? [])
  if (isMixed(terms.map(({ interval }) => monthsOf(interval))))
    throw invalid('/body/items', 'must not mix items with different intervals')
  if (isMixed([...paidIn, ...terms.map(({ currency }) => currency)]))
    throw invalid('/body/items', 'must not mix currencies: use prices in the currency of the subscription')
}

function differences(before: Item[], after: Item[]): Stripe.SubscriptionUpdateParams.Item[] {
  const removed = before.flatMap(({ id }) => (after.some((item) => item.id === id) ? [] : [{ id, deleted: true }]))
  const changed = after.flatMap(({ id, price, quantity }) => {
    const was = before.find((item) => item.id === id)
    if (!was) return [{ price, quantity }]
    return was.price === price && was.quantity === quantity ? [] : [{ id, price, quantity }]
  })
  return [...removed, ...changed]
}

function decide(before: Item[], after: Item[], differs: boolean): Pick<PlannedChange, 'when' | 'costsMore'> {
  if (!differs) return { when: 'never', costsMore: false }
  const [was, is] = [mainTerms(before), mainTerms(after)].map((terms) => (terms ? monthsOf(terms.interval) : 0))
  const [paid, pays] = [totalPerMonth(before), totalPerMonth(after)]
  const longer = (is ?? 0) > (was ?? 0)
  const shorter = (is ?? 0) < (was ?? 0)
  const when = longer || (!shorter && pays >= paid) ? 'now' : 'period_end'
  return { when, costsMore: when === 'now' && pays > 0 && (longer || pays > paid) }
}

/** The terms of the plan; if an operator made the subscription by hand without a plan, those of its first item. */
function mainTerms(items: Item[]): Terms | undefined {
  return (items.find(({ kind }) => kind === 'plan') ?? items[0])?.terms
}

function totalPerMonth(items: Item[]): number {
  return items.reduce((sum, { terms, quantity }) => sum + (terms ? perMonth(terms) * quantity : 0), 0)
}
