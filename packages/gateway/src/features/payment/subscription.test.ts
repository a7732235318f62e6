import { setTimeout as sleep } from 'node:timers/promises'
import type { Stripe } from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import type { Answer, TestGateway } from '../../../test/gateway.ts'
import { later, SECOND } from '../../../test/run/clock.ts'
import { CARDS, type TestStripe } from '../../../test/services/stripe/stripe.ts'
import { openPayingGateway, type PayingGateway, type TestPayer } from '../../../test/users/payers.ts'

type Subscriber = TestPayer & { subscription: string }
type Wanted = { id?: string; price?: string; quantity: number }

describeEngines('a subscription', (engine) => {
  let paying: PayingGateway
  let test: TestGateway
  let stripe: TestStripe
  let prices: TestStripe['prices']
  /** A price of the seats that is not offered any more at the end. */
  let legacy: string
  /** Prices of addons, more than Stripe lists in a subscription. */
  let many: string[]
  beforeAll(async () => {
    paying = await openPayingGateway(engine)
    ;({ test, stripe } = paying)
    ;({ prices } = stripe)
    const product = stripe.state.prices.get(prices.seats)?.product as string
    legacy = stripe.addPrice(product, 400)
    many = Array.from({ length: 12 }, (_, index) => stripe.addPrice(product, 100 + index))
  })
  afterAll(() => paying.close())

  const subscriptionOf = ({ subscription }: Subscriber): Stripe.Subscription => {
    const found = stripe.state.subscriptions.get(subscription)
    if (!found) throw new Error('there is no such subscription')
    return found
  }
  const itemsOf = (payer: Subscriber) =>
    subscriptionOf(payer).items.data.map(({ price, quantity }) => [price.id, quantity])
  const itemOf = (payer: Subscriber, price: string) =>
    subscriptionOf(payer).items.data.find((one) => one.price.id === price)?.id ?? 'none'
  const update = (payer: TestPayer, items: Wanted[]): Promise<Answer> =>
    test.call('PATCH /accounts/payment/subscription', { bearer: payer.bearer, body: { items } })
  const cancel = (payer: TestPayer) => test.call('DELETE /accounts/payment/subscription', { bearer: payer.bearer })
  const choosePlan = (payer: Subscriber, from: string, to: string) =>
    update(payer, [{ id: itemOf(payer, from), price: to, quantity: 1 }])
  const proration = (payer: Subscriber) =>
    [...stripe.state.invoices.values()].filter(
      ({ customer, billing_reason: reason }) =>
        customer === subscriptionOf(payer).customer && reason === 'subscription_update',
    )
  /** What the schedule says will follow this period. */
  const next = (payer: Subscriber) => {
    const { schedule } = subscriptionOf(payer)
    const phases = typeof schedule === 'string' ? stripe.state.schedules.get(schedule)?.phases : undefined
    return phases?.slice(1).map(({ items }) => items.map(({ price, quantity }) => [price, quantity]))
  }
  const effective = async (payer: TestPayer) =>
    (await paying.audit(payer)).flatMap(({ action, details }) =>
      action === 'subscription.updated' ? [details.effective] : [],
    )

  describe('that goes up', () => {
    it('does so at once, and the difference for the rest of the period is charged at once', async () => {
      const payer = await paying.subscriber(prices.pro)
      const answer = await choosePlan(payer, prices.pro, prices.team)
      expect([answer.status, answer.body.data.id]).toEqual([200, payer.subscription])
      expect(answer.body.data.items.data[0].price.id).toBe(prices.team)
      expect(itemsOf(payer)).toEqual([[prices.team, 1]])
      expect(proration(payer).map(({ amount_due: due, status }) => [due, status])).toEqual([[3000, 'paid']])
      // Without waiting for an event.
      expect(await paying.shown(payer)).toEqual(['active', 'Team'])
      expect(await effective(payer)).toEqual(['now'])
    })

    it('is charged once, though the connection broke when it was done and before anybody was told', async () => {
      const payer = await paying.subscriber(prices.pro)
      stripe.fail('POST /v1/subscriptions/:id', 'lost')
      expect((await choosePlan(payer, prices.pro, prices.team)).status).toBe(200)
      expect(proration(payer)).toHaveLength(1)
      expect(itemsOf(payer)).toEqual([[prices.team, 1]])
    })

    it('does so from the month to the year, though it costs less by the month', async () => {
      const payer = await paying.subscriber(prices.pro)
      expect((await choosePlan(payer, prices.pro, prices.proYearly)).status).toBe(200)
      expect(itemsOf(payer)).toEqual([[prices.proYearly, 1]])
      expect(proration(payer)).toMatchObject([{ amount_due: 17_200 }])
      expect(await effective(payer)).toEqual(['now'])
    })

    it('gets addons, more of them, and loses what it does not need any more', async () => {
      const payer = await paying.subscriber(prices.pro)
      await update(payer, [{ price: prices.seats, quantity: 2 }])
      expect(itemsOf(payer)).toEqual([
        [prices.pro, 1],
        [prices.seats, 2],
      ])
      await update(payer, [{ id: itemOf(payer, prices.seats), quantity: 5 }])
      expect(itemsOf(payer)[1]).toEqual([prices.seats, 5])
      // Up and down in one request is what it costs together: 20 + 5 · 5 before, 50 after.
      await update(payer, [
        { id: itemOf(payer, prices.pro), price: prices.team, quantity: 1 },
        { id: itemOf(payer, prices.seats), quantity: 0 },
      ])
      expect(itemsOf(payer)).toEqual([[prices.team, 1]])
      expect(await effective(payer)).toEqual(['now', 'now', 'now'])
    })

    it('stays as it is when the payment is declined, and what was to come stays to come', async () => {
      const payer = await paying.subscriber(prices.pro, [{ id: prices.seats, quantity: 3 }])
      await update(payer, [{ id: itemOf(payer, prices.seats), quantity: 1 }])
      const toCome = next(payer)
      subscriptionOf(payer).default_payment_method = CARDS.declined
      const before = itemsOf(payer)
      const { answer, changed } = await changesOf(test, () => choosePlan(payer, prices.pro, prices.team))
      expect([answer.status, answer.body.code]).toEqual([400, 'payment_failed'])
      expect(answer.text).not.toContain('Your card')
      expect([itemsOf(payer), next(payer)]).toEqual([before, toCome])
      expect(changed).toEqual([])
      expect(await paying.shown(payer)).toEqual(['active', 'pro'])
    })

    it('waits for the owner of the card where the bank asks them, and hands out the page on which they confirm', async () => {
      const payer = await paying.subscriber(prices.pro)
      subscriptionOf(payer).default_payment_method = CARDS.confirmed
      const { answer, changed } = await changesOf(test, () => choosePlan(payer, prices.pro, prices.team))
      expect([answer.status, answer.body.code]).toEqual([400, 'payment_confirmation_required'])
      expect(answer.body.confirmation_url).toMatch(/^https:\/\/invoice\.stripe\.com\//)
      expect([itemsOf(payer), changed]).toEqual([[[prices.pro, 1]], []])
      expect(await paying.shown(payer)).toEqual(['active', 'pro'])

      stripe.confirm(answer.body.confirmation_url)
      await paying.deliver()
      expect(itemsOf(payer)).toEqual([[prices.team, 1]])
      expect(await paying.shown(payer)).toEqual(['active', 'Team'])
      expect(proration(payer).map(({ amount_due: due, status }) => [due, status])).toEqual([[3000, 'paid']])
    })

    it('needs something to charge, and says so before Stripe does', async () => {
      const payer = await paying.payer()
      const { body } = await test.call('POST /accounts/payment/free-subscription', { bearer: payer.bearer })
      const free = { ...payer, subscription: body.data.id }
      const read = () => test.call('GET /accounts/payment/subscription-items', { bearer: payer.bearer })
      expect((await read()).body.data.has_default_payment_method).toBe(false)
      const refused = await choosePlan(free, prices.free, prices.pro)
      expect([refused.status, refused.body.code]).toEqual([400, 'payment_method_required'])
      const customer = stripe.state.customers.get(await paying.customerOf(payer))
      if (customer) customer.invoice_settings.default_payment_method = CARDS.good
      expect((await read()).body.data.has_default_payment_method).toBe(true)
      expect((await choosePlan(free, prices.free, prices.pro)).status).toBe(200)
      expect(await paying.shown(payer)).toEqual(['active', 'pro'])
    })
  })

  describe('that goes down', () => {
    it('does so when the period ends, and keeps until then what is paid for', async () => {
      const payer = await paying.subscriber(prices.team)
      const answer = await choosePlan(payer, prices.team, prices.pro)
      expect(answer.status).toBe(200)
      // Who asked sees what is to come.
      const [, phase] = answer.body.data.schedule.phases
      expect(phase.items[0].price).toBe(prices.pro)
      expect(itemsOf(payer)).toEqual([[prices.team, 1]])
      await paying.deliver()
      expect(await paying.shown(payer)).toEqual(['active', 'Team'])
      stripe.endPeriod(payer.subscription)
      await paying.deliver()
      expect(itemsOf(payer)).toEqual([[prices.pro, 1]])
      expect(await paying.shown(payer)).toEqual(['active', 'pro'])
      expect(proration(payer)).toEqual([])
      expect(await effective(payer)).toEqual(['period_end'])
      // The portal changes no subscription that has a schedule.
      expect(subscriptionOf(payer).schedule).toBeNull()
    })

    it('does so from the year to the month, though it costs more by the month', async () => {
      const payer = await paying.subscriber(prices.proYearly)
      await choosePlan(payer, prices.proYearly, prices.team)
      expect([itemsOf(payer), next(payer)]).toEqual([[[prices.proYearly, 1]], [[[prices.team, 1]]]])
    })

    it('keeps its discounts', async () => {
      const payer = await paying.subscriber(prices.team)
      subscriptionOf(payer).discounts = ['di_half']
      await choosePlan(payer, prices.team, prices.pro)
      expect(subscriptionOf(payer).discounts).toEqual(['di_half'])
      const schedule = stripe.state.schedules.get(subscriptionOf(payer).schedule as string)
      expect(schedule?.phases.map(({ discounts }) => discounts.map(({ discount }) => discount))).toEqual([
        ['di_half'],
        ['di_half'],
      ])
    })

    it('goes down to something else when it is changed again, under the same schedule', async () => {
      const payer = await paying.subscriber(prices.team, [{ id: prices.seats, quantity: 4 }])
      await choosePlan(payer, prices.team, prices.pro)
      const { schedule } = subscriptionOf(payer)
      await update(payer, [{ id: itemOf(payer, prices.seats), quantity: 1 }])
      expect(next(payer)).toEqual([
        [
          [prices.team, 1],
          [prices.seats, 1],
        ],
      ])
      expect(subscriptionOf(payer).schedule).toBe(schedule)
    })

    it('stays up when what there is is sent again, or when it goes up after all', async () => {
      const payer = await paying.subscriber(prices.pro, [{ id: prices.seats, quantity: 4 }])
      const fewer = () => update(payer, [{ id: itemOf(payer, prices.seats), quantity: 1 }])
      await fewer()
      expect((await update(payer, [{ id: itemOf(payer, prices.seats), quantity: 4 }])).body.data.schedule).toBeNull()
      await fewer()
      await choosePlan(payer, prices.pro, prices.team)
      expect(subscriptionOf(payer).schedule).toBeNull()
      stripe.endPeriod(payer.subscription)
      expect(itemsOf(payer)).toEqual([
        [prices.team, 1],
        [prices.seats, 4],
      ])
      expect(await effective(payer)).toEqual(['period_end', 'withdrawn', 'period_end', 'now'])
    })

    it('is finished by whoever tries again after Stripe failed between the two calls that it takes', async () => {
      const payer = await paying.subscriber(prices.team)
      stripe.fail('POST /v1/subscription_schedules/:id', 429)
      const failed = await choosePlan(payer, prices.team, prices.pro)
      expect([failed.status, failed.body.code]).toEqual([503, 'payments_unavailable'])
      expect(next(payer)).toEqual([])
      expect((await choosePlan(payer, prices.team, prices.pro)).status).toBe(200)
      expect(next(payer)).toEqual([[[prices.pro, 1]]])
    })

    // In an object Stripe lists ten items.
    it('keeps every addon that it does not name, however many there are', async () => {
      const payer = await paying.subscriber(
        prices.team,
        many.map((id) => ({ id, quantity: 1 })),
      )
      const kept = many.map((id) => [id, 1])
      const { body } = await test.call('GET /accounts/payment/subscription', { bearer: payer.bearer })
      expect(body.data.items.data).toHaveLength(13)
      const items = await test.call('GET /accounts/payment/subscription-items', { bearer: payer.bearer })
      expect(JSON.stringify(items.body)).toContain(many[11])
      const answer = await choosePlan(payer, prices.team, prices.pro)
      expect(answer.body.data.items.data).toHaveLength(13)
      expect(next(payer)).toEqual([[[prices.pro, 1], ...kept]])
      // The eleventh, up: it is found, and the others stay.
      await update(payer, [{ id: itemOf(payer, many[10] ?? ''), quantity: 2 }])
      expect(itemsOf(payer)).toEqual([
        [prices.team, 1],
        ...kept.map(([id, quantity]) => [id, id === many[10] ? 2 : quantity]),
      ])
    })

    it('does not, if it ends then anyway', async () => {
      const payer = await paying.subscriber(prices.team)
      await cancel(payer)
      const refused = await choosePlan(payer, prices.team, prices.pro)
      expect([refused.status, refused.body.code]).toEqual([400, 'subscription_ending'])
      expect(subscriptionOf(payer).schedule).toBeNull()
    })
  })

  describe('refuses at the very member', () => {
    let payer: Subscriber
    let stranger: Subscriber
    beforeAll(async () => {
      payer = await paying.subscriber(prices.pro, [{ id: prices.seats, quantity: 2 }])
      stranger = await paying.subscriber(prices.pro)
    })
    const plan = () => itemOf(payer, prices.pro)
    const seats = () => itemOf(payer, prices.seats)

    it.each<[string, () => Wanted[], string]>([
      ['neither item nor price', () => [{ quantity: 1 }], '/body/items/0'],
      ['an unknown item', () => [{ id: 'si_none', quantity: 1 }], '/body/items/0/id'],
      // Attack: the id of somebody else's item.
      [
        "another account's item",
        () => [{ id: itemOf(stranger, prices.pro), price: prices.team, quantity: 1 }],
        '/body/items/0/id',
      ],
      [
        'an item twice',
        () => [
          { id: seats(), quantity: 3 },
          { id: seats(), quantity: 4 },
        ],
        '/body/items/1/id',
      ],
      ['an unknown price', () => [{ id: plan(), price: 'price_none', quantity: 1 }], '/body/items/0/price'],
      ['what is sold elsewhere', () => [{ price: prices.foreign, quantity: 1 }], '/body/items/0/price'],
      ['a second plan', () => [{ price: prices.team, quantity: 1 }], '/body/items/0/price'],
      [
        'an addon in place of the plan',
        () => [{ id: plan(), price: prices.seats, quantity: 1 }],
        '/body/items/0/price',
      ],
      ['a plan in place of an addon', () => [{ id: seats(), price: prices.team, quantity: 1 }], '/body/items/0/price'],
      ['none of a new one', () => [{ price: prices.seats, quantity: 0 }], '/body/items/0/quantity'],
      ['two of a plan', () => [{ id: plan(), quantity: 2 }], '/body/items/0/quantity'],
      ['too many of an addon', () => [{ id: seats(), quantity: 51 }], '/body/items/0/quantity'],
      ['the last plan gone', () => [{ id: plan(), quantity: 0 }], '/body/items'],
      ['a price in two items', () => [{ price: prices.seats, quantity: 1 }], '/body/items'],
      ['a year beside a month', () => [{ id: plan(), price: prices.proYearly, quantity: 1 }], '/body/items'],
      ['another currency', () => [{ id: plan(), price: prices.yen, quantity: 1 }], '/body/items'],
    ])('%s', async (_what, items, path) => {
      const before = itemsOf(payer)
      const { answer, changed } = await changesOf(test, () => update(payer, items()))
      expect([answer.status, answer.body.code, answer.body.details?.[0].path]).toEqual([400, 'invalid_request', path])
      expect(changed).toEqual([])
      expect(itemsOf(payer)).toEqual(before)
    })
  })

  it('is there for nobody who has none: 404, the same for all', async () => {
    const payer = await paying.payer()
    for (const answer of [
      await test.call('GET /accounts/payment/subscription', { bearer: payer.bearer }),
      await test.call('GET /accounts/payment/subscription-items', { bearer: payer.bearer }),
      await update(payer, [{ price: prices.seats, quantity: 1 }]),
      await cancel(payer),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'subscription_not_found'])
  })

  it('is changed by one at a time: the second is told, in whatever gateway', async () => {
    const payer = await paying.subscriber(prices.pro)
    const second: Answer[] = []
    stripe.behaviour.before = async ({ route }) => {
      if (route !== 'POST /v1/subscriptions/:id') return
      stripe.behaviour.before = undefined
      second.push(await choosePlan(payer, prices.pro, prices.proYearly), await cancel(payer))
    }
    expect((await choosePlan(payer, prices.pro, prices.team)).status).toBe(200)
    expect(second.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'subscription_busy'],
      [409, 'subscription_busy'],
    ])
    expect(itemsOf(payer)).toEqual([[prices.team, 1]])
    expect((await cancel(payer)).status).toBe(200)
  })

  it.each(['past_due', 'unpaid', 'paused', 'incomplete'])(
    'that is %s can be cancelled, but not changed',
    async (status) => {
      const payer = await paying.subscriber(prices.team)
      stripe.setStatus(payer.subscription, status)
      const refused = await choosePlan(payer, prices.team, prices.pro)
      expect([refused.status, refused.body.code]).toEqual([400, 'payment_due'])
      expect((await cancel(payer)).status).toBe(200)
      expect(subscriptionOf(payer)).toMatchObject(
        status === 'incomplete' ? { status: 'canceled' } : { status, cancel_at_period_end: true },
      )
    },
  )

  describe('that is cancelled', () => {
    it('runs out, then falls back to the free plan; a second call changes nothing', async () => {
      const payer = await paying.subscriber(prices.pro)
      const answer = await cancel(payer)
      expect([answer.status, answer.body.data.cancel_at_period_end]).toEqual([200, true])
      await paying.deliver()
      expect(await paying.shown(payer)).toEqual(['active', 'pro'])
      const { answer: again, changed } = await changesOf(test, () => cancel(payer))
      expect([again.status, again.body.data.id, changed]).toEqual([200, payer.subscription, []])
      stripe.endPeriod(payer.subscription)
      await paying.deliver()
      expect(await paying.shown(payer)).toEqual(['active', 'free'])
      const { body } = await test.call('GET /accounts/payment/subscription', { bearer: payer.bearer })
      expect(body.data.items.data[0].price.id).toBe(prices.free)
      expect((await paying.audit(payer)).slice(2).map(({ action, actor }) => [action, actor])).toEqual([
        ['subscription.changed', 'system'],
        ['subscription.cancelled', 'key'],
        ['subscription.started', 'system'],
        ['subscription.changed', 'system'],
      ])
    })

    it('does not go down any more before it ends', async () => {
      const payer = await paying.subscriber(prices.team)
      await choosePlan(payer, prices.team, prices.pro)
      expect((await cancel(payer)).status).toBe(200)
      expect(subscriptionOf(payer)).toMatchObject({ schedule: null, cancel_at_period_end: true })
    })

    it('goes on when somebody renews it in the portal', async () => {
      const payer = await paying.subscriber(prices.pro)
      await cancel(payer)
      stripe.renew(payer.subscription)
      await paying.deliver()
      stripe.endPeriod(payer.subscription)
      await paying.deliver()
      expect(await paying.shown(payer)).toEqual(['active', 'pro'])
      expect((await choosePlan(payer, prices.pro, prices.team)).status).toBe(200)
    })

    it('leaves an account without a plan if it cost nothing', async () => {
      const payer = await paying.payer()
      const { body } = await test.call('POST /accounts/payment/free-subscription', { bearer: payer.bearer })
      await cancel(payer)
      stripe.endPeriod(body.data.id)
      await paying.deliver()
      expect(await paying.shown(payer)).toEqual(['cancelled', undefined])
      expect((await cancel(payer)).status).toBe(404)
    })
  })

  describe('that costs nothing', () => {
    const choose = (payer: TestPayer) => test.call('POST /accounts/payment/free-subscription', { bearer: payer.bearer })

    it('is the same however often it is chosen, and at once', async () => {
      const payer = await paying.payer()
      const answers = await Promise.all([choose(payer), choose(payer), choose(payer)])
      answers.push(await choose(payer))
      const [first] = answers
      expect(answers.map(({ status, body }) => [status, body.data.id])).toEqual(
        Array(4).fill([200, first?.body.data.id]),
      )
      expect(stripe.subscriptionsOf(await paying.customerOf(payer))).toHaveLength(1)
      expect(await paying.shown(payer)).toEqual(['active', 'free'])
    })

    it('is kept by whoever chooses it again while it runs out', async () => {
      const payer = await paying.payer()
      const { body } = await choose(payer)
      await cancel(payer)
      const again = await choose(payer)
      expect([again.body.data.id, again.body.data.cancel_at_period_end]).toEqual([body.data.id, false])
    })

    it('is kept so too where the portal has cancelled it for a day', async () => {
      const payer = await paying.payer()
      const { body } = await choose(payer)
      stripe.cancelForDay(body.data.id)
      await paying.deliver()
      const again = await choose(payer)
      expect([again.status, again.body.data.id]).toEqual([200, body.data.id])
      expect(stripe.state.subscriptions.get(body.data.id)).toMatchObject({
        cancel_at: null,
        cancel_at_period_end: false,
      })
      stripe.endPeriod(body.data.id)
      await paying.deliver()
      expect(await paying.shown(payer)).toEqual(['active', 'free'])
    })

    it('is one for eight who ask at once, though Stripe takes its time and refuses a key that is under way', async () => {
      const payer = await paying.payer()
      stripe.behaviour.before = () => sleep(40)
      const answers = await Promise.all(Array.from({ length: 8 }, () => choose(payer)))
      stripe.behaviour.before = undefined
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
      expect(new Set(answers.map(({ body }) => body.data.id)).size).toBe(1)
      expect(stripe.subscriptionsOf(await paying.customerOf(payer))).toHaveLength(1)
    })

    it('begins anew after it has ended', async () => {
      const payer = await paying.payer()
      const { body } = await choose(payer)
      await cancel(payer)
      stripe.endPeriod(body.data.id)
      const again = await choose(payer)
      expect(again.body.data).toMatchObject({ status: 'active' })
      expect(again.body.data.id).not.toBe(body.data.id)
      expect(await paying.shown(payer)).toEqual(['active', 'free'])
    })

    it('is not for who pays for a plan', async () => {
      const payer = await paying.subscriber(prices.pro)
      const refused = await choose(payer)
      expect([refused.status, refused.body.code]).toEqual([400, 'already_subscribed'])
    })
  })

  it('may keep what is not offered any more, and change its quantity, but not begin it', async () => {
    const old = await paying.subscriber(prices.pro, [{ id: legacy, quantity: 2 }])
    const price = stripe.state.prices.get(legacy)
    if (price) price.active = false
    await later(61 * SECOND, async () => {
      expect((await update(old, [{ id: itemOf(old, legacy), quantity: 3 }])).status).toBe(200)
      expect(itemsOf(old)[1]).toEqual([legacy, 3])
      const other = await paying.subscriber(prices.pro)
      const { body } = await update(other, [{ price: legacy, quantity: 1 }])
      expect(body.details[0].path).toBe('/body/items/0/price')
    })
  })

  it('cannot be had for nothing where the operator offers no such plan, and nothing follows a paid one', async () => {
    const elsewhere = await openPayingGateway(engine)
    const price = elsewhere.stripe.state.prices.get(elsewhere.stripe.prices.free)
    if (price) price.active = false
    const { bearer } = await elsewhere.payer()
    const refused = await elsewhere.test.call('POST /accounts/payment/free-subscription', { bearer })
    expect([refused.status, refused.body.code]).toEqual([400, 'no_free_plan'])
    const payer = await elsewhere.subscriber()
    await elsewhere.test.call('DELETE /accounts/payment/subscription', { bearer: payer.bearer })
    elsewhere.stripe.endPeriod(payer.subscription)
    await elsewhere.deliver()
    expect(await elsewhere.shown(payer)).toEqual(['cancelled', undefined])
    await elsewhere.close()
  })
})
