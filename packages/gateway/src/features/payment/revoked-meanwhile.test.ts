import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openPayingGateway, type PayingGateway, type TestPayer } from '../../../test/users/payers.ts'

/**
 * No transaction reaches as far as Stripe, and what is read there before takes its time. So the right to change something
 * is asked for again just before that. Here it is taken while the operation reads.
 */
describeEngines('a right that is taken while something is read at Stripe', (engine) => {
  let paying: PayingGateway
  beforeAll(async () => {
    paying = await openPayingGateway(engine)
  })
  afterEach(() => {
    paying.stripe.behaviour.before = undefined
  })
  afterAll(() => paying.close())

  /** Who is no customer yet is looked for at Stripe first. */
  const newcomer = () => paying.payer()
  const subscriber = () => paying.subscriber()
  type Case = { operation: string; who(): Promise<TestPayer>; route: string; body?(): object }
  const cases: Case[] = [
    {
      operation: 'getCheckoutUrl',
      who: newcomer,
      route: 'POST /accounts/payment/checkout-url',
      body: () => ({ base_subscription: paying.stripe.prices.pro }),
    },
    { operation: 'getDashboardUrl', who: newcomer, route: 'GET /accounts/payment/dashboard-url' },
    {
      operation: 'updateSubscription',
      who: subscriber,
      route: 'PATCH /accounts/payment/subscription',
      body: () => ({ items: [{ price: paying.stripe.prices.seats, quantity: 1 }] }),
    },
    { operation: 'cancelSubscription', who: subscriber, route: 'DELETE /accounts/payment/subscription' },
    { operation: 'createFreeSubscription', who: newcomer, route: 'POST /accounts/payment/free-subscription' },
  ]

  const setDeleted = ({ accountId }: TestPayer, deletedAt: number | null) =>
    paying.test.database.transaction(({ db }) =>
      db.updateTable('api_keys').set({ deleted_at: deletedAt }).where('account_id', '=', accountId).execute(),
    )

  it.each(cases)('$operation changes nothing there', async ({ who, route, body }) => {
    const payer = await who()
    const { test, stripe } = paying
    const call = { bearer: payer.bearer, ...(body && { body: body() }) }
    // From here on the gate goes by its cache.
    expect((await test.call('GET /accounts/info', { bearer: payer.bearer })).status).toBe(200)
    const changes: string[] = []
    stripe.behaviour.before = async ({ route: asked }) => {
      if (asked.startsWith('GET')) await setDeleted(payer, 1)
      else changes.push(asked)
    }
    const { status } = await test.call(route, call)
    expect([status, changes]).toEqual([401, []])
    await setDeleted(payer, null)
    stripe.behaviour.before = undefined
    expect((await test.call(route, call)).status).toBe(200)
  })
})
