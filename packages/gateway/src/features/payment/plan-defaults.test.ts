import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { type Answer, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { later, MINUTE } from '../../../test/run/clock.ts'
import type { TestStripe } from '../../../test/services/stripe/stripe.ts'
import { checkout, openPayingGateway, type PayingGateway } from '../../../test/users/payers.ts'
import { exchangeKey } from '../../../test/users/sign-in.ts'
import { parseQuota, parseRate, readDefaults } from '../../access/plan-defaults.ts'

type Subscriber = SignedInUser & { subscription: string }

describeEngines('what a plan sets for keys', (engine) => {
  const sql = watchSql()
  let paying: PayingGateway
  let test: TestGateway
  let stripe: TestStripe
  beforeAll(async () => {
    paying = await openPayingGateway(engine, { watch: sql.watch })
    ;({ test, stripe } = paying)
  })
  afterAll(() => paying.close())

  /** With a price of their own, so that the catalogue is not read again. */
  async function subscriber(metadata: Record<string, string>): Promise<Subscriber> {
    const payer = await test.signUp()
    const { body } = await checkout(test, payer, stripe.prices.pro)
    const { id: subscription } = stripe.pay(body.data)
    await changePlan({ subscription }, metadata)
    return { ...payer, subscription }
  }
  async function changePlan({ subscription }: { subscription: string }, metadata: Record<string, string>) {
    const found = stripe.state.subscriptions.get(subscription)
    const [item] = found?.items.data ?? []
    if (!item) throw new Error('no such subscription')
    item.price = { ...item.price, metadata }
    stripe.setStatus(subscription, 'active')
    await paying.deliver()
  }
  const issue = (bearer: string, more: object = {}) =>
    test.call('POST /accounts/api-key', { bearer, body: { key_name: 'metered', ...more } })
  const keyOf = async (bearer: string, more: object = {}): Promise<{ id: string; key: string }> => {
    const { body, status } = await issue(bearer, more)
    expect(status).toBe(200)
    return body.data
  }
  const info = (key: string) => test.call('GET /accounts/info', { key })
  const verify = (key: string) => test.call('GET /verify', { key })
  const outcome = ({ status, body }: Answer) => (status === 200 ? 200 : body?.code)

  it('is in force as soon as the plan is, for the keys that there are, with headers, and in the audit log', async () => {
    const payer = await subscriber({})
    const { key } = await keyOf(payer.bearer)
    for (let n = 0; n < 5; n += 1) expect(outcome(await info(key))).toBe(200)
    expect((await verify(key)).headers).not.toHaveProperty('ratelimit')
    await changePlan(payer, { default_rate: '3/86400', default_quota: '1000/month', max_keys: '4', other: 'x' })
    expect((await verify(key)).headers['ratelimit-policy']).toMatch(/^"key";q=3;w=86400, "quota";q=1000;w=\d+$/)
    const answers = [await info(key), await info(key), await info(key)]
    expect(answers.map(outcome)).toEqual([200, 200, 'too_many_requests'])
    expect((await paying.audit(payer)).at(-1)).toEqual({
      action: 'subscription.changed',
      actor: 'system',
      details: {
        ...{ status: 'active', plan: 'pro', previous_status: 'active', previous_plan: 'pro' },
        ...{ default_rate: '3/86400', default_quota: '1000/month', max_keys: 4 },
      },
    })
    await changePlan(payer, {})
    expect(outcome(await info(key))).toBe(200)
  })

  it('counts for each key that a user has issued, once for those below it and after it, and not for users', async () => {
    const payer = await subscriber({ default_quota: '6/month' })
    const [one, other] = [await keyOf(payer.bearer), await keyOf(payer.bearer)]
    expect((await info(one.key)).headers.ratelimit).toMatch(/^"quota";r=5;/)
    const below = await keyOf(one.key)
    expect((await info(below.key)).headers.ratelimit).toMatch(/^"quota";r=3;/)
    const rotated = await test.call('POST /accounts/api-key/rotate', { key: one.key, body: { id: one.id } })
    expect(rotated.status).toBe(200)
    expect((await info(rotated.body.data.key)).headers.ratelimit).toMatch(/^"quota";r=1;/)
    const session = await exchangeKey(test, other.key)
    expect((await test.call('GET /accounts/info', { bearer: session.bearer })).headers.ratelimit).toMatch(
      /^"quota";r=4;/,
    )
    expect((await test.call('GET /accounts/info', { bearer: payer.bearer })).headers).not.toHaveProperty('ratelimit')
  })

  it('leaves a tighter limit of the key in force, and holds a wider one to the plan', async () => {
    const payer = await subscriber({ default_rate: '5/86400' })
    const limit = async (requests: number) => {
      const rate_limit = { requests, per_seconds: 86_400 }
      return (await keyOf(payer.bearer, { rate_limit })).key
    }
    const tight = await limit(1)
    expect([outcome(await info(tight)), outcome(await info(tight))]).toEqual([200, 'too_many_requests'])
    const wide = await limit(1000)
    expect((await verify(wide)).headers.ratelimit).toMatch(/^"key";r=4;/)
    for (let n = 0; n < 4; n += 1) expect(outcome(await info(wide))).toBe(200)
    expect(outcome(await info(wide))).toBe('too_many_requests')
    // What a key may give to others is a matter of its own limits alone.
    const free = await keyOf(payer.bearer)
    expect((await issue(free.key)).status).toBe(200)
  })

  // Attack: many requests at the same instant, so that each still finds room.
  it('allows as many live keys as max_keys says, of twenty issued at the same instant; rotating needs no room', async () => {
    const payer = await subscriber({ max_keys: '5' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => issue(payer.bearer)))
    const issued = answers.filter(({ status }) => status === 200).map(({ body }) => body.data)
    expect(issued).toHaveLength(5)
    expect(answers.filter(({ body }) => body.code === 'too_many_keys')).toHaveLength(15)
    const rotated = await test.call('POST /accounts/api-key/rotate', { key: issued[0].key, body: { id: issued[0].id } })
    expect(rotated.status).toBe(200)
    expect(outcome(await issue(payer.bearer))).toBe('too_many_keys')
    await test.call(`DELETE /accounts/api-key?id=${issued[1].id}`, { bearer: payer.bearer })
    expect(outcome(await issue(payer.bearer))).toBe(200)
    // A smaller plan deletes nothing.
    await changePlan(payer, { max_keys: '1' })
    expect(outcome(await info(issued[2].key))).toBe(200)
    expect(outcome(await issue(payer.bearer))).toBe('too_many_keys')
  })

  // Attack: rotated keys, which live on for their grace, would not count.
  it('counts a rotated key once its successor is gone, and the second of a chain that lives on', async () => {
    const payer = await subscriber({ max_keys: '2' })
    const rotate = (id: string, grace_seconds = 30 * 86_400) =>
      test.call('POST /accounts/api-key/rotate', { bearer: payer.bearer, body: { id, grace_seconds } })
    const first = await keyOf(payer.bearer)
    const second = (await rotate(first.id)).body.data
    await test.call(`DELETE /accounts/api-key?id=${second.id}`, { bearer: payer.bearer })
    const third = await keyOf(payer.bearer)
    expect(outcome(await issue(payer.bearer))).toBe('too_many_keys')

    const fourth = (await rotate(third.id)).body.data
    const again = await Promise.all([rotate(fourth.id), rotate(fourth.id)])
    expect(again.map(outcome)).toEqual(['too_many_keys', 'too_many_keys'])
    // A key that has leaked is replaced all the same.
    const fifth = (await rotate(fourth.id, 0)).body.data
    expect(outcome(await rotate(fifth.id))).toBe('too_many_keys')
    expect(outcome(await issue(payer.bearer))).toBe('too_many_keys')
    const lives = await Promise.all(
      [first, second, third, fourth, fifth].map(async ({ key }) => (await info(key)).status),
    )
    expect(lives).toEqual([200, 401, 200, 401, 200])

    await test.call(`DELETE /accounts/api-key?id=${third.id}`, { bearer: payer.bearer })
    expect(outcome(await rotate(fifth.id))).toBe(200)
    await test.call(`DELETE /accounts/api-key?id=${first.id}`, { bearer: payer.bearer })
    expect(outcome(await issue(payer.bearer))).toBe(200)
    expect(outcome(await issue(payer.bearer))).toBe('too_many_keys')
  })

  // Attack: choosing no plan, or cancelling the free one, would be better than having it.
  it('is what the free plan sets for an account without a plan, before it chooses one and after it cancelled it', async () => {
    const own = await openPayingGateway(engine)
    const { test, stripe } = own
    const issue = (bearer: string) => test.call('POST /accounts/api-key', { bearer, body: { key_name: 'free' } })
    const set = (metadata: Record<string, string>) => {
      const price = stripe.state.prices.get(stripe.prices.free)
      if (price) price.metadata = metadata
    }
    const held = async ({ account }: SignedInUser) =>
      test.database.read
        .selectFrom('accounts')
        .select(['subscription_plan', 'default_rate', 'max_keys'])
        .where('name', '=', account)
        .executeTakeFirstOrThrow()
    const limits = { default_rate: '1000/60', max_keys: 1 }
    set({ default_rate: '1000/60', max_keys: '1' })
    // Its account is there before the price was read: the job follows.
    const early = await test.signUp()
    await later(11 * MINUTE, () => waitFor(async () => ((await held(early)).max_keys === 1 ? true : undefined)))
    const payer = await test.signUp()
    expect(await held(payer)).toEqual({ subscription_plan: null, ...limits })
    expect([outcome(await issue(payer.bearer)), outcome(await issue(payer.bearer))]).toEqual([200, 'too_many_keys'])

    const { body } = await test.call('POST /accounts/payment/free-subscription', { bearer: early.bearer, body: {} })
    await own.deliver()
    expect(await held(early)).toEqual({ subscription_plan: 'free', ...limits })
    stripe.setStatus(body.data.id, 'canceled')
    await own.deliver()
    expect(await held(early)).toEqual({ subscription_plan: null, ...limits })
    expect([outcome(await issue(early.bearer)), outcome(await issue(early.bearer))]).toEqual([200, 'too_many_keys'])
    await own.close()
  })

  it('is not taken from metadata that cannot be read, and the log says so', async () => {
    const payer = await subscriber({ default_rate: '3 per minute', default_quota: '10/year', max_keys: '-1' })
    const { key } = await keyOf(payer.bearer)
    expect((await verify(key)).headers).not.toHaveProperty('ratelimit')
    expect(test.logged).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        fields: expect.objectContaining({ metadata: ['default_rate', 'default_quota', 'max_keys'] }),
      }),
    )
  })

  it('costs a cached request no statement', async () => {
    const payer = await subscriber({ default_rate: '1000/60', default_quota: '1000/month' })
    const { key } = await keyOf(payer.bearer)
    await info(key)
    // The use of the key is written in the background.
    expect(
      await sql.during(async () => {
        for (let n = 0; n < 20; n += 1) expect((await info(key)).status).toBe(200)
      }),
    ).toBe(0)
  })
})

it.each<[string, object | undefined]>([
  ['100/60', { requests: 100, perSeconds: 60 }],
  ['1000000/86400', { requests: 1_000_000, perSeconds: 86_400 }],
  ...['1000001/60', '1/86401', '0/60', '60/0', '1/1/1', ' 1/1', '1/1 ', '1e3/60', '-1/60', '', '1', '/'].map(
    (text): [string, undefined] => [text, undefined],
  ),
])('a rate in metadata: %j', (text, rate) => expect(parseRate(text)).toEqual(rate))

it.each<[string, object | undefined]>([
  ['10000/month', { requests: 10_000, per: 'month', resets: 'calendar' }],
  ['1/day', { requests: 1, per: 'day', resets: 'calendar' }],
  ...['1000000001/day', '0/day', '1/Month', '1/toString', '1/', '', 'day'].map((text): [string, undefined] => [
    text,
    undefined,
  ]),
])('a quota in metadata: %j', (text, quota) => expect(parseQuota(text)).toEqual(quota))

it('metadata may allow no key at all', () => {
  expect(readDefaults({ max_keys: '0' })).toEqual({ defaults: { rate: null, quota: null, maxKeys: 0 }, bad: [] })
})
