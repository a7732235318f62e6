import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { listen } from '../../../test/http/raw-http.ts'
import { HOUR, later, MINUTE } from '../../../test/run/clock.ts'
import type { StripeEvent } from '../../../test/services/stripe/state.ts'
import type { Post, Signing, TestStripe } from '../../../test/services/stripe/stripe.ts'
import { mailedCode } from '../../../test/users/accounts.ts'
import {
  addColleague,
  checkout,
  openPayingGateway,
  type PayingGateway,
  postTo,
  type TestPayer,
} from '../../../test/users/payers.ts'
import { signIn } from '../../../test/users/sign-in.ts'
import { deleteAccount, PASSWORD, setSuspended } from '../../../test/users/users.ts'
import { readConfig } from '../../platform/config/config.ts'
import { createSettingsStore } from '../../platform/database/settings-store.ts'
import { createOutbox } from '../../platform/outbox/outbox.ts'
import { openSealer } from '../../platform/secrets/master-key.ts'
import { createCancelForClosedAccount } from './close.ts'
import { failedPaymentWork } from './webhook.ts'

describeEngines('the webhook', (engine) => {
  let paying: PayingGateway
  let test: TestGateway
  let stripe: TestStripe
  beforeAll(async () => {
    const secrets = { STRIPE_WEBHOOK_SECRET: 'whsec_a_secret_of_a_test, whsec_the_next_one' }
    paying = await openPayingGateway(engine, { environment: { ...secrets, RATE_LIMIT_ANONYMOUS_PER_MINUTE: '40' } })
    ;({ test, stripe } = paying)
  })
  afterAll(() => paying.close())

  /** From another network each time, since failures count. */
  let places = 0
  const post: Post = (body, headers) => {
    places += 1
    return test.call('POST /accounts/payment/webhook', { body, headers, from: `10.9.${places >> 8}.${places & 255}` })
  }
  const send = (events: StripeEvent[], signing?: Signing) => stripe.send(post, events, signing)
  const lastEvents = (count: number) => stripe.state.events.slice(-count)
  const anEvent = (): StripeEvent => stripe.state.events.at(-1) ?? Object.assign(new Error('there is none'))
  const received = async () =>
    (await test.database.read.selectFrom('payment_events').select('event_id').execute()).length
  /** An event that means nothing to us makes the outbox look for work, which it does by itself every second. */
  const wake = async () => {
    const customer = { object: 'subscription', id: 'sub_x', customer: 'cus_of_others' }
    places += 1
    await send([{ ...anEvent(), id: `evt_wake_${places}`, data: { object: customer } }])
    await paying.settle()
  }
  /** The writing half of the gateway's outbox, for what another module of it would write. */
  const anOutbox = async () =>
    createOutbox(await openSealer(readConfig(test.place.environment), createSettingsStore(test.database)))
  const now = () => Math.floor(Date.now() / 1000)

  describe('takes nothing that Stripe did not sign for it:', () => {
    beforeAll(async () => {
      await paying.subscriber()
    })

    it.each<[string, Signing]>([
      ['another secret', { secret: 'whsec_of_somebody_else' }],
      ['signed ten minutes ago: a copy that is played back', { at: now() - 600 }],
      // The same at a gateway with a test key: whoever pays with a test card must not get a plan that costs something.
      ['of live mode', { event: { livemode: true } }],
      ['without a mode', { event: { livemode: undefined } }],
      ['without an object', { event: { data: {} } }],
      ['with an id that is none', { event: { id: { toString: 1 } } }],
      ['a thin event of the newer API', { event: { object: 'v2.core.event' } }],
    ])('%s', async (_what, signing) => {
      const event = { ...anEvent(), id: 'evt_unheard_of' }
      const { answer, changed } = await changesOf(test, () => send([event], signing))
      expect([answer, changed]).toEqual([[400], []])
    })

    it('bytes that differ from what was signed, be it a space, and signatures that are none', async () => {
      let body = ''
      let headers: Record<string, string> = {}
      await stripe.send(
        async (signedBody, signedHeaders) => {
          ;[body, headers] = [signedBody, signedHeaders]
          return { status: 200 }
        },
        [{ ...anEvent(), id: 'evt_unheard_of' }],
      )
      const signature = headers['stripe-signature'] ?? ''
      const { changed } = await changesOf(test, async () => {
        const bad: [string, Record<string, string>][] = [
          [JSON.stringify(JSON.parse(body)), headers],
          [`${body} `, headers],
          [`\ufeff${body}`, headers],
          ['{}', headers],
          ['', headers],
          ['[', headers],
          ...[
            '',
            't=1',
            'v1=0',
            't=,v1=',
            't=x,v1=x',
            `${signature.split(',')[0]},v0=0`,
            `t=1,${signature}`.replace(/v1=.{5}/, 'v1=00000'),
            '\u00ff',
          ].map((wrong): [string, Record<string, string>] => [body, { ...headers, 'stripe-signature': wrong }]),
        ]
        for (const [text, sent] of bad) {
          const { status, body: answer } = await test.call('POST /accounts/payment/webhook', {
            body: text,
            headers: sent,
            from: `10.8.0.${places++ & 255}`,
          })
          expect([text.length, sent['stripe-signature'], status, answer.code]).toEqual([
            text.length,
            sent['stripe-signature'],
            400,
            'invalid_webhook',
          ])
        }
      })
      expect(changed).toEqual([])
      expect((await post(body, headers)).status).toBe(200)
    })

    it('no body, another type of body, one over 1 MiB', async () => {
      const at = (headers: Record<string, string>, body?: string) =>
        test.call('POST /accounts/payment/webhook', { headers, ...(body !== undefined && { body }), from: '10.7.0.1' })
      expect((await at({})).body.code).toBe('invalid_request')
      expect((await at({ 'content-type': 'text/plain' }, 'x')).body.code).toBe('unsupported_media_type')
      expect((await at({ 'content-type': 'application/json' }, 'x'.repeat(1_048_577))).body.code).toBe(
        'payload_too_large',
      )
    })
  })

  it('takes what is signed under any of its secrets, while one is replaced', async () => {
    const event = { ...anEvent(), id: 'evt_next_secret' }
    expect(await send([event], { secret: 'whsec_the_next_one' })).toEqual([200])
  })

  it('answers at once, and takes any number of good events from one address, but few bad ones', async () => {
    const from = '10.6.0.1'
    const good: Post = (body, headers) => test.call('POST /accounts/payment/webhook', { body, headers, from })
    const events = Array.from({ length: 60 }, (_, index) => ({ ...anEvent(), id: `evt_many_${index}` }))
    expect(new Set(await stripe.send(good, events))).toEqual(new Set([200]))
    const bad = await stripe.send(good, events, { secret: 'whsec_of_somebody_else' })
    expect([bad[0], bad.at(-1)]).toEqual([400, 429])
  })

  it('keeps an event once, however often it comes, at the same moment too', async () => {
    const payer = await paying.subscriber()
    stripe.setStatus(payer.subscription, 'active')
    const [event] = lastEvents(1)
    if (!event) throw new Error('there is no event')
    const before = await received()
    const answers = await Promise.all([send([event]), send([event]), send([event, event])])
    expect(answers.flat()).toEqual([200, 200, 200, 200])
    expect(await received()).toBe(before + 1)
    await paying.settle()
    // Once more costs nothing, at Stripe neither.
    const asked = stripe.behaviour.asked.length
    const { changed } = await changesOf(test, () => send([event]))
    expect([changed, stripe.behaviour.asked.length]).toEqual([[], asked])
    expect(await paying.shown(payer)).toEqual(['active', 'pro'])
  })

  it('thanks for what it has no use for: other types, other objects, customers of others', async () => {
    const events = [
      { ...anEvent(), id: 'evt_other_1', type: 'charge.succeeded' },
      { ...anEvent(), id: 'evt_other_2', data: { object: { object: 'balance' } } },
      { ...anEvent(), id: 'evt_other_3', data: { object: { object: 'subscription', id: 'sub_x', customer: null } } },
    ]
    const { answer, changed } = await changesOf(test, () => send(events))
    expect([answer, changed]).toEqual([[200, 200, 200], []])
    // A customer that is somebody else's is looked up by the outbox, and let be.
    const stranger = {
      ...anEvent(),
      id: 'evt_other_4',
      data: { object: { object: 'subscription', id: 'sub_x', customer: 'cus_of_others' } },
    }
    expect(await send([stranger])).toEqual([200])
    // An account that is connected to the operator's has customers of its own.
    const customer = { object: 'subscription', id: 'sub_x', customer: 'cus_connected' }
    const connected = { ...anEvent(), id: 'evt_other_5', data: { object: customer }, account: 'acct_1' }
    const after = await changesOf(test, () => send([connected]))
    expect(after.changed).toEqual([])
  })

  describe('takes an event for a hint, and asks Stripe what there is:', () => {
    it('in whatever order they come, and with whatever they say', async () => {
      const payer = await paying.payer()
      const { body } = await checkout(test, payer, stripe.prices.pro)
      const { id } = stripe.pay(body.data)
      stripe.setStatus(id, 'past_due')
      stripe.setStatus(id, 'unpaid')
      stripe.setStatus(id, 'active')
      const events = stripe.state.events.filter(({ data }) => JSON.stringify(data).includes(id))
      expect(events.length).toBeGreaterThan(4)
      expect(new Set(await send(events.toReversed()))).toEqual(new Set([200]))
      await paying.settle()
      expect(await paying.shown(payer)).toEqual(['active', 'pro'])
    })

    it('also when Stripe changes its mind while it is asked, so that older news never come after newer ones', async () => {
      const payer = await paying.subscriber()
      stripe.setStatus(payer.subscription, 'unpaid')
      const customer = await paying.customerOf(payer)
      // The moment between reading and writing: somebody else has read and written something newer.
      stripe.behaviour.before = async ({ route, params }) => {
        if (route !== 'GET /v1/checkout/sessions' || params.customer !== customer) return
        stripe.behaviour.before = undefined
        stripe.setStatus(payer.subscription, 'past_due')
        await test.database.transaction(async ({ db }) => {
          await db.updateTable('payment_customers').set({ version: 77 }).where('customer_id', '=', customer).execute()
          await db
            .updateTable('accounts')
            .set({ subscription_plan: 'newer' })
            .where('id', '=', payer.accountId)
            .execute()
        })
      }
      await paying.deliver()
      expect(await paying.shown(payer)).toEqual(['active', 'pro'])
    })

    it.each([
      ['trialing', 'active'],
      ['past_due', 'active'],
      ['unpaid', 'pending'],
      ['paused', 'pending'],
      ['active', 'active'],
    ])('%s is %s', async (status, shown) => {
      const payer = await paying.subscriber()
      stripe.setStatus(payer.subscription, status)
      await paying.deliver()
      expect(await paying.shown(payer)).toEqual([shown, 'pro'])
    })

    it('incomplete is pending, and nothing once it has expired', async () => {
      const payer = await paying.payer()
      const { body } = await checkout(test, payer, stripe.prices.pro)
      const { id, status } = stripe.pay(body.data, 'pm_card_visa_chargeDeclined')
      await paying.deliver()
      expect([status, await paying.shown(payer)]).toEqual(['incomplete', ['pending', undefined]])
      const read = () => test.call('GET /accounts/payment/subscription', { bearer: payer.bearer })
      expect((await read()).body.data.status).toBe('incomplete')
      stripe.setStatus(id, 'incomplete_expired')
      await paying.deliver()
      expect([await paying.shown(payer), (await read()).status]).toEqual([['pending', undefined], 404])
    })

    it('a customer that was deleted pays for nothing any more', async () => {
      const payer = await paying.subscriber()
      stripe.deleteCustomer(await paying.customerOf(payer))
      await paying.deliver()
      expect(await paying.shown(payer)).toEqual(['cancelled', undefined])
    })

    it('a plan on trial comes before the free one beside it, which ends', async () => {
      const payer = await paying.payer()
      const { body } = await test.call('POST /accounts/payment/free-subscription', { bearer: payer.bearer })
      const { id } = stripe.buyByHand(await paying.customerOf(payer), stripe.prices.pro)
      stripe.setStatus(id, 'trialing')
      await paying.deliver()
      expect(await paying.shown(payer)).toEqual(['active', 'pro'])
      expect(stripe.state.subscriptions.get(body.data.id)?.status).toBe('canceled')
    })

    it('of several subscriptions the newest that is paid for counts, and the operator is told', async () => {
      const payer = await paying.subscriber(stripe.prices.pro)
      const customer = await paying.customerOf(payer)
      await later(MINUTE, async () => void stripe.buyByHand(customer, stripe.prices.team))
      await paying.deliver()
      expect(await paying.shown(payer)).toEqual(['active', 'Team'])
      const told = test.logged.filter(
        ({ message }) => message === 'an account has several paid subscriptions; cancel the others in Stripe',
      )
      expect(told.map(({ fields }) => fields.accountId)).toContain(payer.accountId)
    })

    it('a subscription that only Stripe knows of is found, and the row with it', async () => {
      const payer = await paying.payer()
      await test.call('GET /accounts/payment/dashboard-url', { bearer: payer.bearer })
      const customer = await paying.customerOf(payer)
      await test.database.transaction(({ db }) => db.deleteFrom('payment_customers').execute())
      stripe.buyByHand(customer, stripe.prices.pro)
      await paying.deliver()
      expect(await paying.shown(payer)).toEqual(['active', 'pro'])
      expect(await paying.customerOf(payer)).toBe(customer)
    })

    it('asks once for a customer of others, whose events come here too where the account at Stripe is shared', async () => {
      const asked = () => stripe.timesAsked('GET /v1/customers/:id')
      const before = asked()
      for (const number of [1, 2, 3]) {
        const object = { object: 'subscription', id: 'sub_y', customer: 'cus_of_a_shop' }
        await send([
          { ...anEvent(), type: 'customer.subscription.updated', id: `evt_shop_${number}`, data: { object } },
        ])
        await paying.settle()
      }
      expect(asked() - before).toBe(1)
    })

    it('also tomorrow, if Stripe is away now', async () => {
      const payer = await paying.subscriber()
      stripe.setStatus(payer.subscription, 'unpaid')
      stripe.fail('GET /v1/subscriptions', 429)
      await stripe.deliver((body, headers) => postTo(test, body, headers))
      const failed = () =>
        test.database.read
          .selectFrom('outbox')
          .select('last_error')
          .where('kind', '=', 'stripe-customer')
          .executeTakeFirst()
      await expect.poll(failed, { interval: 5 }).toMatchObject({ last_error: 'Payments unavailable' })
      expect(await paying.shown(payer)).toEqual(['active', 'pro'])
      await later(MINUTE, wake)
      expect(await paying.shown(payer)).toEqual(['pending', 'pro'])
    })
  })

  describe('a failed payment', () => {
    const mailsAbout = async (payer: TestPayer) => {
      const { display_name: name } = await test.database.read
        .selectFrom('accounts')
        .select('display_name')
        .where('id', '=', payer.accountId)
        .executeTakeFirstOrThrow()
      return (await test.mails()).filter(({ template, text }) => template === 'payment-failed' && text.includes(name))
    }

    it('is mailed once to everybody who can put it right, and to nobody else', async () => {
      const payer = await paying.subscriber()
      const [admin, billing, suspended] = [
        await addColleague(test, payer, 'admin'),
        await addColleague(test, payer, 'billing'),
        await addColleague(test, payer, 'billing'),
      ]
      await addColleague(test, payer, 'developer')
      await setSuspended(test, { ...suspended, accountId: payer.accountId }, true)
      stripe.failPayment(payer.subscription, Date.UTC(2030, 0, 2, 3, 4) / 1000)
      const [failed] = stripe.state.events.filter(({ type }) => type === 'invoice.payment_failed').slice(-1)
      await paying.deliver()
      if (failed) await send([failed])
      // The outbox does everything at least once: a worker that was killed before it could say so does it again.
      const { id: eventId, data } = failed ?? anEvent()
      const work = {
        eventId,
        invoiceId: (data.object as { id: string }).id,
        customerId: await paying.customerOf(payer),
      }
      const outbox = await anOutbox()
      await test.database.transaction((tx) => outbox.enqueue(tx, failedPaymentWork, work))
      await wake()
      const mails = await mailsAbout(payer)
      expect(mails.map(({ to }) => to).sort()).toEqual([payer.email, admin.email, billing.email].sort())
      expect(mails[0]?.text).toContain('20.00 EUR')
      expect(mails[0]?.text).toContain('2 January 2030 at 03:04 UTC')
      expect(await paying.audit(payer)).toContainEqual({
        action: 'payment.failed',
        actor: 'system',
        details: { invoice: expect.stringMatching(/^in_/), attempt: 1 },
      })
      expect(await paying.shown(payer)).toEqual(['active', 'pro'])
    })

    it('that was made up for before anybody looked is nobody’s concern', async () => {
      const payer = await paying.subscriber()
      const invoice = stripe.failPayment(payer.subscription)
      invoice.status = 'paid'
      await paying.deliver()
      expect(await mailsAbout(payer)).toEqual([])
    })
  })

  describe('a closed account', () => {
    it('pays no more from that moment on', async () => {
      const payer = await paying.subscriber()
      const { bearer } = await signIn(test, { email: payer.email, password: PASSWORD })
      const body = { email_code: await mailedCode(test, { email: payer.email, bearer }) }
      const deleted = await test.call('DELETE /accounts/account', { bearer, body })
      expect(deleted.status).toBe(200)
      await wake()
      expect(stripe.state.subscriptions.get(payer.subscription)?.status).toBe('canceled')
      await paying.deliver()
      // No free plan follows.
      expect(stripe.subscriptionsOf(await paying.customerOf(payer))).toHaveLength(1)
      expect((await paying.audit(payer)).at(-1)).toMatchObject({
        action: 'subscription.changed',
        details: { status: 'cancelled', plan: null },
      })
    })

    it('cannot be paid for on a page that was still open, and what was paid in that moment ends', async () => {
      const payer = await paying.payer()
      const { body } = await checkout(test, payer, stripe.prices.pro)
      const { id } = stripe.pay(body.data)
      await deleteAccount(test, payer)
      await paying.deliver()
      expect(stripe.state.subscriptions.get(id)?.status).toBe('canceled')
    })

    it('keeps its subscription if the closing was undone before anybody looked', async () => {
      const payer = await paying.subscriber()
      const cancel = createCancelForClosedAccount(await anOutbox(), true)
      await test.database.transaction((tx) => cancel(tx, payer.accountId))
      await wake()
      expect(stripe.state.subscriptions.get(payer.subscription)?.status).toBe('active')
    })
  })

  it('forgets events that Stripe will not send again', async () => {
    expect(await received()).toBeGreaterThan(50)
    await later(36 * 24 * HOUR, async () => {
      await test.database.transaction(({ db }) =>
        db.updateTable('outbox').set({ due_at: 0 }).where('key', '=', 'old-payment-events').execute(),
      )
      await wake()
      await expect.poll(received, { interval: 5 }).toBeLessThan(2)
    })
  })
})

