import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import type { TestGateway } from '../../../test/gateway.ts'
import type { TestStripe } from '../../../test/services/stripe/stripe.ts'
import { checkout, openPayingGateway, type PayingGateway, type TestPayer } from '../../../test/users/payers.ts'

describeEngines('the checkout', (engine) => {
  let paying: PayingGateway
  let test: TestGateway
  let stripe: TestStripe
  let payer: TestPayer
  beforeAll(async () => {
    const environment = { APP_ORIGINS: 'https://app.example.com,https://other.example.com' }
    paying = await openPayingGateway(engine, { environment })
    ;({ test, stripe } = paying)
  })
  afterAll(() => paying.close())
  beforeEach(async () => {
    payer = await paying.payer()
  })

  const customersOf = ({ accountId }: TestPayer) =>
    [...stripe.state.customers.values()].filter(({ metadata }) => metadata.quiva_account === accountId)
  const sessionsOf = (customer: string) =>
    [...stripe.state.sessions.values()].filter((one) => one.customer === customer)
  const portal = (who = payer) => test.call('GET /accounts/payment/dashboard-url', { bearer: who.bearer })
  const forget = ({ accountId }: TestPayer) =>
    test.database.transaction(({ db }) =>
      db.deleteFrom('payment_customers').where('account_id', '=', accountId).execute(),
    )

  it('leads to a page of Stripe with the plan and the addons, for a customer that is the account', async () => {
    const { status, body } = await checkout(test, payer, stripe.prices.pro, [{ id: stripe.prices.seats, quantity: 3 }])
    expect([status, body.data]).toEqual([200, expect.stringMatching(/^https:\/\/checkout\.stripe\.com\//)])
    const [customer, ...more] = customersOf(payer)
    expect(more).toEqual([])
    expect(customer).toMatchObject({ email: payer.email, name: expect.stringMatching(/^name /) })
    const { items } = stripe.pay(body.data)
    expect(items.data.map(({ price, quantity }) => [price.id, quantity])).toEqual([
      [stripe.prices.pro, 1],
      [stripe.prices.seats, 3],
    ])
    await paying.deliver()
    expect(await paying.shown(payer)).toEqual(['active', 'pro'])
    expect(await paying.audit(payer)).toEqual([
      { action: 'payment.customer_created', actor: 'key', details: { customer: customer?.id } },
      { action: 'payment.checkout_started', actor: 'key', details: { price: stripe.prices.pro, addons: 1 } },
      {
        action: 'subscription.changed',
        actor: 'system',
        details: { status: 'active', plan: 'pro', previous_status: 'pending', previous_plan: null },
      },
    ])
  })

  it('brings people back to the page that asked, if it is listed, and never anywhere else', async () => {
    const returns: unknown[] = []
    const asking: Record<string, string>[] = [
      {},
      { origin: 'https://other.example.com' },
      { referer: 'https://other.example.com/billing?tab=1' },
      // Attack: a page that is nobody's asks with somebody's key, and gets them back from Stripe.
      { origin: 'https://evil.example.com' },
      { referer: 'https://other.example.com.evil.example.com/' },
      { origin: 'null' },
      { referer: 'no address' },
    ]
    for (const headers of asking) {
      const body = { base_subscription: stripe.prices.pro }
      await test.call('POST /accounts/payment/checkout-url', { bearer: payer.bearer, body, headers })
      await test.call('GET /accounts/payment/dashboard-url', { bearer: payer.bearer, headers })
      const [session, page] = ['/v1/checkout/sessions', '/v1/billing_portal/sessions'].map((path) =>
        stripe.behaviour.asked.findLast(({ route }) => route === `POST ${path}`),
      )
      const { success_url: success, cancel_url: cancel } = session?.params ?? {}
      returns.push([success, cancel, page?.params.return_url])
    }
    const to = (origin: string) => [`${origin}/?checkout=success`, `${origin}/?checkout=cancelled`, `${origin}/`]
    const [first, other] = [to('https://app.example.com'), to('https://other.example.com')]
    expect(returns).toEqual([first, other, other, first, first, first, first])
  })

  it.each([
    ['an addon as the plan', () => [stripe.prices.seats], '/body/base_subscription'],
    ['the free plan', () => [stripe.prices.free], '/body/base_subscription'],
    ['what is sold elsewhere', () => [stripe.prices.foreign], '/body/base_subscription'],
    ['a plan as an addon', () => [stripe.prices.pro, { id: stripe.prices.team, quantity: 1 }], '/body/addons/0/id'],
    [
      'an addon by the year',
      () => [stripe.prices.pro, { id: stripe.prices.seatsYearly, quantity: 1 }],
      '/body/addons/0/id',
    ],
    [
      'an addon in another currency',
      () => [stripe.prices.yen, { id: stripe.prices.seats, quantity: 1 }],
      '/body/addons/0/id',
    ],
    [
      'too many of an addon',
      () => [stripe.prices.pro, { id: stripe.prices.seats, quantity: 51 }],
      '/body/addons/0/quantity',
    ],
    [
      'an addon twice',
      () => [stripe.prices.pro, { id: stripe.prices.seats, quantity: 1 }, { id: stripe.prices.seats, quantity: 2 }],
      '/body/addons/1/id',
    ],
  ] as const)('refuses %s, before there is a customer', async (_what, order, path) => {
    const [price, ...addons] = order() as [string, ...{ id: string; quantity: number }[]]
    const { status, body } = await checkout(test, payer, price, addons)
    expect([status, body.code, body.details?.[0].path]).toEqual([400, 'invalid_request', path])
    expect(customersOf(payer)).toEqual([])
  })

  it('is refused to who pays for a plan, and not to who has the free one, which then ends', async () => {
    const { body: free } = await test.call('POST /accounts/payment/free-subscription', { bearer: payer.bearer })
    expect(await paying.shown(payer)).toEqual(['active', 'free'])
    const { body } = await checkout(test, payer, stripe.prices.pro)
    stripe.pay(body.data)
    await paying.deliver()
    expect(await paying.shown(payer)).toEqual(['active', 'pro'])
    expect(stripe.state.subscriptions.get(free.data.id)?.status).toBe('canceled')
    expect(await paying.audit(payer)).toContainEqual({
      action: 'subscription.cancelled',
      actor: 'system',
      details: { subscription: free.data.id, effective: 'now' },
    })
    const again = await checkout(test, payer, stripe.prices.team)
    expect([again.status, again.body.code]).toEqual([400, 'already_subscribed'])
  })

  // Attack on one's own purse: two tabs, two pages, paid twice.
  it('leaves one page open, so that nobody pays twice', async () => {
    const first = await checkout(test, payer, stripe.prices.pro)
    await checkout(test, payer, stripe.prices.team)
    expect(() => stripe.pay(first.body.data)).toThrow('not open any more')
    const both = await Promise.all([
      checkout(test, payer, stripe.prices.pro),
      checkout(test, payer, stripe.prices.team),
    ])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    const customer = await paying.customerOf(payer)
    expect(sessionsOf(customer).filter(({ status }) => status === 'open')).toHaveLength(1)
  })

  it('closes a page that was still open when something was bought elsewhere', async () => {
    const { body } = await checkout(test, payer, stripe.prices.pro)
    const customer = await paying.customerOf(payer)
    stripe.buyByHand(customer, stripe.prices.team)
    await paying.deliver()
    expect(await paying.shown(payer)).toEqual(['active', 'Team'])
    expect(() => stripe.pay(body.data)).toThrow('not open any more')
  })

  it('leaves a page alone that is paid in the moment in which it is to be closed', async () => {
    const { body } = await checkout(test, payer, stripe.prices.pro)
    stripe.behaviour.before = ({ route }) => {
      if (route !== 'POST /v1/checkout/sessions/:id/expire') return
      stripe.behaviour.before = undefined
      stripe.pay(body.data)
    }
    expect((await checkout(test, payer, stripe.prices.team)).status).toBe(200)
    await paying.deliver()
    expect(await paying.shown(payer)).toEqual(['active', 'pro'])
    expect(sessionsOf(await paying.customerOf(payer)).filter(({ status }) => status === 'open')).toEqual([])
  })

  it('makes one customer, however many ask at once, in however many gateways', async () => {
    // SQLite serves one gateway.
    const other = engine === 'postgres' ? await openPayingGateway(engine, { at: test.place, from: stripe }) : undefined
    const gateways = [test, other?.test ?? test, test, other?.test ?? test]
    const ask = { bearer: payer.bearer }
    const answers = await Promise.all(gateways.map((one) => one.call('GET /accounts/payment/dashboard-url', ask)))
    await other?.close()
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(customersOf(payer).map(({ id }) => id)).toEqual([await paying.customerOf(payer)])
  })

  it('lets go of a second customer that was made in the same moment for the account under another name', async () => {
    stripe.behaviour.before = async ({ route }) => {
      if (route !== 'POST /v1/customers') return
      stripe.behaviour.before = undefined
      await test.database.transaction(({ db }) =>
        db.updateTable('accounts').set({ display_name: 'Renamed' }).where('id', '=', payer.accountId).execute(),
      )
      expect((await portal()).status).toBe(200)
    }
    expect((await portal()).status).toBe(200)
    expect(customersOf(payer).map(({ id, name }) => [id, name])).toEqual([[await paying.customerOf(payer), 'Renamed']])
  })

  it('makes a customer without an address for one that Stripe does not take', async () => {
    await test.database.transaction(({ db }) =>
      db
        .updateTable('users')
        .set({ email: `${payer.userId}@host.invalid` })
        .where('id', '=', payer.userId)
        .execute(),
    )
    expect((await portal()).status).toBe(200)
    expect(customersOf(payer)).toMatchObject([{ email: null, name: expect.stringMatching(/^name /) }])
  })

  it('finds the customer again whose row was lost, by its metadata or, before the search knows it, by the key', async () => {
    await portal()
    const customer = await paying.customerOf(payer)
    for (const lags of [false, true]) {
      await forget(payer)
      stripe.state.searchLags = lags
      expect((await portal()).status).toBe(200)
      stripe.state.searchLags = false
      expect(await paying.customerOf(payer)).toBe(customer)
    }
    const subscriber = await paying.subscriber()
    await forget(subscriber)
    const { status, body } = await test.call('GET /accounts/payment/subscription', { bearer: subscriber.bearer })
    expect([status, body.data.id]).toEqual([200, subscriber.subscription])
  })

  // Stripe has no search of customers for accounts in India.
  it('finds it without a search too, by the address that it was given, and takes nobody else with that address', async () => {
    await portal()
    const customer = await paying.customerOf(payer)
    // The same user's customer of something else.
    const other = structuredClone(stripe.state.customers.get(customer))
    if (other) stripe.state.customers.set('cus_other', Object.assign(other, { id: 'cus_other', metadata: {} }))
    stripe.state.hasNoSearch = true
    await forget(payer)
    expect((await portal()).status).toBe(200)
    expect(await paying.customerOf(payer)).toBe(customer)
    const { status, body } = await test.call('POST /accounts/payment/free-subscription', {
      bearer: (await paying.payer()).bearer,
    })
    stripe.state.hasNoSearch = false
    expect([status, body.data?.status]).toEqual([200, 'active'])
  })

  it.each(['checkout', 'portal', 'free plan'])(
    'makes a new customer for one that was deleted at Stripe: %s',
    async (what) => {
      await portal()
      const deleted = await paying.customerOf(payer)
      stripe.deleteCustomer(deleted)
      const answer =
        what === 'checkout'
          ? await checkout(test, payer, stripe.prices.pro)
          : what === 'portal'
            ? await portal()
            : await test.call('POST /accounts/payment/free-subscription', { bearer: payer.bearer })
      expect(answer.status).toBe(200)
      const [customer, ...more] = customersOf(payer)
      expect(more).toEqual([])
      expect(await paying.customerOf(payer)).toBe(customer?.id)
      expect(customer?.id).not.toBe(deleted)
    },
  )

  it('makes one new customer, however many find out at once that the old one is gone', async () => {
    await portal()
    stripe.deleteCustomer(await paying.customerOf(payer))
    const answers = await Promise.all([portal(), portal(), portal()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(customersOf(payer).map(({ id }) => id)).toEqual([await paying.customerOf(payer)])
  })

  it('keeps the customers of live and of test mode apart', async () => {
    const row = { account_id: payer.accountId, mode: 'live' as const, customer_id: `cus_live_${payer.accountId}` }
    await test.database.transaction(({ db }) =>
      db
        .insertInto('payment_customers')
        .values({ ...row, version: 0, busy_until: 0, created_at: 0 })
        .execute(),
    )
    await portal()
    const last = stripe.behaviour.asked.findLast(({ route }) => route === 'POST /v1/billing_portal/sessions')
    expect(last?.params.customer).toMatch(/^cus_(?!live)/)
  })
})
