import {
  type Client,
  type Price,
  type Product,
  QuivaError,
  type Subscription,
  type SubscriptionItems,
} from '@quiva/client'
import { queryOptions } from '@tanstack/react-query'

export type Plan = { product: Product; price: Price }

/** What is on sale: the prices of plans, the cheapest first, as the gateway sorts them. */
export const plansQuery = (client: Client) =>
  queryOptions({
    queryKey: ['billing', 'plans'],
    queryFn: async ({ signal }): Promise<Plan[]> => {
      const [products, prices] = await Promise.all([
        client.GET('/accounts/payment/products', { signal }),
        client.GET('/accounts/payment/prices', { signal }),
      ])
      return products.data
        .filter(({ kind }) => kind === 'plan')
        .flatMap((product) =>
          prices.data.filter((price) => price.product === product.id).map((price) => ({ product, price })),
        )
    },
  })

export type Current = { subscription: Subscription; items: SubscriptionItems['items'] }

/** What the account has now; null while it has chosen nothing. */
export const currentQuery = (client: Client) =>
  queryOptions({
    queryKey: ['billing', 'current'],
    queryFn: async ({ signal }): Promise<Current | null> => {
      try {
        const [subscription, items] = await Promise.all([
          client.GET('/accounts/payment/subscription', { signal }),
          client.GET('/accounts/payment/subscription-items', { signal }),
        ])
        return { subscription: subscription.data, items: items.data.items }
      } catch (error) {
        if (error instanceof QuivaError && error.code === 'subscription_not_found') return null
        throw error
      }
    },
  })

/** What a price sets for the keys of an account (docs/payments.md); undefined where it sets nothing that can be read. */
export function limitsOf({ metadata }: Price): { keys?: number; rate?: { requests: number; seconds: number } } {
  const text = (name: string) => (typeof metadata[name] === 'string' ? (metadata[name] as string) : '')
  const rate = /^(\d+)\/(\d+)$/.exec(text('default_rate'))
  return {
    ...(/^\d+$/.test(text('max_keys')) && { keys: Number(text('max_keys')) }),
    ...(rate && { rate: { requests: Number(rate[1]), seconds: Number(rate[2]) } }),
  }
}

export const isFree = ({ price }: Plan) => price.amount === 0
