import type { Stripe } from 'stripe'
import { toCurrencyUnits } from './amounts.ts'
import { amountOf, idOf, type Product } from './catalogue.ts'

/** A member without a value is absent, since the contract has no nulls. */
export function priceBody(price: Stripe.Price) {
  const { id, currency, lookup_key: lookupKey, nickname, metadata, recurring } = price
  const amount = amountOf(price) ?? 0
  return {
    id,
    product: idOf(price.product),
    currency,
    unit_amount: amount,
    amount: toCurrencyUnits(amount, currency),
    interval: recurring?.interval ?? 'month',
    interval_count: recurring?.interval_count ?? 1,
    metadata,
    ...(lookupKey !== null && { lookup_key: lookupKey }),
    ...(nickname !== null && { nickname }),
  }
}

/** With the price that the operator made its default, or else the cheapest. */
export function productBody({ product, kind, offers }: Product & { kind: NonNullable<Product['kind']> }) {
  const { id, name, description, marketing_features: features, metadata, default_price: reference } = product
  const byDefault = offers.find((offer) => reference && offer.id === idOf(reference)) ?? offers[0]
  return {
    id,
    name,
    kind,
    marketing_features: features,
    metadata,
    ...(description !== null && { description }),
    ...(byDefault && { price: priceBody(byDefault.price) }),
  }
}
