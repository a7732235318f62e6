import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines, describePostgres, openPlace, type Place } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { DAY, later, SECOND } from '../../../test/run/clock.ts'
import { addMember } from '../../../test/users/members.ts'
import { eventsAbout, exchangeKey } from '../../../test/users/sign-in.ts'

const monthly = (requests: number) => ({ requests, per: 'month', resets: 'calendar' })

describeEngines('a key with a quota', (engine) => {
  const sql = watchSql()
  let test: TestGateway
  let root: SignedInUser
  let admin: SignedInUser
  let developer: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: sql.watch, environment: { VERIFY_ANY_ACCOUNT: 'true' } })
    root = await test.signUp()
    admin = await addMember(test, root, 'admin')
    developer = await addMember(test, root, 'developer')
  })
  afterAll(() => test.close())

  const issue = (limits: object = {}, by = root.bearer) => test.issueKey(by, 'metered', { ...limits })
  const info = (key: string) => test.call('GET /accounts/info', { key })
  const outcome = async (key: string) => (await info(key)).body.code ?? 200
  const change = (id: string, quota: unknown, bearer = root.bearer) =>
    test.call('PATCH /accounts/api-key', { bearer, body: { id, quota } })
  const topUp = (body: object, bearer = root.bearer, headers = {}) =>
    test.call('POST /accounts/api-key/quota', { bearer, body, headers })

  it('shows it when it is issued, in the list and in introspection, and in the audit log', async () => {
    const quota = { requests: 1000, per: 'week', resets: 'issued' }
    const issued = await issue({ quota })
    expect(issued).toMatchObject({ quota })
    const { data } = (await test.call('GET /accounts/api-keys', { bearer: root.bearer })).body
    expect(data.find(({ id }: { id: string }) => id === issued.id)).toMatchObject({ quota })
    const seen = await test.call('POST /introspect', { bearer: root.bearer, body: { token: issued.key } })
    expect(seen.body.quota).toEqual(quota)
    const [event] = await eventsAbout(test, issued.id)
    expect(JSON.parse(event?.details ?? '')).toMatchObject({ quota: '1000/week/issued' })
    expect((await change(issued.id, null)).body.data.quota).toBeNull()
    expect((await info(issued.key)).headers).not.toHaveProperty('ratelimit')
  })

  it('passes exactly so often, of two hundred requests at the same instant, and says what is left and when it ends', async () => {
    const { key } = await issue({ quota: monthly(50) })
    const first = await info(key)
    expect(first.headers.ratelimit).toMatch(/^"quota";r=49;t=\d+$/)
    expect(first.headers['ratelimit-policy']).toMatch(/^"quota";q=50;w=2(678|592|419)\d+$/)
    const answers = await Promise.all(Array.from({ length: 200 }, () => info(key)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(49)
    const refused = await info(key)
    expect([refused.status, refused.body.code]).toEqual([429, 'quota_exhausted'])
    expect(refused.headers.ratelimit).toMatch(/^"quota";r=0;t=\d+$/)
    const refillsAt = Date.parse(refused.body.refills_on)
    expect(new Date(refillsAt).toISOString()).toMatch(/-01T00:00:00.000Z$/)
    expect(refused.headers['retry-after']).toBe(String(refused.body.retry_after))
    expect(Math.abs(refillsAt - Date.now() - refused.body.retry_after * SECOND)).toBeLessThan(5 * SECOND)
  })

  it('shares it with its sessions, its successors and the keys that it issued, which are shown what they have left', async () => {
    const parent = await issue({ quota: monthly(10) })
    const session = await exchangeKey(test, parent.key)
    const child = await test.issueKey(parent.key, 'child', { quota: monthly(8) })
    const rotate = { id: parent.id }
    const successor = (await test.call('POST /accounts/api-key/rotate', { bearer: root.bearer, body: rotate })).body
      .data
    expect(successor).toMatchObject({ quota: monthly(10) })
    // Exchanging and issuing were two; these are four more.
    for (const call of [{ key: parent.key }, { bearer: session.bearer }, { key: successor.key }, { key: child.key }])
      expect((await test.call('GET /accounts/info', call)).status).toBe(200)
    expect((await info(child.key)).headers.ratelimit).toMatch(/^"quota";r=3;/)
    for (let n = 0; n < 3; n += 1) expect(await outcome(successor.key)).toBe(200)
    for (const { key } of [parent, child, successor]) expect(await outcome(key)).toBe('quota_exhausted')
  })

  it('begins anew with the month of the calendar, or counts from when the first of its line was issued', async () => {
    const [ofMonth, ofDays] = [
      await issue({ quota: monthly(2) }),
      await issue({ quota: { requests: 2, per: 'day', resets: 'issued' } }),
    ]
    const use = async (key: string) => [await outcome(key), await outcome(key), await outcome(key)]
    const spent = [200, 200, 'quota_exhausted']
    expect(await use(ofMonth.key)).toEqual(spent)
    expect(await use(ofDays.key)).toEqual(spent)
    const { created_on: issuedOn } = (
      await test.call('GET /accounts/api-keys', { bearer: root.bearer })
    ).body.data.find(({ id }: { id: string }) => id === ofDays.id)
    const nextDay = Date.parse(issuedOn) + DAY - Date.now()
    await later(nextDay - SECOND, async () => expect(await outcome(ofDays.key)).toBe('quota_exhausted'))
    await later(nextDay + SECOND, async () => expect(await use(ofDays.key)).toEqual(spent))
    const refillsOn = (await info(ofMonth.key)).body.refills_on
    await later(Date.parse(refillsOn) - Date.now() + SECOND, async () => expect(await use(ofMonth.key)).toEqual(spent))
  })

  it('is lowered with what was used already, and by itself only within the same kind of period', async () => {
    const { id, key } = await issue({ quota: monthly(20) })
    for (let n = 0; n < 4; n += 1) expect(await outcome(key)).toBe(200)
    for (const beyond of [null, monthly(21), { ...monthly(1), per: 'day' }, { ...monthly(1), resets: 'issued' }])
      expect([beyond, (await change(id, beyond, key)).body.code]).toEqual([beyond, 'beyond_own_limits'])
    // Each refused change was a use.
    expect((await change(id, monthly(10), key)).status).toBe(200)
    expect(await outcome(key)).toBe(200)
    expect(await outcome(key)).toBe('quota_exhausted')
    await change(id, monthly(12))
    expect([await outcome(key), await outcome(key), await outcome(key)]).toEqual([200, 200, 'quota_exhausted'])
  })

  it('lends no more than it has, by the day', async () => {
    const { key } = await issue({ quota: monthly(3000) })
    const lend = async (quota: unknown) =>
      (await test.call('POST /accounts/api-key', { key, body: { key_name: 'child', quota } })).body.code ?? 200
    for (const [requests, per, expected] of [
      [3000, 'month', 200],
      [3001, 'month', 'beyond_own_limits'],
      [98, 'day', 200],
      [99, 'day', 'beyond_own_limits'],
      [689, 'week', 200],
      [690, 'week', 'beyond_own_limits'],
    ] as const)
      expect([requests, per, await lend({ requests, per, resets: 'calendar' })]).toEqual([requests, per, expected])
  })

  it.each([
    { requests: 0, per: 'day', resets: 'calendar' },
    { requests: 1.5, per: 'day', resets: 'calendar' },
    { requests: 1_000_000_001, per: 'day', resets: 'calendar' },
    { requests: '5', per: 'day', resets: 'calendar' },
    { requests: 5, per: 'year', resets: 'calendar' },
    { requests: 5, per: 'day', resets: 'never' },
    { requests: 5, per: 'day' },
    { requests: 5, resets: 'issued' },
    '5/day',
    [],
  ])('is refused as %j', async (quota) => {
    const { id } = await issue()
    const { changed } = await changesOf(test, async () => {
      for (const { status, body } of [
        await test.call('POST /accounts/api-key', { bearer: root.bearer, body: { key_name: 'x', quota } }),
        await change(id, quota),
      ]) {
        expect([status, body.code]).toEqual([400, 'invalid_request'])
        expect(body.details[0].path).toMatch(/^\/body\/quota/)
      }
    })
    expect(changed).toEqual([])
  })

  it('costs a cached request no statement, and one that waits only for the first', async () => {
    const { key } = await issue({ quota: monthly(100_000) })
    expect(await outcome(key)).toBe(200)
    const statements = await sql.during(async () => {
      for (let n = 0; n < 50; n += 1) expect(await outcome(key)).toBe(200)
    })
    expect(statements).toBe(0)
  })

  it('uses nothing when an address, a rate limit or the credential is refused', async () => {
    const { id, key } = await issue({ quota: monthly(10), rate_limit: { requests: 2, per_seconds: 86_400 } })
    expect([await outcome(key), await outcome(key), await outcome(key)]).toEqual([200, 200, 'too_many_requests'])
    await test.call('PATCH /accounts/api-key', { bearer: root.bearer, body: { id, rate_limit: null } })
    await test.call('PATCH /accounts/api-key', { bearer: root.bearer, body: { id, allowed_ips: ['203.0.113.0/24'] } })
    expect(await outcome(key)).toBe('address_not_allowed')
    await test.call('PATCH /accounts/api-key', { bearer: root.bearer, body: { id, allowed_ips: null } })
    expect((await info(key)).headers.ratelimit).toMatch(/^"quota";r=7;/)
  })

  describe('at verifyCredential', () => {
    const verify = (key: string, query = '') => test.call(`GET /verify${query}`, { key })
    const left = async (key: string, query = '') => {
      const { status, headers, body } = await verify(key, query)
      return status === 200 ? Number(/"quota";r=(\d+)/.exec(String(headers.ratelimit))?.[1]) : body.code
    }

    it('takes the units that are asked for, all or none, and with 0 none', async () => {
      const { key } = await issue({ quota: monthly(1010) })
      expect([await left(key), await left(key, '?cost=5'), await left(key, '?cost=1000')]).toEqual([1009, 1004, 4])
      expect([await left(key, '?cost=5'), await left(key, '?cost=0'), await left(key, '?cost=4')]).toEqual([
        'quota_exhausted',
        4,
        0,
      ])
      expect([await left(key, '?cost=0'), await left(key)]).toEqual(['quota_exhausted', 'quota_exhausted'])
    })

    it('says what is left of a rate limit too', async () => {
      const both = await issue({ quota: monthly(10), rate_limit: { requests: 5, per_seconds: 86_400 } })
      const { headers } = await verify(both.key, '?cost=3')
      expect(headers.ratelimit).toMatch(/^"key";r=4;t=\d+, "quota";r=7;t=\d+$/)
      expect(headers['ratelimit-policy']).toMatch(/^"key";q=5;w=86400, "quota";q=10;w=\d+$/)
      const rated = await issue({ rate_limit: { requests: 5, per_seconds: 86_400 } })
      expect((await verify(rated.key)).headers.ratelimit).toMatch(/^"key";r=4;t=\d+$/)
      expect((await info(rated.key)).headers).not.toHaveProperty('ratelimit')
    })

    it.each(['-1', '1001', '01', '5.0', '1e2', '', '%205', 'x', '5&cost=0', '٥', '0x5'])(
      'refuses the cost %s, and uses one unit for it',
      async (cost) => {
        const { key } = await issue({ quota: monthly(10) })
        const { status, body } = await verify(key, `?cost=${cost}`)
        expect([status, body.code, body.details[0].path]).toEqual([400, 'invalid_request', '/querystring/cost'])
        expect(await left(key, '?cost=0')).toBe(9)
      },
    )

    // Attack: a proxy that takes JWTs only would let a key pass that has used nothing.
    it('gives nobody a JWT for nothing', async () => {
      const { key } = await issue({ quota: monthly(10) })
      const { status, body, headers } = await verify(key, '?cost=0&audience=orders')
      expect([status, body.details[0].path, headers['x-quiva-jwt']]).toEqual([400, '/querystring/audience', undefined])
      expect((await verify(key, '?cost=1&audience=orders')).headers).toHaveProperty('x-quiva-jwt')
    })

    it('ignores a cost in other operations, and in the body of others', async () => {
      const { key } = await issue({ quota: monthly(10) })
      await test.call('GET /accounts/info?cost=0', { key })
      await test.call('GET /accounts/info?cost=5', { key })
      expect(await left(key, '?cost=0')).toBe(8)
    })
  })

  describe('is topped up', () => {
    it('for the present period, as often as is asked for, and says so in the audit log', async () => {
      const { id, key } = await issue({ quota: monthly(2) })
      expect([await outcome(key), await outcome(key), await outcome(key)]).toEqual([200, 200, 'quota_exhausted'])
      const { changes, answer } = await changesOf(test, () => topUp({ id, add: 3 }))
      expect(Object.keys(changes)).toEqual(['audit_events'])
      expect(answer.body.data).toMatchObject({ id, quota: monthly(2), topped_up: 3 })
      const { refills_on: refillsOn } = answer.body.data
      const [, event] = await eventsAbout(test, id)
      expect(event).toMatchObject({ action: 'api_key.quota_topped_up', actor_user_id: root.userId })
      expect(JSON.parse(event?.details ?? '')).toEqual({
        name: 'metered',
        owner: root.userId,
        added: 3,
        topped_up: 3,
        refills_on: refillsOn,
      })
      expect([await outcome(key), await outcome(key)]).toEqual([200, 200])
      expect((await topUp({ id, add: 1 })).body.data.topped_up).toBe(4)
      expect([await outcome(key), await outcome(key), await outcome(key)]).toEqual([200, 200, 'quota_exhausted'])
      await later(Date.parse(refillsOn) - Date.now() + SECOND, async () =>
        expect([await outcome(key), await outcome(key), await outcome(key)]).toEqual([200, 200, 'quota_exhausted']),
      )
    })

    it('by exactly what twenty callers add at the same instant, while it is used', async () => {
      const { id, key } = await issue({ quota: monthly(10) })
      const uses = Array.from({ length: 100 }, () => info(key))
      const added = await Promise.all(Array.from({ length: 20 }, () => topUp({ id, add: 2 })))
      expect(new Set(added.map(({ status }) => status))).toEqual(new Set([200]))
      const early = (await Promise.all(uses)).filter(({ status }) => status === 200).length
      const late = await Promise.all(Array.from({ length: 100 }, () => info(key)))
      expect(early + late.filter(({ status }) => status === 200).length).toBe(50)
    })

    it('once, however often the same request is sent again', async () => {
      const { id } = await issue({ quota: monthly(10) })
      const headers = { 'idempotency-key': '8e03978e-40d5-43dd-bc93-6894a57f9324' }
      const answers = await Promise.all([1, 2, 3].map(() => topUp({ id, add: 5 }, root.bearer, headers)))
      expect(answers.map(({ body }) => body.data.topped_up)).toEqual([5, 5, 5])
      expect((await topUp({ id, add: 6 }, root.bearer, headers)).body.code).toBe('idempotency_key_reused')
      expect((await topUp({ id, add: 1 })).body.data.topped_up).toBe(6)
    })

    it('by the root and administrators, not by others, and never by one of another account', async () => {
      const stranger = await test.signUp()
      const [ofRoot, ofDeveloper] = [
        await issue({ quota: monthly(10) }),
        await issue({ quota: monthly(10) }, developer.bearer),
      ]
      for (const { bearer } of [root, admin])
        expect((await topUp({ id: ofDeveloper.id, add: 1 }, bearer)).status).toBe(200)
      const others = [developer, await addMember(test, root, 'monitor'), await addMember(test, root, 'billing')]
      const { changed } = await changesOf(test, async () => {
        for (const { bearer } of [...others, admin])
          expect((await topUp({ id: ofRoot.id, add: 1 }, bearer)).body.code).toBe('insufficient_permissions')
        for (const { bearer } of others)
          expect((await topUp({ id: ofDeveloper.id, add: 1 }, bearer)).body.code).toBe('insufficient_permissions')
        for (const id of [ofRoot.id, ofDeveloper.id, 'key_unknown']) {
          const { status, body } = await topUp({ id, add: 1 }, stranger.bearer)
          expect([status, body.code]).toEqual([400, 'unknown_api_key'])
        }
      })
      expect(changed).toEqual([])
    })

    // Attack: a key that may top up has no quota if it may top up its own, by whatever name.
    it('never by a key that is held to it: itself, its session, its successor, or a key that it issued', async () => {
      const scopes = ['quotas:write', 'api-keys:write', 'account:read']
      const by = await issue({ quota: monthly(1000), scopes })
      const session = await exchangeKey(test, by.key)
      const child = await test.issueKey(by.key, 'child', { scopes })
      const rotated = await test.call('POST /accounts/api-key/rotate', { key: by.key })
      const successor = rotated.body.data
      const { changed } = await changesOf(test, async () => {
        for (const bearer of [by.key, session.bearer, child.key, successor.key])
          for (const { id } of [by, successor]) {
            const { status, body } = await topUp({ id, add: 1 }, bearer)
            expect([status, body.code]).toEqual([403, 'beyond_own_limits'])
          }
      })
      expect(changed).toEqual([])
    })

    it('by a key with the scope, and by none without it', async () => {
      const { id } = await issue({ quota: monthly(10) })
      const seller = await issue({ scopes: ['quotas:write'] })
      const writer = await issue({ scopes: ['api-keys:write'] })
      expect((await topUp({ id, add: 1 }, seller.key)).status).toBe(200)
      expect((await topUp({ id, add: 1 }, writer.key)).body.code).toBe('insufficient_scope')
    })

    it('only if there is one, with a whole number of units', async () => {
      const [plain, metered] = [await issue(), await issue({ quota: monthly(10) })]
      const gone = await issue({ quota: monthly(10) })
      await test.call(`DELETE /accounts/api-key?id=${gone.id}`, { bearer: root.bearer })
      const { changed } = await changesOf(test, async () => {
        for (const [body, path] of [
          [{ id: plain.id, add: 1 }, '/body/id'],
          [{ id: metered.id }, '/body/add'],
          [{ id: metered.id, add: 0 }, '/body/add'],
          [{ id: metered.id, add: -1 }, '/body/add'],
          [{ id: metered.id, add: 1.5 }, '/body/add'],
          [{ id: metered.id, add: '1' }, '/body/add'],
          [{ id: metered.id, add: 1_000_000_001 }, '/body/add'],
          [{ id: metered.id, add: 1, more: 1 }, '/body/more'],
          [{ add: 1 }, '/body/id'],
          [{ id: '', add: 1 }, '/body/id'],
        ] as const) {
          const { status, body: failure } = await topUp(body)
          expect([body, status, failure.details?.[0]?.path]).toEqual([body, 400, path])
        }
        expect((await topUp({ id: gone.id, add: 1 })).body.code).toBe('unknown_api_key')
      })
      expect(changed).toEqual([])
    })
  })
})

