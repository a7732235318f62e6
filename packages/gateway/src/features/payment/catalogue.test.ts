import type { Stripe } from 'stripe'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { later, SECOND } from '../../../test/run/clock.ts'
import { openTestStripe, type TestStripe } from '../../../test/services/stripe/stripe.ts'
import { readConfig } from '../../platform/config/config.ts'
import { amountInWords, monthsOf, toCurrencyUnits } from './amounts.ts'
import { priceBody, productBody } from './bodies.ts'
import { type Catalogue, createCatalogue, type Offers } from './catalogue.ts'
import { createStripeClient } from './stripe-client.ts'

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

describe('the catalogue', () => {
  let stripe: TestStripe
  let catalogue: Catalogue
  beforeEach(async () => {
    stripe = await openTestStripe()
    const { stripe: settings } = readConfig(stripe.environment)
    if (!settings) throw new Error('not configured')
    catalogue = createCatalogue(createStripeClient(settings, silent))
  })
  afterEach(() => stripe.close())

  const names = ({ products }: Offers) => products.map(({ product }) => product.name)
  const plan = (name: string, more: object = {}) =>
    stripe.addProduct({ name, metadata: { quiva_kind: 'plan', ...more } })

  it('has the active products that say what they are, plans first, the cheapest first', async () => {
    const offers = await catalogue.offers()
    expect(names(offers)).toEqual(['Free', 'Tokyo', 'Pro', 'Team', 'Seats'])
    expect(offers.products.map(({ plan: shown }) => shown)).toEqual(['free', 'Tokyo', 'pro', 'Team', 'Seats'])
    expect(offers.free?.id).toBe(stripe.prices.free)
    expect(offers.offers.has(stripe.prices.foreign)).toBe(false)
    expect(offers.offers.get(stripe.prices.seats)).toMatchObject({ kind: 'addon', mostQuantity: 50 })
    expect(offers.offers.get(stripe.prices.pro)).toMatchObject({ kind: 'plan', mostQuantity: 1 })
  })

  it('hands on features and limits as they stand at Stripe, and nothing that is not there', async () => {
    const { products } = await catalogue.offers()
    const bodies = products.flatMap((one) => (one.kind ? [productBody({ ...one, kind: one.kind })] : []))
    const [free, , pro] = bodies
    expect(pro).toEqual({
      id: expect.stringMatching(/^prod_/),
      name: 'Pro',
      kind: 'plan',
      description: 'For small teams',
      marketing_features: [{ name: '10 agents' }],
      metadata: { quiva_kind: 'plan', quiva_plan: 'pro', agents: '10' },
      price: {
        id: stripe.prices.pro,
        product: pro?.id,
        currency: 'eur',
        unit_amount: 2000,
        amount: 20,
        interval: 'month',
        interval_count: 1,
        lookup_key: 'pro_monthly',
        nickname: 'Pro by the month',
        metadata: {},
      },
    })
    expect(free).not.toHaveProperty('description')
    expect(free?.price).not.toHaveProperty('nickname')
  })

  it('leaves out what is not active, and what has no fixed amount for each piece', async () => {
    const product = plan('Odd')
    const recurring = { interval: 'month', interval_count: 1, meter: null, trial_period_days: null } as const
    const odd: Partial<Stripe.Price>[] = [
      { active: false },
      { type: 'one_time', recurring: null },
      { billing_scheme: 'tiered', unit_amount: null, unit_amount_decimal: null },
      { recurring: { ...recurring, usage_type: 'metered' } },
      { transform_quantity: { divide_by: 10, round: 'up' } },
      { unit_amount: null, unit_amount_decimal: null },
    ]
    const hidden = odd.map((members) => stripe.addPrice(product, 100, members))
    const shown = stripe.addPrice(product, 100)
    stripe.addProduct({ name: 'Gone', active: false, metadata: { quiva_kind: 'plan' } })
    const offers = await catalogue.offers()
    expect(names(offers)).not.toContain('Gone')
    expect(hidden.filter((id) => offers.offers.has(id))).toEqual([])
    expect(offers.offers.has(shown)).toBe(true)
  })

  it('is read to its end, however many pages it has', async () => {
    const product = plan('Many')
    const ids = Array.from({ length: 230 }, (_, index) => stripe.addPrice(product, 100 + index))
    const { offers } = await catalogue.offers()
    expect(ids.filter((id) => !offers.has(id))).toEqual([])
  })

  it('is asked for once in a minute, by however many at once', async () => {
    const reads = () => stripe.timesAsked('GET /v1/products')
    await Promise.all([catalogue.offers(), catalogue.offers(), catalogue.offers()])
    plan('New')
    await later(59 * SECOND, async () => {
      expect(names(await catalogue.offers())).not.toContain('New')
      expect(reads()).toBe(1)
    })
    await later(61 * SECOND, async () => {
      expect(names(await catalogue.offers())).toContain('New')
      expect(reads()).toBe(2)
    })
  })

  it('does not keep a failure', async () => {
    stripe.fail('GET /v1/prices', 429)
    await expect(catalogue.offers()).rejects.toMatchObject({ code: 'payments_unavailable' })
    expect(names(await catalogue.offers())).toContain('Pro')
  })

  it('shows amounts in units of their currency, fractions of a cent too', async () => {
    const product = plan('World')
    const exact = '0.5' as unknown as Stripe.Price['unit_amount_decimal']
    const ids = [
      stripe.addPrice(product, 1999),
      stripe.addPrice(product, 500, { currency: 'jpy' }),
      stripe.addPrice(product, 1500, { currency: 'kwd' }),
      stripe.addPrice(product, 0, { unit_amount: null, unit_amount_decimal: exact }),
    ]
    const { offers } = await catalogue.offers()
    const shown = ids.flatMap((id) => offers.get(id) ?? []).map(({ price }) => priceBody(price))
    expect(shown.map(({ unit_amount, amount }) => [unit_amount, amount])).toEqual([
      [1999, 19.99],
      [500, 500],
      [1500, 1.5],
      [0.5, 0.005],
    ])
  })
})

// https://docs.stripe.com/currencies: zero-decimal, three-decimal, and two that only look as if they were.
test.each([
  [1999, 'eur', 19.99, '19.99 EUR'],
  [500, 'JPY', 500, '500 JPY'],
  [500, 'mga', 500, '500 MGA'],
  [500, 'ugx', 5, '5.00 UGX'],
  [500, 'isk', 5, '5.00 ISK'],
  [1234, 'kwd', 1.234, '1.234 KWD'],
])('%i of %s are %f', (amount, currency, units, words) => {
  expect(toCurrencyUnits(amount, currency)).toBe(units)
  expect(amountInWords(amount, currency)).toBe(words)
})

test('intervals are as long as they are, whatever they are called', () => {
  expect(monthsOf({ unit: 'year', count: 1 })).toBe(monthsOf({ unit: 'month', count: 12 }))
  const lengths = (['day', 'week', 'month', 'year'] as const).map((unit) => monthsOf({ unit, count: 1 }))
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
})
