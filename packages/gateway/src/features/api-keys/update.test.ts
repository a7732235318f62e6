import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines, describePostgres, openPlace, type Place } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { eventsAbout, exchangeKey } from '../../../test/users/sign-in.ts'

const INSIDE = '203.0.113.9'

describeEngines('updateApiKey', (engine) => {
  const sql = watchSql()
  let test: TestGateway
  let root: SignedInUser
  let admin: SignedInUser
  let developer: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: sql.watch })
    root = await test.signUp()
    admin = await addMember(test, root, 'admin')
    developer = await addMember(test, root, 'developer')
  })
  afterAll(() => test.close())

  const update = (body: object, bearer = root.bearer) => test.call('PATCH /accounts/api-key', { bearer, body })
  const issue = (limits: object = {}, by = root.bearer) => test.issueKey(by, 'ci', { ...limits })
  const status = async (bearer: string, route = 'GET /accounts/info', from = '127.0.0.1') =>
    (await test.call(route, { bearer, from })).status
  const daily = (requests: number) => ({ requests, per_seconds: 86_400 })

  it('sets name and limits, leaves alone what it does not name, and takes away what is null', async () => {
    const { id, key, expires_on } = await issue({ scopes: ['account:read'], rate_limit: daily(5) })
    const changed = await update({ id, key_name: ' nightly ', allowed_ips: ['203.0.113.0/24'], rate_limit: null })
    const { data: list } = (await test.call('GET /accounts/api-keys', { bearer: root.bearer })).body
    const shown = list.find((one: { id: string }) => one.id === id)
    expect(shown).toMatchObject({
      name: 'nightly',
      expires_on,
      scopes: ['account:read'],
      allowed_ips: ['203.0.113.0/24'],
      rate_limit: null,
    })
    // Only lists say from where a key was used last.
    expect({ ...changed.body.data, last_used_from: null }).toEqual(shown)
    const back = await update({ key, scopes: null, allowed_ips: null })
    expect(back.body.data).toMatchObject({ name: 'nightly', scopes: null, allowed_ips: null, rate_limit: null })
  })

  it('holds from the answer on for the key, its sessions and the keys below it, however often they were used', async () => {
    const parent = await issue()
    const child = await issue({}, parent.key)
    const grandchild = await issue({ scopes: ['account:read', 'profile:read'] }, child.key)
    const session = await exchangeKey(test, child.key)
    const all = [parent.key, child.key, grandchild.key, session.bearer]
    const statuses = (route?: string, from?: string) => Promise.all(all.map((one) => status(one, route, from)))
    expect(await statuses()).toEqual([200, 200, 200, 200])
    expect(await sql.during(() => statuses())).toBe(0)

    await update({ id: parent.id, scopes: ['profile:read'], allowed_ips: ['203.0.113.0/24'] })
    expect(await statuses()).toEqual([403, 403, 403, 403])
    expect(await statuses('GET /accounts/info', INSIDE)).toEqual([403, 403, 403, 403])
    expect(await statuses('GET /accounts/list', INSIDE)).toEqual([200, 200, 200, 200])
    // What a grandchild was given stays its own, and is worth something again when the keys above it are.
    await update({ id: parent.id, scopes: null, allowed_ips: null })
    expect(await statuses()).toEqual([200, 200, 200, 200])
    expect(await status(grandchild.key, 'GET /accounts/api-keys')).toBe(403)
  })

  it('lowers a rate at once, with what was used already', async () => {
    const { id, key } = await issue({ rate_limit: daily(10) })
    for (let n = 0; n < 3; n += 1) expect(await status(key)).toBe(200)
    await update({ id, rate_limit: daily(4) })
    expect([await status(key), await status(key)]).toEqual([200, 429])
    await update({ id, rate_limit: daily(6) })
    expect([await status(key), await status(key), await status(key)]).toEqual([200, 200, 429])
  })

  it('lets a key that is narrowed while it is being used pass no longer than until the answer', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { id, key } = await issue()
      const uses = [0, 1, 2, 3].map(() => status(key))
      const [answer] = await Promise.all([update({ id, scopes: ['orders:read'] }), ...uses])
      expect(answer?.status).toBe(200)
      expect(await status(key)).toBe(403)
    }
  })

  it('writes one event with what changed, in the same transaction, and nothing where nothing changes', async () => {
    const { id } = await issue({ scopes: ['account:read'] })
    const { changes } = await changesOf(test, () => update({ id, scopes: ['a:b', 'c:*'], rate_limit: daily(9) }))
    expect(Object.keys(changes).toSorted()).toEqual(['api_keys', 'audit_events'])
    expect(changes.audit_events?.added).toHaveLength(1)
    const [, event] = await eventsAbout(test, id)
    expect(event).toMatchObject({ action: 'api_key.updated', actor_user_id: root.userId, actor_kind: 'interactive' })
    expect(JSON.parse(event?.details ?? '')).toEqual({
      name: 'ci',
      owner: root.userId,
      scopes: 'a:b c:*',
      rate_limit: '9/86400',
    })
    for (const same of [{}, { key_name: 'ci' }, { scopes: ['a:b', 'c:*'] }, { allowed_ips: null }]) {
      const { answer, changed } = await changesOf(test, () => update({ id, ...same }))
      expect([answer.status, changed]).toEqual([200, []])
    }
  })

  it('is refused at the very member that is wrong, and changes nothing', async () => {
    const { id, key } = await issue()
    const { changed } = await changesOf(test, async () => {
      for (const [path, body] of [
        ['/body', {}],
        ['/body', { id, key }],
        ['/body/key_name', { id, key_name: ' ' }],
        ['/body/key_name', { id, key_name: 'a\nb' }],
        ['/body/scopes', { id, scopes: [] }],
        ['/body/scopes/0', { id, scopes: ['*'] }],
        ['/body/allowed_ips/0', { id, allowed_ips: ['10.1.0.0/8'] }],
        ['/body/rate_limit', { id, rate_limit: { requests: 0, per_seconds: 1 } }],
        ['/body/id', { id: 5 }],
        ['/body/email', { id, email: 'nobody' }],
      ] as const) {
        const { status: code, body: failure } = await update(body)
        const paths = (failure.details ?? []).map((problem: { path: string }) => problem.path)
        expect([body, code, paths]).toEqual([body, 400, expect.arrayContaining([path])])
      }
    })
    expect(changed).toEqual([])
  })

  it('reaches the keys of others as deleteApiKey does, and tells nobody of keys out of reach', async () => {
    const [ofRoot, ofDeveloper] = [await issue(), await issue({}, developer.bearer)]
    const stranger = await test.signUp()
    const strangers = await issue({}, stranger.bearer)
    const deleted = await issue()
    await test.call(`DELETE /accounts/api-key?id=${deleted.id}`, { bearer: root.bearer })
    const change = { key_name: 'renamed' }
    for (const bearer of [root.bearer, admin.bearer, developer.bearer])
      expect((await update({ id: ofDeveloper.id, ...change, scopes: ['a:b'] }, bearer)).status).toBe(200)
    expect((await update({ id: ofDeveloper.id, email: developer.email, scopes: null })).body.data.scopes).toBeNull()
    const { changed } = await changesOf(test, async () => {
      expect((await update({ id: ofRoot.id, ...change }, admin.bearer)).body.code).toBe('insufficient_permissions')
      const unknown = await update({ id: 'key_unknown', ...change }, developer.bearer)
      expect(unknown.body.code).toBe('unknown_api_key')
      for (const selector of [{ id: ofRoot.id }, { key: ofRoot.key }, { id: strangers.id }, { key: strangers.key }])
        expect((await update({ ...selector, ...change }, developer.bearer)).text).toBe(unknown.text)
      for (const { id, key } of [strangers, deleted])
        for (const selector of [{ id }, { key }])
          expect((await update({ ...selector, ...change })).text).toBe(unknown.text)
    })
    expect(changed).toEqual([])
  })

  describe('by a key', () => {
    it('without limits changes what its owner may change', async () => {
      const [by, other] = [await issue(), await issue({ scopes: ['a:b'] })]
      expect((await update({ id: other.id, scopes: null }, by.key)).status).toBe(200)
      expect((await update({ id: by.id, scopes: ['api-keys:write'] }, by.key)).status).toBe(200)
    })

    // A key that could lift its own limits would have none.
    it('with limits narrows itself and what it issued, and widens neither itself, nor its issuer, nor other keys', async () => {
      const limits = { scopes: ['api-keys:write', 'account:*'], rate_limit: daily(1000) }
      const parent = await issue({ scopes: ['api-keys:write', 'account:*', 'orders:*'] })
      const by = await issue(limits, parent.key)
      const child = await issue({ scopes: ['account:read'] }, by.key)
      const other = await issue({ scopes: ['orders:read'] })
      const session = await exchangeKey(test, by.key)
      const refused: [id: string, change: object][] = [
        [by.id, { scopes: null }],
        [by.id, { scopes: ['*:*'] }],
        [by.id, { scopes: [...limits.scopes, 'orders:read'] }],
        [by.id, { rate_limit: null }],
        [by.id, { rate_limit: daily(1001) }],
        [child.id, { scopes: ['orders:read'] }],
        [child.id, { scopes: null }],
        [parent.id, { scopes: ['account:read'] }],
        [parent.id, { key_name: 'x' }],
        [other.id, { scopes: ['account:read'] }],
        [other.id, { key_name: 'x' }],
      ]
      const { changed } = await changesOf(test, async () => {
        for (const [id, change] of refused) {
          for (const bearer of [by.key, session.bearer]) {
            const { status: code, body } = await update({ id, ...change }, bearer)
            expect([change, code, body.code]).toEqual([change, 403, 'beyond_own_limits'])
          }
        }
      })
      expect(changed).toEqual([])
      for (const [id, change] of [
        [child.id, { scopes: ['account:write', 'account:read'] }],
        [child.id, { allowed_ips: ['203.0.113.0/24'] }],
        [by.id, { rate_limit: daily(999) }],
        [by.id, { scopes: ['api-keys:write'] }],
      ] as const)
        expect([change, (await update({ id, ...change }, by.key)).status]).toEqual([change, 200])
      expect(await status(by.key)).toBe(403)
    })

    // Attack: 10 in an hour, 11 in 66 minutes, and so on: each is no faster on average, and its count begins anew.
    it('keeps the window of its own rate, by itself, its session and its successor, and lowers what passes in it', async () => {
      const by = await issue({ scopes: ['api-keys:write', 'account:read'], rate_limit: daily(1000) })
      const session = await exchangeKey(test, by.key)
      const successor = (await test.call('POST /accounts/api-key/rotate', { key: by.key })).body.data
      const slower = [
        { requests: 1, per_seconds: 86_399 },
        { requests: 1, per_seconds: 3600 },
        { requests: 30, per_seconds: 3600 },
      ]
      const { changed } = await changesOf(test, async () => {
        for (const [id, bearer] of [
          [by.id, by.key],
          [by.id, session.bearer],
          [successor.id, successor.key],
        ] as const)
          for (const rate of slower) {
            const { status: code, body } = await update({ id, rate_limit: rate }, bearer)
            expect([rate, code, body.code]).toEqual([rate, 403, 'beyond_own_limits'])
          }
      })
      expect(changed).toEqual([])
      expect((await update({ id: by.id, rate_limit: daily(900) }, by.key)).status).toBe(200)
      expect((await update({ id: by.id, rate_limit: daily(901) }, by.key)).body.code).toBe('beyond_own_limits')
      // What it issued draws on its own rate in any case.
      const child = await issue({}, by.key)
      for (const rate of slower) expect((await update({ id: child.id, rate_limit: rate }, by.key)).status).toBe(200)
    })

    it('takes the scope api-keys:write', async () => {
      const by = await issue({ scopes: ['api-keys:read'] })
      expect((await update({ id: by.id, key_name: 'x' }, by.key)).body.code).toBe('insufficient_scope')
    })
  })

  it('keeps its hands off the message bus while nothing is pushed: no bus, no answer about creds', async () => {
    const { id, key } = await issue()
    const creds = () => test.call('GET /accounts/api-creds', { bearer: key, from: INSIDE })
    expect((await creds()).status).toBe(200)
    expect((await update({ id, allowed_ips: ['203.0.113.0/24'] })).body.data.creds_revoked).toBeNull()
    expect((await creds()).body.code).toBe('creds_barred')
    expect((await update({ id, allowed_ips: null })).body.data).not.toHaveProperty('creds_revoked')
    expect((await creds()).status).toBe(200)
  })
})

