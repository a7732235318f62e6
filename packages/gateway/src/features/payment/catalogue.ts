import type { Stripe } from 'stripe'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type Interval, monthsOf } from './amounts.ts'
import type { Calls, StripeClient } from './stripe-client.ts'

const LIFE_MS = 60_000
const READING_MS = 8000
/**
 * The most products, and the most prices, that are read: a larger catalogue is a mistake, and reading it would take too
 * long.
 */
const MOST = 1000
const PAGE = 100
/** The highest quantity of an addon, unless its product says otherwise. */
const MOST_OF_AN_ADDON = 1000

/** A price of a plan or of an addon. An amount of 0 is a free plan. */
export type Offer = {
  id: string
  productId: string
  kind: 'plan' | 'addon'
  currency: string
  /** The price per `interval`, in the smallest unit of the currency. */
  amount: number
  interval: Interval
  /** The highest quantity of one item; 1 for a plan. */
  mostQuantity: number
  price: Stripe.Price
}

export type Product = {
  product: Stripe.Product
  /** Undefined for a product that is not sold through this gateway. */
  kind: Offer['kind'] | undefined
  /** What an account shows as its plan. */
  plan: string
  mostQuantity: number
  /** The cheapest first; empty if the product is no longer offered. */
  offers: Offer[]
}

/** What Stripe offers through this gateway at the moment: active products that say so in their metadata. */
export type Offers = {
  /** Plans first, the cheapest first. */
  products: Product[]
  offers: Map<string, Offer>
  /** The plan that costs nothing, if there is one. */
  free: Offer | undefined
}

export type Catalogue = {
  /** The catalogue, at most a minute old. Concurrent callers share one request; a failed one is not cached. */
  offers(): Promise<Offers>
  /** The products of a subscription, including those that are no longer offered. */
  productsOf(calls: Calls, subscription: Stripe.Subscription): Promise<Map<string, Product>>
}

export function createCatalogue(client: StripeClient): Catalogue {
  let cached: { until: number; offers: Promise<Offers> } | undefined

  async function read(): Promise<Offers> {
    const work = async ({ stripe, reading }: Calls) => {
      const products = await all((page) => stripe.products.list({ active: true, ...page }, reading()))
      const prices = await all((page) => stripe.prices.list({ active: true, type: 'recurring', ...page }, reading()))
      return assemble(products, prices)
    }
    return client.run('getCatalogue', 'payments_unavailable', work, READING_MS)
  }

  const catalogue: Catalogue = {
    offers() {
      if (cached && Date.now() < cached.until) return cached.offers
      const mine = { until: Date.now() + LIFE_MS, offers: read() }
      mine.offers.catch(() => {
        if (cached === mine) cached = undefined
      })
      cached = mine
      return mine.offers
    },

    async productsOf({ stripe, reading }, subscription) {
      const { products } = await catalogue.offers()
      const ids = new Set(subscription.items.data.map(({ price }) => idOf(price.product)))
      const known = products.filter(({ product }) => ids.has(product.id))
      for (const { product } of known) ids.delete(product.id)
      const others = ids.size === 0 ? [] : (await stripe.products.list({ ids: [...ids], limit: PAGE }, reading())).data
      return new Map([...known, ...others.map((product) => toProduct(product, []))].map((one) => [one.product.id, one]))
    },
  }
  return catalogue
}

async function all<T extends { id: string }>(
  list: (page: { limit: number; starting_after?: string }) => Promise<{ data: T[]; has_more: boolean }>,
): Promise<T[]> {
  const found: T[] = []
  for (let last: string | undefined; ; last = found.at(-1)?.id) {
    const page = await list({ limit: PAGE, ...(last !== undefined && { starting_after: last }) })
    found.push(...page.data)
    if (!page.has_more) return found
    if (found.length >= MOST) throw new Refusal('payments_unavailable', { reason: 'the catalogue is too long' })
  }
}

function assemble(all: Stripe.Product[], prices: Stripe.Price[]): Offers {
  const products = all
    .map((product) => toProduct(product, prices))
    .filter(({ kind }) => kind !== undefined)
    .sort((a, b) => rank(a) - rank(b))
  const offers = new Map(products.flatMap((one) => one.offers).map((offer) => [offer.id, offer]))
  const free = [...offers.values()].find(({ kind, amount }) => kind === 'plan' && amount === 0)
  return { products, offers, free }
}

const kinds = ['plan', 'addon'] as const

function toProduct(product: Stripe.Product, prices: Stripe.Price[]): Product {
  const { quiva_kind: kind, quiva_plan: plan, quiva_max_quantity: most } = product.metadata
  const known = kinds.find((one) => one === kind)
  const mostQuantity = known === 'plan' ? 1 : (wholeNumber(most) ?? MOST_OF_AN_ADDON)
  const offers = known
    ? prices.flatMap((price) => {
        const terms = idOf(price.product) === product.id ? termsOf(price) : undefined
        return terms ? [{ ...terms, productId: product.id, kind: known, mostQuantity }] : []
      })
    : []
  offers.sort((a, b) => a.amount - b.amount)
  return { product, kind: known, plan: plan || product.name, mostQuantity, offers }
}

/** What a price costs and how often; undefined if it has no fixed amount per unit (tiered, metered). */
export function termsOf(price: Stripe.Price): Omit<Offer, 'productId' | 'kind' | 'mostQuantity'> | undefined {
  const { id, currency, recurring, billing_scheme: scheme, transform_quantity: transformed } = price
  const amount = amountOf(price)
  if (amount === undefined || scheme !== 'per_unit' || transformed || recurring?.usage_type !== 'licensed')
    return undefined
  const unit = units.find((one) => one === recurring.interval)
  return unit && { id, currency, amount, interval: { unit, count: recurring.interval_count }, price }
}

const units = ['day', 'week', 'month', 'year'] as const

/** In the smallest unit of the currency, with fractions if there are any. */
export function amountOf({ unit_amount: whole, unit_amount_decimal: exact }: Stripe.Price): number | undefined {
  if (whole !== null) return whole
  return exact === null ? undefined : Number(exact)
}

export function perMonth({ amount, interval }: Pick<Offer, 'amount' | 'interval'>): number {
  return amount / monthsOf(interval)
}

function rank({ kind, offers }: Product): number {
  const cheapest = Math.min(...offers.map(perMonth))
  return (kind === 'plan' ? 0 : Number.MAX_SAFE_INTEGER / 2) + Math.min(cheapest, Number.MAX_SAFE_INTEGER / 4)
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined
}

export function idOf(reference: string | { id: string }): string {
  return typeof reference === 'string' ? reference : reference.id
}
