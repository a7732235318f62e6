import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { close, listen } from '../../../test/http/loopback.ts'
import { later, MINUTE } from '../../../test/run/clock.ts'
import { openTestStripe, type TestStripe } from '../../../test/services/stripe/stripe.ts'
import { readConfig } from '../../platform/config/config.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type Calls, createStripeClient, type StripeClient } from './stripe-client.ts'

const ATTEMPT_MS = 200

describe('the client of Stripe', () => {
  let stripe: TestStripe
  let client: StripeClient
  let logged: object[]
  beforeAll(async () => {
    stripe = await openTestStripe()
  })
  afterAll(() => stripe.close())
  beforeEach(() => {
    logged = []
    client = open(stripe.environment)
  })

  function open(environment: Record<string, string>): StripeClient {
    const { stripe: settings } = readConfig(environment)
    if (!settings) throw new Error('not configured')
    const warn = (fields: object, message: string) => void logged.push({ ...fields, message })
    return createStripeClient(settings, { error: warn, warn, info: warn, debug: warn }, ATTEMPT_MS)
  }

  /** What became of an operation: its value, or the code of its refusal. */
  async function outcome<T>(work: (calls: Calls) => Promise<T>): Promise<T | string> {
    try {
      return await client.run('test', 'payment_refused', work)
    } catch (error) {
      if (error instanceof Refusal) return error.code
      throw error
    }
  }

  const asked = (route: string) => stripe.behaviour.asked.filter((one) => one.route === route)
  const create = (email: string, key = email) =>
    outcome(async ({ stripe: sdk, once }) => (await sdk.customers.create({ email }, once(key))).id)
  const customersWith = (email: string) =>
    [...stripe.state.customers.values()].filter((one) => one.email === email).map(({ id }) => id)

  it.each(['lost', 500] as const)(
    'tries again under the same key after %s, and what it makes is made once',
    async (fault) => {
      const email = `${fault}@example.com`
      stripe.fail('POST /v1/customers', fault)
      expect(customersWith(email)).toEqual([])
      expect(await create(email)).toEqual(customersWith(email)[0])
      const tries = asked('POST /v1/customers').filter(({ params }) => params.email === email)
      expect(tries[0]?.idempotencyKey).toMatch(`quiva/${email}/`)
      expect(tries[1]?.idempotencyKey).toBe(tries[0]?.idempotencyKey)
      expect(customersWith(email)).toHaveLength(1)
    },
  )

  // The worst of all: everything was done, and nobody was told.
  it('gives up a Stripe that never answers, and whoever tries again gets what was made', async () => {
    const email = 'silence@example.com'
    stripe.fail('POST /v1/customers', 'silence', 3)
    // With a clock that stands still: the key changes at each full ten minutes.
    await later(0, async () => {
      const began = performance.now()
      expect(await create(email)).toBe('payments_unavailable')
      expect(performance.now() - began).toBeLessThan(3 * ATTEMPT_MS + 2500)
      expect(await create(email)).toEqual(customersWith(email)[0])
      expect(customersWith(email)).toHaveLength(1)
    })
  })

  it('gets over a failure that Stripe repeats under the same key', async () => {
    const price = stripe.state.prices.get(stripe.prices.free)
    const customer = await create('later@example.com')
    const start = () =>
      outcome(async ({ stripe: sdk, once }) => {
        const made = await sdk.subscriptions.create({ customer, items: [{ price: stripe.prices.free }] }, once('start'))
        return made.status
      })
    if (price) price.active = false
    expect(await start()).toBe('payment_refused')
    if (price) price.active = true
    await later(10 * MINUTE, async () => expect(await start()).toBe('active'))
  })

  it('makes the keys of one operation its own, and those of another others', async () => {
    const keys: unknown[] = []
    for (let times = 0; times < 2; times += 1)
      await outcome(async ({ changing, reading }) => {
        const again = changing('step').idempotencyKey
        keys.push(changing('step').idempotencyKey, again, changing('other').idempotencyKey, reading().idempotencyKey)
      })
    expect(keys[0]).toMatch(/^quiva\/test\/[0-9a-f-]{36}\/step$/)
    expect(keys[0]).toBe(keys[1])
    expect(new Set(keys)).toHaveProperty('size', 5)
    expect(keys[3]).toBeUndefined()
  })

  it('leaves an overloaded Stripe alone', async () => {
    const before = asked('POST /v1/customers').length
    stripe.fail('POST /v1/customers', 429)
    expect(await create('429@example.com')).toBe('payments_unavailable')
    expect(asked('POST /v1/customers')).toHaveLength(before + 1)
  })

  it('tells what Stripe refuses from what only we can put right, and keeps its words to the log', async () => {
    const ask = async ({ stripe: sdk, reading }: Calls) => sdk.invoices.retrieve('in_none', {}, reading())
    expect(await outcome(ask)).toBe('payment_refused')
    const ours = client.run('test', 'payments_unavailable', ask)
    await expect(ours).rejects.toMatchObject({ code: 'payments_unavailable', message: 'Payments unavailable' })
    expect(logged[0]).toMatchObject({
      operation: 'test',
      reason: 'resource_missing',
      statusCode: 404,
      requestId: 'req_test',
    })
  })

  it('leaves what is no answer of Stripe as it is', async () => {
    const fault = new TypeError('a fault of ours')
    await expect(client.run('test', 'payment_refused', () => Promise.reject(fault))).rejects.toBe(fault)
    expect(logged).toEqual([])
  })

  it('does not log a key that Stripe does not accept, nor anything of it', async () => {
    const secret = 'sk_test_not_the_right_key_9876'
    client = open({ ...stripe.environment, STRIPE_SECRET_KEY: secret })
    expect(await create('nobody@example.com')).toBe('payments_unavailable')
    expect(logged).toMatchObject([{ type: 'StripeAuthenticationError', statusCode: 401 }])
    expect(JSON.stringify(logged)).not.toMatch(/sk_test|9876|1234/)
  })

  // Attack: whoever can make Stripe's address answer a redirect would be sent the secret key.
  it('follows no redirect', async () => {
    let visited = 0
    const elsewhere = createServer((_request, response) => {
      visited += 1
      response.end('{}')
    })
    const target = await listen(elsewhere)
    const rogue = createServer((_request, response) => void response.writeHead(307, { location: target }).end())
    client = open({ ...stripe.environment, STRIPE_API_URL: await listen(rogue) })
    expect(await create('redirected@example.com')).toBe('payments_unavailable')
    expect(visited).toBe(0)
    await close(elsewhere)
    await close(rogue)
  })
})
