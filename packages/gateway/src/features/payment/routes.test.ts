import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { type Answer, openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { addColleague, openPayingGateway, type PayingGateway, type TestPayer } from '../../../test/users/payers.ts'
import { signIn } from '../../../test/users/sign-in.ts'
import { addUser } from '../../../test/users/users.ts'
import { addAccount, markActivated } from '../../access/directory/accounts.ts'

/** Every operation that takes a credential, with a body that could be right. */
const operations: [route: string, body?: object][] = [
  ['GET /accounts/payment/products'],
  ['GET /accounts/payment/prices'],
  ['POST /accounts/payment/checkout-url', { base_subscription: 'price_x' }],
  ['GET /accounts/payment/dashboard-url'],
  ['GET /accounts/payment/subscription-items'],
  ['GET /accounts/payment/subscription'],
  ['PATCH /accounts/payment/subscription', { items: [{ id: 'si_x', quantity: 1 }] }],
  ['DELETE /accounts/payment/subscription'],
  ['POST /accounts/payment/free-subscription'],
]

const codeOf = ({ status, body }: Answer) => [status, body?.code]

describeEngines('payments', (engine) => {
  let paying: PayingGateway
  let test: TestGateway
  let payer: TestPayer
  beforeAll(async () => {
    paying = await openPayingGateway(engine)
    ;({ test } = paying)
    payer = await paying.payer()
  })
  afterAll(() => paying.close())

  it('are for the root, administrators and billing; the others are told so before the body is looked at', async () => {
    const actors = { root: payer } as Record<string, { bearer: string }>
    for (const role of ['admin', 'billing', 'developer', 'monitor'] as const)
      actors[role] = await addColleague(test, payer, role)
    for (const [role, { bearer }] of Object.entries(actors)) {
      const may = ['root', 'admin', 'billing'].includes(role)
      for (const [route, body] of operations) {
        const sent = may ? body : { items: 5 }
        const answer = await test.call(route, { bearer, ...(!route.startsWith('GET') && { body: sent ?? {} }) })
        const refused = answer.body.code === 'insufficient_permissions'
        expect([role, route, refused]).toEqual([role, route, !may])
        expect(answer.status).toBeLessThan(500)
      }
    }
    for (const [route, body] of operations) expect((await test.call(route, { body })).status).toBe(401)
  })

  it('begin with an account that waits for a plan', async () => {
    const founder = await test.signUp()
    expect(await paying.shown(founder)).toEqual(['pending', undefined])
    // Nothing else depends on it.
    expect((await test.issueKey(founder.bearer)).key).toMatch(/^ms-/)
    const chosen = await test.call('POST /accounts/payment/free-subscription', { bearer: founder.bearer })
    expect([chosen.status, chosen.body.data.status]).toEqual([200, 'active'])
    expect(await paying.shown(founder)).toEqual(['active', 'free'])
    expect((await paying.audit(founder)).at(-1)).toMatchObject({ action: 'subscription.changed', actor: 'interactive' })
  })

  describe('refuse bad input at the very member, and leave nothing behind, here or at Stripe:', () => {
    const order = (more: object) => ({ base_subscription: 'price_x', ...more })
    const addon = { id: 'price_x', type: 'addon', quantity: 1 }
    const item = { id: 'si_x', quantity: 1 }
    let refused: TestPayer
    beforeAll(async () => {
      refused = await paying.payer()
    })

    it.each([
      ['POST checkout-url', {}, '/body/base_subscription'],
      ['POST checkout-url', order({ base_subscription: '' }), '/body/base_subscription'],
      ['POST checkout-url', order({ base_subscription: 'x'.repeat(256) }), '/body/base_subscription'],
      ['POST checkout-url', order({ base_subscription: 'a\0b' }), '/body/base_subscription'],
      ['POST checkout-url', order({ base_subscription: 'price_none' }), '/body/base_subscription'],
      ['POST checkout-url', order({ addons: {} }), '/body/addons'],
      ['POST checkout-url', order({ addons: Array(20).fill(addon) }), '/body/addons'],
      ['POST checkout-url', order({ addons: [{ ...addon, quantity: 0 }] }), '/body/addons/0/quantity'],
      ['POST checkout-url', order({ addons: [{ ...addon, quantity: 1.5 }] }), '/body/addons/0/quantity'],
      ['POST checkout-url', order({ addons: [{ ...addon, quantity: 1e300 }] }), '/body/addons/0/quantity'],
      ['POST checkout-url', order({ addons: [{ ...addon, id: undefined }] }), '/body/addons/0/id'],
      ['PATCH subscription', {}, '/body/items'],
      ['PATCH subscription', { items: [] }, '/body/items'],
      ['PATCH subscription', { items: Array(21).fill(item) }, '/body/items'],
      ['PATCH subscription', { items: [{ ...item, quantity: -1 }] }, '/body/items/0/quantity'],
      ['PATCH subscription', { items: [{ ...item, quantity: 2 ** 53 }] }, '/body/items/0/quantity'],
      ['PATCH subscription', { items: [{ ...item, quantity: '1' }] }, '/body/items/0/quantity'],
      ['PATCH subscription', { items: [{ ...item, id: '\ud800' }] }, '/body/items/0/id'],
      ['PATCH subscription', { items: [{ ...item, price: null }] }, '/body/items/0/price'],
    ])('%s %j', async (operation, body, path) => {
      const { bearer } = refused
      const asked = paying.stripe.behaviour.asked.length
      const [method, name] = operation.split(' ')
      const send = () => test.call(`${method} /accounts/payment/${name}`, { bearer, body })
      const { answer, changed } = await changesOf(test, send)
      expect(codeOf(answer)).toEqual([400, 'invalid_request'])
      expect(answer.body.details.map((problem: { path: string }) => problem.path)).toContain(path)
      expect(changed).toEqual([])
      const writes = paying.stripe.behaviour.asked.slice(asked).filter(({ route }) => !route.startsWith('GET'))
      expect(writes).toEqual([])
    })
  })

  it('answer 503 with a code of their own while Stripe is away, and leave nothing behind', async () => {
    const { bearer } = await paying.payer()
    const routes = {
      'POST /accounts/payment/free-subscription': 'POST /v1/customers',
      'GET /accounts/payment/dashboard-url': 'GET /v1/customers/search',
      'GET /accounts/payment/subscription': 'GET /v1/customers/search',
    }
    for (const [route, asked] of Object.entries(routes)) {
      paying.stripe.fail(asked, 429)
      const { answer, changed } = await changesOf(test, () => test.call(route, { bearer }))
      expect(codeOf(answer)).toEqual([503, 'payments_unavailable'])
      expect(changed).toEqual([])
      expect(answer.text).not.toContain('Too many requests')
    }
    expect((await test.call('POST /accounts/payment/free-subscription', { bearer })).status).toBe(200)
  })

  it('answer 503 with a code of its own where no portal is set up, which only the operator can put right: it is no outage', async () => {
    const { bearer } = await paying.payer()
    paying.stripe.state.hasPortal = false
    const answer = await test.call('GET /accounts/payment/dashboard-url', { bearer })
    paying.stripe.state.hasPortal = true
    expect(codeOf(answer)).toEqual([503, 'portal_not_configured'])
    expect(answer.text).not.toContain('test mode')
    expect(JSON.stringify(test.logged)).toContain('No configuration provided')
  })

  it('never put a key or a secret into the log', () => {
    const { STRIPE_SECRET_KEY: key = '', STRIPE_WEBHOOK_SECRET: secret = '' } = paying.stripe.environment
    const log = JSON.stringify(test.logged)
    expect(log).toContain('Stripe refused a request')
    expect(log).not.toContain(key)
    expect(log).not.toContain(secret)
  })
})

describeEngines('payments that are not configured', (engine) => {
  let test: TestGateway
  let bearer: string
  beforeAll(async () => {
    test = await openTestGateway(engine)
    const user = await addUser(test)
    await test.database.transaction(async (tx) => {
      const subscription = { status: 'active' as const, plan: 'free' }
      const id = await addAccount(tx, { name: 'a', displayName: 'A', rootUserId: user.userId, subscription })
      await markActivated(tx, id)
    })
    ;({ bearer } = await signIn(test, user))
  })
  afterAll(() => test.close())

  it('answer 503 to whoever could use them, before the body is looked at, and 401 to anybody else', async () => {
    for (const [route] of operations) {
      const body = route.startsWith('GET') ? undefined : { items: 5 }
      expect([route, ...codeOf(await test.call(route, { bearer, body }))]).toEqual([
        route,
        503,
        'payments_not_configured',
      ])
      expect((await test.call(route, { body })).status).toBe(401)
    }
    const webhook = await test.call('POST /accounts/payment/webhook', {
      body: {},
      headers: { 'stripe-signature': 't=1,v1=0' },
    })
    expect(codeOf(webhook)).toEqual([503, 'payments_not_configured'])
  })

  it('leave a new account active on the free plan, and everything else as it is', async () => {
    const founder = await test.signUp()
    const { body } = await test.call('GET /accounts/info', { bearer: founder.bearer })
    expect(body.data).toMatchObject({ subscription_status: 'active', subscription_plan: 'free' })
    expect((await test.issueKey(founder.bearer)).key).toMatch(/^ms-/)
  })
})