describeEngines('a gateway that ends', (engine) => {
  it('has stored what was used of a quota: the next one goes on where it ended', async () => {
    const place = await openPlace(engine)
    try {
      let test = await openTestGateway(engine, { place })
      const root = await test.signUp()
      const { id, key } = await test.issueKey(root.bearer, 'metered', { quota: monthly(30) })
      const passed = async () => {
        const answers = await Promise.all(Array.from({ length: 12 }, () => test.call('GET /accounts/info', { key })))
        return answers.filter(({ status }) => status === 200).length
      }
      expect(await passed()).toBe(12)
      await test.call('POST /accounts/api-key/quota', { bearer: root.bearer, body: { id, add: 1 } })
      await test.close()
      test = await openTestGateway(engine, { place })
      expect(await passed()).toBe(12)
      await test.close()
      test = await openTestGateway(engine, { place })
      expect(await passed()).toBe(7)
      await test.close()
    } finally {
      await place.remove()
    }
  })
})

describePostgres('a quota at two gateways', () => {
  let place: Place
  let here: TestGateway
  let there: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    place = await openPlace('postgres')
    here = await openTestGateway('postgres', { place })
    there = await openTestGateway('postgres', { place })
    root = await here.signUp()
  })
  afterAll(async () => {
    await here?.close()
    await there?.close()
    await place.remove()
  })

  it('is one: of two hundred requests at the same instant at each, one too many for each at most; and so is a top-up', async () => {
    const { id, key } = await here.issueKey(root.bearer, 'metered', { quota: monthly(150) })
    const burst = async (at: TestGateway, times: number) => {
      const answers = await Promise.all(Array.from({ length: times }, () => at.call('GET /accounts/info', { key })))
      return answers.filter(({ status }) => status === 200).length
    }
    const passed = (await Promise.all([burst(here, 200), burst(there, 200)])).reduce((a, b) => a + b)
    expect(passed).toBeGreaterThanOrEqual(150)
    expect(passed).toBeLessThanOrEqual(151)
    await here.call('POST /accounts/api-key/quota', { bearer: root.bearer, body: { id, add: 10 } })
    await expect.poll(() => burst(there, 1), { interval: 50, timeout: 2500 }).toBe(1)
  })
})
