import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { type Call, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { later, SECOND } from '../../../test/run/clock.ts'
import { verdict } from '../../../test/users/factors.ts'
import { addMember } from '../../../test/users/members.ts'
import { exchangeKey } from '../../../test/users/sign-in.ts'

const PAGE = 'https://app.example.com'
const ENDED = [401, 'unauthorized']
const OK = [200, undefined]

/** Attack: somebody who has a token, or the key that asks for tokens, tries to get more than it gives. */
describeEngines('attacks on embedded sessions', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let dev: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    dev = await addMember(test, root, 'developer')
    await test.call('POST /accounts/embed-origins', { bearer: root.bearer, body: { origin: PAGE } })
  })
  afterAll(() => test.close())

  const serverKey = (more: object = {}, bearer = root.bearer) =>
    test.issueKey(bearer, 'server', { scopes: ['embed-tokens:write', 'orders:*'], ...more })
  async function tokenFor(by: Call, { email }: { email: string }, keyScopes = ['orders:read']): Promise<string> {
    const body = { email, origin: PAGE, key_scopes: keyScopes }
    const answer = await test.call('POST /accounts/embed-token', { ...by, body })
    if (answer.status !== 200) throw new Error(answer.text)
    return answer.body.data.token
  }
  const open = (token: string) => test.call('POST /embed/session', { headers: { origin: PAGE }, body: { token } })
  async function embed(by: Call, member: { email: string } = dev) {
    const { body } = await open(await tokenFor(by, member))
    const bearer: string = body.data.auth_token
    return (route: string, call: Call = {}) => test.call(route, { bearer, headers: { origin: PAGE }, ...call })
  }
  const lists = async (session: Awaited<ReturnType<typeof embed>>) => verdict(await session('GET /accounts/api-keys'))
  const asRoot = async (route: string, body: object) =>
    expect(verdict(await test.call(route, { bearer: root.bearer, body }))).toEqual(OK)

  it('a test key gets no live key, by rotating one of the member', async () => {
    const { key } = await serverKey({ environment: 'test' })
    const live = await test.issueKey(dev.bearer, 'live', { scopes: ['orders:read'] })
    const own = await test.issueKey(dev.bearer, 'test', { scopes: ['orders:read'], environment: 'test' })
    const session = await embed({ key })
    const rotate = ({ id }: { id: string }) => session('POST /accounts/api-key/rotate', { body: { id } })
    const { answer, changed } = await changesOf(test, () => rotate(live))
    expect([verdict(answer), changed]).toEqual([[403, 'beyond_own_limits'], []])
    expect(verdict(await rotate(own))).toEqual(OK)
  })

  it('a key that may do more than the session gives is not made to do more still, or to live longer', async () => {
    const { key } = await serverKey()
    const wide = await test.issueKey(dev.bearer, 'wide', { allowed_ips: ['192.0.2.0/24'], expiry_days: 10 })
    const session = await embed({ key })
    const change = (body: object) => session('PATCH /accounts/api-key', { body: { id: wide.id, ...body } })
    const { changed } = await changesOf(test, async () => {
      for (const body of [
        { allowed_ips: null },
        { allowed_ips: ['0.0.0.0/0'] },
        { expiry_days: 300 },
        { metadata: { plan: 'gold' } },
      ])
        expect(verdict(await change(body))).toEqual([403, 'beyond_own_limits'])
    })
    expect(changed).toEqual([])
    expect(verdict(await change({ key_name: 'renamed' }))).toEqual(OK)
    expect(verdict(await change({ disabled: true }))).toEqual(OK)
    expect(verdict(await change({ disabled: false }))).toEqual([403, 'beyond_own_limits'])
    expect(verdict(await change({ scopes: ['orders:read'] }))).toEqual(OK)
    expect(verdict(await change({ disabled: false, expiry_days: 300 }))).toEqual(OK)
  })

  it('a session ends with the key that asked for it, however fresh it is in the cache', async () => {
    const { key, expires_on: expiresOn } = await serverKey({ expiry_days: 1 })
    await later(Date.parse(expiresOn) - Date.now() - SECOND, async () => {
      const session = await embed({ key })
      expect(await lists(session)).toEqual(OK)
      await later(SECOND, async () => expect(await lists(session)).toEqual(ENDED))
    })
  })

  it('a session ends with a key above the one that asked for it', async () => {
    const above = await test.issueKey(root.bearer, 'above')
    const below = await test.call('POST /accounts/api-key', {
      key: above.key,
      body: { key_name: 'below', scopes: ['embed-tokens:write', 'orders:*'] },
    })
    const by = { key: below.body.data.key }
    const [session, token] = [await embed(by), await tokenFor(by, dev)]
    expect(await lists(session)).toEqual(OK)
    await asRoot('PATCH /accounts/api-key', { id: above.id, disabled: true })
    expect(verdict(await test.call('GET /accounts/info', by))).toEqual(ENDED)
    expect(await lists(session)).toEqual(ENDED)
    expect(verdict(await session('POST /accounts/api-key', { body: { key_name: 'x' } }))).toEqual(ENDED)
    expect(verdict(await open(token))).toEqual([401, 'embed_token_refused'])
  })

  it('a member who becomes an administrator is no longer in a session that a key asked for', async () => {
    const { key } = await serverKey()
    const member = await addMember(test, root, 'developer')
    const [byKey, byRoot] = [await embed({ key }, member), await embed({ bearer: root.bearer }, member)]
    expect([await lists(byKey), await lists(byRoot)]).toEqual([OK, OK])
    await asRoot('PATCH /accounts/role', { email: member.email, role: 'admin' })
    expect([await lists(byKey), await lists(byRoot)]).toEqual([ENDED, OK])
    expect(verdict(await byKey('POST /accounts/api-key', { body: { key_name: 'x' } }))).toEqual(ENDED)
  })

  it('a session ends when whoever asked for it may ask for none any more', async () => {
    const admin = await addMember(test, root, 'admin')
    const { key } = await serverKey({}, admin.bearer)
    const sessions = [await embed({ key }), await embed({ bearer: admin.bearer })]
    for (const session of sessions) expect(await lists(session)).toEqual(OK)
    await asRoot('PATCH /accounts/role', { email: admin.email, role: 'developer' })
    for (const session of sessions) expect(await lists(session)).toEqual(ENDED)
  })

  describe('a key that is narrowed narrows what it has asked for, at once', () => {
    const REFUSED = [401, 'embed_token_refused']
    const narrow = (id: string, limits: object) => asRoot('PATCH /accounts/api-key', { id, ...limits })
    const issues = async (session: Awaited<ReturnType<typeof embed>>) =>
      verdict(await session('POST /accounts/api-key', { body: { key_name: 'x' } }))

    it.each<[string, { from: Record<string, unknown>; to: object }]>([
      [
        'to ask for none',
        { from: { scopes: ['api-keys:write', 'embed-tokens:write', 'orders:*'] }, to: { scopes: ['orders:*'] } },
      ],
      [
        'in what it may give keys',
        {
          from: { scopes: ['api-keys:write', 'embed-tokens:write', 'orders:*'] },
          to: { scopes: ['embed-tokens:write', 'orders:write'] },
        },
      ],
      ['from no limit', { from: {}, to: { scopes: ['embed-tokens:write'] } }],
      ['to other networks', { from: {}, to: { allowed_ips: ['203.0.113.0/24'] } }],
      [
        'from networks',
        { from: { allowed_ips: ['127.0.0.0/8', '203.0.113.0/24'] }, to: { allowed_ips: ['203.0.113.0/24'] } },
      ],
    ])('%s, itself or a key above it', async (_how, { from, to }) => {
      for (const isAbove of [false, true]) {
        const above = await test.issueKey(root.bearer, 'above', from)
        const below = isAbove
          ? (await test.call('POST /accounts/api-key', { key: above.key, body: { key_name: 'below' } })).body.data
          : above
        const by = { key: below.key }
        const [session, token] = [await embed(by), await tokenFor(by, dev)]
        expect(await lists(session)).toEqual(OK)
        await narrow(above.id, to)
        expect([await lists(session), await issues(session)]).toEqual([ENDED, ENDED])
        expect(verdict(await open(token))).toEqual(REFUSED)
        // The session has not ended: what the key may do again, it may do.
        await narrow(above.id, { scopes: null, allowed_ips: null, ...from })
        expect(await lists(session)).toEqual(OK)
      }
    })

    it('and not in what they do not need', async () => {
      const { id, key } = await serverKey({ scopes: ['embed-tokens:write', 'orders:*', 'goods:*'] })
      const body = { email: dev.email, origin: PAGE, access: 'view' }
      const viewing = await test.call('POST /accounts/embed-token', { key, body })
      const { body: opened } = await open(viewing.body.data.token)
      const session = await embed({ key })
      await narrow(id, { scopes: ['embed-tokens:write', 'orders:read'], allowed_ips: ['127.0.0.1'] })
      expect([await lists(session), await issues(session)]).toEqual([OK, OK])
      await narrow(id, { scopes: ['embed-tokens:*'], rate_limit: { requests: 1, per_seconds: 60 } })
      const bearer: string = opened.data.auth_token
      expect(verdict(await test.call('GET /accounts/api-keys', { bearer, headers: { origin: PAGE } }))).toEqual(OK)
      expect(await lists(session)).toEqual(ENDED)
    })

    it('also between the look at the cache and the change', async () => {
      const { id, key } = await serverKey()
      const session = await embed({ key })
      expect(await lists(session)).toEqual(OK)
      await test.database.transaction(({ db }) =>
        db.updateTable('api_keys').set({ scopes: 'orders:*' }).where('id', '=', id).execute(),
      )
      const { answer, changed } = await changesOf(test, () =>
        session('POST /accounts/api-key', { body: { key_name: 'x' } }),
      )
      expect([verdict(answer), changed]).toEqual([ENDED, []])
    })
  })

  it('a session ends with the session of a key in which it was asked for', async () => {
    const { key } = await serverKey()
    const ofKey = await exchangeKey(test, key)
    const [session, token] = [await embed({ bearer: ofKey.bearer }), await tokenFor({ bearer: ofKey.bearer }, dev)]
    const byKey = await embed({ key })
    expect(await lists(session)).toEqual(OK)
    const ended = await test.call(`DELETE /accounts/auth-token?token=${ofKey.authHandle}`, { bearer: root.bearer })
    expect(verdict(ended)).toEqual(OK)
    expect([await lists(session), await lists(byKey)]).toEqual([ENDED, OK])
    expect(verdict(await open(token))).toEqual([401, 'embed_token_refused'])
  })

  it('also when that session expires, however lately the embedded one was used', async () => {
    const { key } = await serverKey()
    const { id, bearer } = await exchangeKey(test, key)
    const [used, unused] = [await embed({ bearer }), await embed({ bearer })]
    await test.database.transaction(({ db }) =>
      db
        .updateTable('sessions')
        .set({ expires_at: Date.now() + 10 * SECOND })
        .where('id', '=', id)
        .execute(),
    )
    expect(await lists(used)).toEqual(OK)
    await later(20 * SECOND, async () => expect([await lists(used), await lists(unused)]).toEqual([ENDED, ENDED]))
  })
})