describeEngines('a closed account where payments are not configured (any more)', (engine) => {
  it('leaves work behind only if it ever was a customer', async () => {
    const test = await openTestGateway(engine)
    const config = readConfig(test.place.environment)
    const outbox = createOutbox(await openSealer(config, createSettingsStore(test.database)))
    const cancel = createCancelForClosedAccount(outbox, false)
    const [never, once] = [await test.signUp(), await test.signUp()]
    const row = { account_id: once.accountId, mode: 'test' as const, customer_id: 'cus_1' }
    await test.database.transaction(async (tx) => {
      await tx.db
        .insertInto('payment_customers')
        .values({ ...row, version: 0, busy_until: 0, created_at: 0 })
        .execute()
      await cancel(tx, never.accountId)
      await cancel(tx, once.accountId)
    })
    const left = await test.database.read
      .selectFrom('outbox')
      .select('key')
      .where('kind', '=', 'stripe-account-closed')
      .execute()
    expect(left).toEqual([{ key: once.accountId }])
    await test.close()
  })
})

it('reaches a gateway over the network as it does through the test', async () => {
  const paying = await openPayingGateway('sqlite')
  const port = await listen(paying.test)
  await paying.subscriber()
  const [event] = paying.stripe.state.events.slice(-1)
  const post: Post = (body, headers) =>
    fetch(`http://127.0.0.1:${port}/accounts/payment/webhook`, { method: 'POST', body, headers })
  expect(event && (await paying.stripe.send(post, [event]))).toEqual([200])
  await paying.close()
})
