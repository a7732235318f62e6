import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { exchangeKey } from '../../../test/users/sign-in.ts'

type Limits = { scopes?: string[]; allowed_ips?: string[]; rate_limit?: { requests: number; per_seconds: number } }

/** A day: no test sees the end of the window, unless it begins in its last seconds. */
const DAILY = (requests: number) => ({ rate_limit: { requests, per_seconds: 86_400 } })
const INSIDE = '203.0.113.9'
const OUTSIDE = '198.51.100.1'

describeEngines('a key with limits', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const issue = (limits: Limits, by = root.bearer) => test.issueKey(by, 'limited', limits)
  const ask = (body: object, by = root.bearer) =>
    test.call('POST /accounts/api-key', { bearer: by, body: { key_name: 'x', ...body } })
  /** `200`, or the code of the refusal. */
  async function outcome(
    route: string,
    bearer: string,
    more: { from?: string; headers?: Record<string, string> } = {},
  ) {
    const { status, body } = await test.call(route, { bearer, ...more })
    return status === 200 ? 200 : body.code
  }
  const info = (bearer: string, more?: { from?: string; headers?: Record<string, string> }) =>
    outcome('GET /accounts/info', bearer, more)

  it('is issued with them, and shows them in the list', async () => {
    const limits = {
      scopes: ['account:read', 'orders:*'],
      allowed_ips: ['203.0.113.0/24', '2001:DB8::/32', '::ffff:10.0.0.1'],
      ...DAILY(100),
    }
    const shown = { ...limits, allowed_ips: ['203.0.113.0/24', '2001:db8::/32', '10.0.0.1/32'] }
    const answer = await ask({ ...limits, scopes: [...limits.scopes, 'orders:*'] })
    expect(answer.body.data).toMatchObject(shown)
    const { data } = (await test.call('GET /accounts/api-keys', { bearer: root.bearer })).body
    expect(data.find(({ id }: { id: string }) => id === answer.body.data.id)).toMatchObject({
      ...shown,
      issued_by: null,
    })
  })

  it('is refused at the very member that is wrong, and nothing is issued', async () => {
    const { changed } = await changesOf(test, async () => {
      for (const [path, limits] of [
        ['/body/scopes/1', { scopes: ['orders:read', 'Orders:read'] }],
        ['/body/scopes/0', { scopes: ['orders:read orders:write'] }],
        ['/body/scopes', { scopes: [] }],
        ['/body/scopes', { scopes: Array.from({ length: 51 }, (_, n) => `a:b${n}`) }],
        ['/body/scopes/0', { scopes: ['x'.repeat(65)] }],
        ['/body/scopes', { scopes: 'orders:read' }],
        ['/body/allowed_ips/0', { allowed_ips: ['10.1.2.3/8'] }],
        ['/body/allowed_ips/1', { allowed_ips: ['10.0.0.0/8', 'fe80::1%eth0'] }],
        ['/body/allowed_ips', { allowed_ips: [] }],
        ['/body/allowed_ips', { allowed_ips: null }],
        ['/body/rate_limit/requests', { rate_limit: { requests: 0, per_seconds: 1 } }],
        ['/body/rate_limit/requests', { rate_limit: { requests: 1e300, per_seconds: 1 } }],
        ['/body/rate_limit/per_seconds', { rate_limit: { requests: 1, per_seconds: 86_401 } }],
        ['/body/rate_limit/per_seconds', { rate_limit: { requests: 1, per_seconds: 0.5 } }],
        ['/body/rate_limit/per_seconds', { rate_limit: { requests: 1 } }],
        ['/body/rate_limit', { rate_limit: '1/1' }],
      ] as const) {
        const { status, body } = await ask(limits)
        const paths = (body.details ?? []).map((problem: { path: string }) => problem.path)
        expect([limits, status, paths]).toEqual([limits, 400, expect.arrayContaining([path])])
      }
    })
    expect(changed).toEqual([])
  })

  describe('by its scopes', () => {
    it('may what they cover, and hears which scope is lacking for the rest (RFC 6750, §3)', async () => {
      const { key } = await issue({ scopes: ['account:read', 'api-keys:read'] })
      expect(await info(key)).toBe(200)
      expect(await outcome('GET /accounts/api-keys', key)).toBe(200)
      const refused = await test.call('POST /accounts/api-key', { bearer: key, body: { key_name: 'x' } })
      expect([refused.status, refused.body.code]).toEqual([403, 'insufficient_scope'])
      expect(refused.headers['www-authenticate']).toBe(
        'Bearer realm="quiva", error="insufficient_scope", scope="api-keys:write"',
      )
    })

    it('may nothing of the gateway with scopes of other services, and everything with *:*', async () => {
      const [others, all] = [await issue({ scopes: ['orders:*', '*:frobnicate'] }), await issue({ scopes: ['*:*'] })]
      for (const route of ['GET /accounts/info', 'GET /accounts/list', 'GET /accounts/user-login-data']) {
        expect(await outcome(route, others.key)).toBe('insufficient_scope')
        expect(await outcome(route, all.key)).toBe(200)
      }
    })

    it('is refused before its body is looked at, and for its role first', async () => {
      const { key } = await issue({ scopes: ['account:read'] })
      const answer = await test.call('POST /accounts/api-key', { bearer: key, body: { key_name: 5 } })
      expect(answer.body.code).toBe('insufficient_scope')
      expect(await outcome('GET /accounts/email-code', key)).toBe('interactive_required')
    })
  })

  describe('by its addresses', () => {
    it.each([INSIDE, `::ffff:${INSIDE}`, '2001:db8::1', 'fe80::1%eth0'])('is good from %s', async (from) => {
      const { key } = await issue({ allowed_ips: ['203.0.113.0/24', '2001:db8::/32', 'fe80::/10'] })
      expect(await info(key, { from })).toBe(200)
    })

    it.each([OUTSIDE, '127.0.0.1', '2001:db9::1', `${INSIDE}%eth0`, 'unknown'])('is refused from %s', async (from) => {
      const { key } = await issue({ allowed_ips: ['203.0.113.0/24', '2001:db8::/32'] })
      expect(await info(key, { from })).toBe('address_not_allowed')
      expect(await info(key, { from: INSIDE })).toBe(200)
      expect(await info(key, { from })).toBe('address_not_allowed')
    })

    // The operator forgot TRUST_PROXY: every client has the proxy's address, which may well be an allowed one.
    it('is refused where a proxy stands in between that nobody said to trust, whatever it or the client claims', async () => {
      const { key } = await issue({ allowed_ips: ['203.0.113.0/24'] })
      for (const [from, claimed] of [
        [INSIDE, INSIDE],
        [INSIDE, OUTSIDE],
        [OUTSIDE, INSIDE],
        [INSIDE, ''],
      ] as const)
        expect(await info(key, { from, headers: { 'x-forwarded-for': claimed } })).toBe('address_not_allowed')
    })

    it('cannot be exchanged for a session elsewhere either, and its session is no better', async () => {
      const { key } = await issue({ allowed_ips: ['203.0.113.0/24'] })
      const exchange = (from: string) => test.call('POST /accounts/auth-with-api-key', { from, body: { api_key: key } })
      const { answer, changed } = await changesOf(test, () => exchange(OUTSIDE))
      expect([answer.status, answer.body.code, changed]).toEqual([403, 'address_not_allowed', []])
      const session: string = (await exchange(INSIDE)).body.data.auth_token
      expect(await info(session, { from: INSIDE })).toBe(200)
      expect(await info(session, { from: OUTSIDE })).toBe('address_not_allowed')
    })
  })

  describe('by its rate', () => {
    it('lets through as many of a thousand requests at the same instant as it says', async () => {
      const { key } = await issue(DAILY(20))
      const outcomes = await Promise.all(Array.from({ length: 1000 }, () => info(key)))
      const passed = outcomes.filter((one) => one === 200)
      expect(passed).toHaveLength(20)
      expect(new Set(outcomes)).toEqual(new Set([200, 'too_many_requests']))
    })

    it('says with a refusal what the rate is and when to come again', async () => {
      const { key } = await issue(DAILY(1))
      await info(key)
      const { status, body, headers } = await test.call('GET /accounts/info', { bearer: key })
      expect([status, body.code]).toEqual([429, 'too_many_requests'])
      expect(headers).toMatchObject({
        'retry-after': String(body.retry_after),
        'ratelimit-policy': '"key";q=1;w=86400',
        ratelimit: `"key";r=0;t=${body.retry_after}`,
      })
    })

    it('counts the key in both headers, its sessions and its exchange together, and other keys not', async () => {
      const [{ key }, other] = [await issue(DAILY(4)), await issue(DAILY(4))]
      const session = await exchangeKey(test, key)
      for (const call of [{ key }, { bearer: key }, { bearer: session.bearer }])
        expect((await test.call('GET /accounts/info', call)).status).toBe(200)
      for (const call of [{ key }, { bearer: session.bearer }])
        expect((await test.call('GET /accounts/info', call)).status).toBe(429)
      const exchange = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
      expect(exchange.status).toBe(429)
      expect(await info(other.key)).toBe(200)
    })

    // Whoever has a stolen key somewhere else must not be able to stop its owner with it.
    it('is not spent by who may not use the key from where they are', async () => {
      const { key } = await issue({ allowed_ips: ['203.0.113.0/24'], ...DAILY(2) })
      for (let n = 0; n < 5; n += 1) expect(await info(key, { from: OUTSIDE })).toBe('address_not_allowed')
      expect(await info(key, { from: INSIDE })).toBe(200)
    })
  })

  describe('that issues a key', () => {
    const ISSUING: Limits = { scopes: ['account:*', 'api-keys:*'], allowed_ips: ['203.0.113.0/24'], ...DAILY(1000) }
    const within = (bearer: string, body: object) =>
      test.call('POST /accounts/api-key', { bearer, from: INSIDE, body: { key_name: 'child', ...body } })

    it('lends it no more than it has, also if nothing is asked for, also by a session, also over generations', async () => {
      const parent = await issue(ISSUING)
      const session = (
        await test.call('POST /accounts/auth-with-api-key', { from: INSIDE, body: { api_key: parent.key } })
      ).body.data.auth_token
      const child = (await within(session, {})).body.data
      const grandchild = (await within(child.key, { scopes: ['account:*'] })).body.data
      for (const { key } of [child, grandchild]) {
        expect(await info(key, { from: INSIDE })).toBe(200)
        expect(await info(key, { from: OUTSIDE })).toBe('address_not_allowed')
        expect(await outcome('GET /accounts/list', key, { from: INSIDE })).toBe('insufficient_scope')
      }
      expect(await outcome('GET /accounts/api-keys', child.key, { from: INSIDE })).toBe(200)
      expect(await outcome('GET /accounts/api-keys', grandchild.key, { from: INSIDE })).toBe('insufficient_scope')
      const list = await test.call('GET /accounts/api-keys', { bearer: root.bearer })
      const issuers = new Map(
        list.body.data.map((key: { id: string; issued_by: string | null }) => [key.id, key.issued_by]),
      )
      expect([child, grandchild].map(({ id }) => issuers.get(id))).toEqual([parent.id, child.id])
    })

    it('is refused if it asks for more than it has, of whatever kind, and nothing is issued', async () => {
      const parent = await issue(ISSUING)
      const { changed } = await changesOf(test, async () => {
        for (const limits of [
          { scopes: ['account:read', 'orders:read'] },
          { scopes: ['*:read'] },
          { allowed_ips: ['203.0.112.0/23'] },
          { allowed_ips: ['2001:db8::/32'] },
          { rate_limit: { requests: 1001, per_seconds: 86_400 } },
          { rate_limit: { requests: 1, per_seconds: 1 } },
        ]) {
          const { status, body } = await within(parent.key, limits)
          expect([limits, status, body.code]).toEqual([limits, 403, 'beyond_own_limits'])
        }
      })
      expect(changed).toEqual([])
    })

    // Otherwise ten keys of its own would give it ten times its rate.
    it('pays for what it issued from its own rate', async () => {
      const parent = await issue(DAILY(5))
      const children = [await issue({}, parent.key), await issue({}, parent.key)]
      const outcomes = await Promise.all(children.flatMap(({ key }) => Array.from({ length: 5 }, () => info(key))))
      expect(outcomes.filter((one) => one === 200)).toHaveLength(3)
      expect(await info(parent.key)).toBe('too_many_requests')
    })

    it('is stopped by the rate of a key that it issued no earlier than it says', async () => {
      const parent = await issue({})
      const child = await issue(DAILY(1), parent.key)
      expect([await info(child.key), await info(child.key), await info(parent.key)]).toEqual([
        200,
        'too_many_requests',
        200,
      ])
    })
  })

  describe('and its creds for the message bus, which knows neither scopes nor addresses', () => {
    const creds = (bearer: string, from?: string) => outcome('GET /accounts/api-creds', bearer, from ? { from } : {})

    it.each([
      ['scopes that cover messaging', { scopes: ['messaging:connect'] }],
      ['a wildcard that covers it', { scopes: ['messaging:*'] }],
      ['only a rate, which is one of requests', DAILY(100)],
    ])('has them with %s', async (_what, limits) => {
      const issued = await issue(limits)
      expect(issued.creds).toContain('USER JWT')
      expect(await creds(issued.key)).toBe(200)
    })

    it.each([
      ['other scopes', { scopes: ['account:*'] }, 'insufficient_scope'],
      ['addresses', { allowed_ips: ['203.0.113.0/24'] }, 'creds_barred'],
      ['both', { scopes: ['*:*'], allowed_ips: ['203.0.113.0/24'] }, 'creds_barred'],
    ])('has none with %s, at its birth or later, whoever asks', async (_what, limits, refusal) => {
      const issued = await issue(limits)
      expect(issued).not.toHaveProperty('creds')
      expect(await creds(issued.key, INSIDE)).toBe(refusal)
      expect(await outcome(`GET /accounts/api-creds?key=${issued.key}`, root.bearer)).toBe('creds_barred')
    })

    it('has none either if a key that may not have them issued it', async () => {
      const parent = await issue({ scopes: ['api-keys:write', 'account:read'] })
      const child = await issue({}, parent.key)
      expect(child).not.toHaveProperty('creds')
      expect(await outcome(`GET /accounts/api-creds?key=${child.key}`, root.bearer)).toBe('creds_barred')
    })
  })

  it('leaves its limits in the audit log, where there are any', async () => {
    const [limited, plain] = [await issue({ scopes: ['a:b'], ...DAILY(7) }), await issue({})]
    const detailsOf = async (id: string) => {
      const event = await test.database.read
        .selectFrom('audit_events')
        .select('details')
        .where('target_id', '=', id)
        .executeTakeFirstOrThrow()
      return JSON.parse(event.details)
    }
    expect(await detailsOf(limited.id)).toEqual({
      name: 'limited',
      expires_on: limited.expires_on,
      scopes: 'a:b',
      rate_limit: '7/86400',
    })
    expect(await detailsOf(plain.id)).toEqual({ name: 'limited', expires_on: plain.expires_on })
  })
})