describePostgres('limits at two gateways', () => {
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

  const statusThere = async (key: string) => (await there.call('GET /accounts/info', { key })).status

  it('set through one hold at the other within moments, for the key and what it issued', async () => {
    const parent = await here.issueKey(root.bearer)
    const child = await there.issueKey(parent.key)
    for (const { key } of [parent, child]) expect(await statusThere(key)).toBe(200)
    const body = { id: parent.id, scopes: ['orders:read'] }
    expect((await here.call('PATCH /accounts/api-key', { bearer: root.bearer, body })).status).toBe(200)
    for (const { key } of [parent, child]) await expect.poll(() => statusThere(key), { interval: 2 }).toBe(403)
  })

  it('share a rate: of five hundred requests at the same instant at each, a tenth too many for each at most', async () => {
    const { key } = await here.issueKey(root.bearer, 'ci', { rate_limit: { requests: 50, per_seconds: 86_400 } })
    expect([await statusThere(key), await statusThere(key)]).toEqual([200, 200])
    const burst = (at: TestGateway) =>
      Promise.all(Array.from({ length: 500 }, async () => (await at.call('GET /accounts/info', { key })).status))
    const statuses = (await Promise.all([burst(here), burst(there)])).flat()
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    const passed = statuses.filter((one) => one === 200).length
    expect(passed + 2).toBeGreaterThanOrEqual(50)
    expect(passed + 2).toBeLessThan(60)
  })
})
