import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { type Answer, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { DAY, later, MINUTE } from '../../../test/run/clock.ts'
import type { TestStripe } from '../../../test/services/stripe/stripe.ts'
import { addColleague, checkout, openPayingGateway, type PayingGateway } from '../../../test/users/payers.ts'
import { exchangeKey, signIn } from '../../../test/users/sign-in.ts'

type Subscriber = SignedInUser & { subscription: string; key: string; keyId: string }

async function subscriber({ test, stripe, deliver }: PayingGateway): Promise<Subscriber> {
  const payer = await test.signUp()
  const { body } = await checkout(test, payer, stripe.prices.pro)
  const { id: subscription } = stripe.pay(body.data)
  await deliver()
  const { id: keyId, key } = await test.issueKey(payer.bearer)
  return { ...payer, subscription, key, keyId }
}

const outcome = ({ status, body }: Answer) => (status === 200 ? 200 : body?.code)

describeEngines('an account whose payment is late', (engine) => {
  let paying: PayingGateway
  let test: TestGateway
  let stripe: TestStripe
  beforeAll(async () => {
    paying = await openPayingGateway(engine, { environment: { PAYMENT_GRACE_DAYS: '14', VERIFY_ANY_ACCOUNT: 'true' } })
    ;({ test, stripe } = paying)
  })
  afterAll(() => paying.close())

  const late = async (payer: Subscriber) => {
    stripe.failPayment(payer.subscription)
    await paying.deliver()
  }
  const become = async (payer: Subscriber, status: string) => {
    stripe.setStatus(payer.subscription, status)
    await paying.deliver()
  }
  const info = (bearer: string) => test.call('GET /accounts/info', { bearer })
  const verify = (key: string) => test.call('GET /verify', { key })
  const signedIn = (payer: Subscriber) => signIn(test, payer, { account: payer.account })
  const mailed = async (template: string, to: string) => {
    await paying.settle()
    return (await test.mails()).filter((mail) => mail.template === template && mail.to === to)
  }
  const actions = async (payer: Subscriber) =>
    (await paying.audit(payer)).map(({ action }) => action).filter((one) => /late|overdue|settled/.test(one))

  it('goes on for the days of the grace, and those who may pay are told once', async () => {
    const payer = await subscriber(paying)
    const [billing, developer] = [
      await addColleague(test, payer, 'billing'),
      await addColleague(test, payer, 'developer'),
    ]
    expect((await info(payer.bearer)).body.data).not.toHaveProperty('payment_due_by')
    await late(payer)
    await late(payer)
    const dueBy = Date.parse((await info(payer.bearer)).body.data.payment_due_by)
    expect(Math.abs(dueBy - Date.now() - 14 * DAY)).toBeLessThan(MINUTE)
    expect(await mailed('payment-late', payer.email)).toHaveLength(1)
    expect(await mailed('payment-late', billing.email)).toHaveLength(1)
    expect(await mailed('payment-late', developer.email)).toEqual([])
    expect(await actions(payer)).toEqual(['payment.late'])
    // Stripe gives up earlier than that: what was promised holds.
    await become(payer, 'unpaid')
    await later(13.9 * DAY, async () => expect(outcome(await verify(payer.key))).toBe(200))
    await later(14.1 * DAY, async () => expect(outcome(await verify(payer.key))).toBe('payment_required'))
  })

  it('is refused its keys afterwards, in every way, and new ones; people sign in, look, pay and delete', async () => {
    const payer = await subscriber(paying)
    const colleague = await test.issueKey(payer.bearer, 'other')
    const session = await exchangeKey(test, payer.key)
    await late(payer)
    await later(15 * DAY, async () => {
      const refused = await verify(payer.key)
      expect([refused.status, refused.body.code]).toEqual([402, 'payment_required'])
      const { bearer } = await signedIn(payer)
      for (const [route, call] of [
        ['GET /accounts/api-keys', { key: payer.key }],
        ['POST /introspect', { key: payer.key, body: { token: payer.key } }],
        ['POST /accounts/auth-with-api-key', { body: { api_key: payer.key } }],
        ['POST /accounts/api-key', { bearer, body: { key_name: 'new' } }],
        ['POST /accounts/api-key', { key: payer.key, body: { key_name: 'new' } }],
        ['POST /accounts/api-key/rotate', { bearer, body: { id: payer.keyId } }],
        ['POST /accounts/api-keys/import', { bearer, body: { keys: [{ key_name: 'x', hash: 'a'.repeat(64) }] } }],
      ] as const)
        expect([route, outcome(await test.call(route, call))]).toEqual([route, 'payment_required'])
      expect((await test.call('GET /accounts/api-keys', { bearer: session.bearer })).status).not.toBe(200)
      const introspected = await test.call('POST /introspect', { bearer, body: { token: payer.key } })
      expect(introspected.body).toEqual({ active: false })

      for (const [route, call] of [
        ['GET /accounts/info', { key: payer.key }],
        ['GET /accounts/payment/subscription', { key: payer.key }],
        ['GET /accounts/payment/dashboard-url', { bearer }],
        ['GET /verify', { bearer }],
        ['GET /accounts/api-keys', { bearer }],
        ['GET /accounts/audit-events', { bearer }],
        ['PATCH /accounts/api-key', { bearer, body: { id: payer.keyId, disabled: true } }],
        [`DELETE /accounts/api-key?id=${colleague.id}`, { bearer }],
        [`DELETE /accounts/api-key?key=${payer.key}`, { bearer }],
      ] as const)
        expect([route, outcome(await test.call(route, call))]).toEqual([route, 200])
    })
  })

  it('is told when its keys are refused, and again when the payment has arrived: then they work at once', async () => {
    const payer = await subscriber(paying)
    await late(payer)
    // Later than the others here, so that the job is due again.
    await later(16 * DAY, async () => {
      expect(outcome(await verify(payer.key))).toBe('payment_required')
      await waitFor(async () => ((await mailed('payment-overdue', payer.email)).length === 1 ? true : undefined))
      await become(payer, 'active')
      expect(outcome(await verify(payer.key))).toBe(200)
      expect(await mailed('payment-settled', payer.email)).toHaveLength(1)
      expect(await actions(payer)).toEqual(['payment.late', 'payment.overdue', 'payment.settled'])
      const { bearer } = await signedIn(payer)
      expect((await info(bearer)).body.data).not.toHaveProperty('payment_due_by')
    })
  })

  it('is asked for at Stripe before its keys are refused: the event that it has paid may be lost', async () => {
    // Later than the others here, so that the job is due again.
    await later(40 * DAY, async () => {
      const payer = await subscriber(paying)
      await late(payer)
      // It has paid, and the event is not delivered.
      stripe.setStatus(payer.subscription, 'active')
      await later(14 * DAY - 30 * MINUTE, async () => {
        const settled = async () => ((await mailed('payment-settled', payer.email)).length === 1 ? true : undefined)
        await waitFor(settled)
        expect(await actions(payer)).toEqual(['payment.late', 'payment.settled'])
      })
      await later(15 * DAY, async () => expect(outcome(await verify(payer.key))).toBe(200))
    })
  })

  // Attack: who cancels instead of paying would have keys that work again.
  it('does not get its keys back by cancelling, but by a subscription that is paid, the free plan too', async () => {
    const payer = await subscriber(paying)
    await late(payer)
    await later(15 * DAY, async () => {
      await become(payer, 'paused')
      expect(outcome(await verify(payer.key))).toBe('payment_required')
      await become(payer, 'canceled')
      // This Stripe has a free plan, which follows a paid one.
      expect(outcome(await verify(payer.key))).toBe(200)
    })
  })

  // Attack: a session of a key would go on, with access tokens that services check by themselves.
  it('is refused the refresh of sessions of its keys, which changes nothing; people refresh theirs', async () => {
    const payer = await subscriber(paying)
    const refresh = ({ bearer, refreshToken }: { bearer: string; refreshToken: string }) =>
      test.call('POST /accounts/refresh-token', { body: { auth_token: bearer, refresh_token: refreshToken } })
    const [session, person] = [await exchangeKey(test, payer.key), await signedIn(payer)]
    const end = (until: number | null) =>
      test.database.transaction(({ db }) =>
        db.updateTable('accounts').set({ payment_grace_until: until }).where('id', '=', payer.accountId).execute(),
      )
    await end(Date.now() - 1)
    expect(outcome(await refresh(session))).toBe('payment_required')
    expect(outcome(await refresh(person))).toBe(200)
    await end(Date.now() + MINUTE)
    expect(outcome(await refresh(session))).toBe(200)
    // The same pair again, within its grace.
    await end(Date.now() - 1)
    expect(outcome(await refresh(session))).toBe('payment_required')
    await end(null)
    expect(outcome(await refresh(session))).toBe(200)
  })

  // The gate knows the account from its cache, and so must not be the only one to look.
  it('is refused inside the transaction too', async () => {
    const payer = await subscriber(paying)
    await info(payer.bearer)
    await test.database.transaction(({ db }) =>
      db.updateTable('accounts').set({ payment_grace_until: 1 }).where('id', '=', payer.accountId).execute(),
    )
    const issued = await test.call('POST /accounts/api-key', { bearer: payer.bearer, body: { key_name: 'new' } })
    expect(outcome(issued)).toBe('payment_required')
  })

  it('loses nothing without PAYMENT_GRACE_DAYS, and nothing any more once that is taken away', async () => {
    const unset = await openPayingGateway(engine, { environment: { VERIFY_ANY_ACCOUNT: 'true' } })
    const payer = await subscriber(unset)
    unset.stripe.failPayment(payer.subscription)
    await unset.deliver()
    const shown = await unset.test.call('GET /accounts/info', { bearer: payer.bearer })
    expect(shown.body.data).not.toHaveProperty('payment_due_by')
    await unset.test.database.transaction(({ db }) =>
      db.updateTable('accounts').set({ payment_grace_until: 1 }).where('id', '=', payer.accountId).execute(),
    )
    await later(11 * MINUTE, () =>
      waitFor(async () =>
        (await unset.test.call('GET /verify', { key: payer.key })).status === 200 ? true : undefined,
      ),
    )
    await unset.close()
  })
})
