import { Type } from 'typebox'

/** The id of an object at Stripe: `price_…`, `si_…`. */
const stripeId = (description: string, example: string) =>
  Type.String({ minLength: 1, maxLength: 255, description, examples: [example] })

const Metadata = Type.Record(Type.String(), Type.String(), {
  description: 'The metadata that the operator has set at Stripe',
})

/** The contract's StripePrice. */
export const StripePrice = Type.Object(
  {
    id: stripeId('Price id', 'price_1Pro'),
    product: stripeId('Product id', 'prod_Pro'),
    currency: Type.String({ description: 'ISO 4217, in lower case', examples: ['eur'] }),
    lookup_key: Type.Optional(Type.String()),
    nickname: Type.Optional(Type.String()),
    unit_amount: Type.Number({
      description: 'In the smallest unit of the currency: cents, or whole yen',
      examples: [1900],
    }),
    amount: Type.Number({ description: 'In units of the currency', examples: [19] }),
    interval: Type.String({ description: 'How often it is paid: day, week, month or year', examples: ['month'] }),
    interval_count: Type.Integer({ description: 'Number of intervals between two payments', examples: [1] }),
    metadata: Metadata,
  },
  { title: 'Price' },
)

/** The contract's StripeProduct. */
export const StripeProduct = Type.Object(
  {
    id: stripeId('Product id', 'prod_Pro'),
    name: Type.String({ examples: ['Pro'] }),
    kind: Type.Enum(['plan', 'addon'], { description: 'A subscription has one plan, and can have addons' }),
    description: Type.Optional(Type.String()),
    marketing_features: Type.Array(Type.Object({ name: Type.Optional(Type.String()) })),
    price: Type.Optional(StripePrice),
    metadata: Metadata,
  },
  { title: 'Product' },
)

export const CheckoutUrlRequest = Type.Object(
  {
    base_subscription: stripeId('Price id of the plan', 'price_1Pro'),
    addons: Type.Optional(
      Type.Array(
        Type.Object({
          id: stripeId('Price id of the addon', 'price_1Seats'),
          type: Type.String({ maxLength: 100, description: 'Ignored: the price says what it is' }),
          quantity: Type.Integer({ minimum: 1, maximum: 999_999 }),
        }),
        { maxItems: 19 },
      ),
    ),
  },
  {
    examples: [{ base_subscription: 'price_1Pro', addons: [{ id: 'price_1Seats', type: 'addon', quantity: 2 }] }],
  },
)

const unixSeconds = (description: string) => Type.Integer({ description: `${description}, in Unix seconds` })

/** A subscription as Stripe has it; it has many members, of which this names the most useful ones. */
export const StripeSubscription = Type.Object(
  {
    id: stripeId('Subscription id', 'sub_1Acme'),
    status: Type.String({ examples: ['active'] }),
    cancel_at_period_end: Type.Boolean({ description: 'Whether it was cancelled and ends with its period' }),
    cancel_at: Type.Union([unixSeconds('When it ends'), Type.Null()]),
    items: Type.Object(
      {
        data: Type.Array(
          Type.Object(
            {
              id: stripeId('Subscription item id', 'si_1Pro'),
              current_period_end: unixSeconds('The end of the paid period'),
            },
            { additionalProperties: true },
          ),
        ),
      },
      { additionalProperties: true },
    ),
  },
  {
    title: 'Subscription',
    additionalProperties: true,
    description: "Stripe's subscription object, with its schedule; a second phase in the schedule is a planned change",
  },
)

/** The contract's SubscriptionItem. */
const SubscriptionItem = Type.Object(
  {
    id: stripeId('Subscription item id', 'si_1Pro'),
    quantity: Type.Number({ examples: [1] }),
    price: StripePrice,
  },
  { title: 'SubscriptionItem' },
)

export const SubscriptionItems = Type.Object(
  {
    has_default_payment_method: Type.Boolean({ description: 'Whether Stripe has a payment method to charge' }),
    items: Type.Array(SubscriptionItem),
  },
  { title: 'SubscriptionItems' },
)

/** The contract's SubItem. */
export const UpdateSubscriptionRequest = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        id: Type.Optional(stripeId('Id of the item to change; if it is left out, `price` is added', 'si_1Pro')),
        quantity: Type.Integer({ minimum: 0, maximum: 999_999, description: '0 removes the item' }),
        price: Type.Optional(stripeId('Price to change the item to, or to add', 'price_1Team')),
      }),
      { minItems: 1, maxItems: 20 },
    ),
  },
  { examples: [{ items: [{ id: 'si_1Pro', price: 'price_1Team', quantity: 1 }] }] },
)
