import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { later, MINUTE } from '../../../test/run/clock.ts'
import { addMember } from '../../../test/users/members.ts'
import { createApiKey } from '../../access/api-key-format.ts'

describeEngines('authWithApiKey', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const exchange = (api_key: unknown) => test.call('POST /accounts/auth-with-api-key', { body: { api_key } })
  const status = async (call: { key?: string; bearer?: string }) => (await test.call('GET /accounts/info', call)).status
  const sessions = () => test.database.read.selectFrom('sessions').selectAll().where('kind', '=', 'key').execute()

  it('gives a session of the key’s owner in the key’s account, which refreshes and says where it came from', async () => {
    const { id, key } = await test.issueKey(root.bearer)
    const answer = await exchange(key)
    expect(answer.status).toBe(200)
    const { auth_token, refresh_token, account, ...factors } = answer.body.data
    expect(account).toMatchObject({ id: root.accountId, name: root.account })
    expect(factors).toEqual({ passkey_enabled: false, totp_enabled: false })
    const data = await test.call('GET /accounts/user-login-data', { bearer: auth_token })
    expect(data.body.data).toMatchObject({ user: root.email, user_id: root.userId, role: 'root' })
    const refreshed = await test.call('POST /accounts/refresh-token', { body: { auth_token, refresh_token } })
    expect(refreshed.status).toBe(200)
    expect(await status({ bearer: auth_token })).toBe(401)
    expect(await status({ bearer: refreshed.body.data.auth_token })).toBe(200)
    const [session] = (await sessions()).filter(({ api_key_id }) => api_key_id === id)
    expect(session).toMatchObject({ kind: 'key', user_id: root.userId, account_id: root.accountId, ended_at: null })
    const event = await test.database.read
      .selectFrom('audit_events')
      .selectAll()
      .where('action', '=', 'session.started')
      .where('target_id', '=', session?.id ?? '')
      .executeTakeFirstOrThrow()
    expect(event).toMatchObject({ actor_kind: 'key', credential_id: id })
  })

  describe('gives a session that is refreshed within the limits of its key', () => {
    const INSIDE = '203.0.113.9'
    const DAILY = (requests: number) => ({ rate_limit: { requests, per_seconds: 86_400 } })
    type Pair = { auth_token: string; refresh_token: string }
    const pairOf = async (limits: object): Promise<Pair & { id: string }> => {
      const { id, key } = await test.issueKey(root.bearer, 'limited', { ...limits })
      const body = { api_key: key }
      const answer = await test.call('POST /accounts/auth-with-api-key', { body, from: INSIDE })
      return { id, ...answer.body.data }
    }
    const refresh = ({ auth_token, refresh_token }: Pair, from = INSIDE) =>
      test.call('POST /accounts/refresh-token', { body: { auth_token, refresh_token }, from })

    // Attack: a stolen pair, refreshed from elsewhere, would end the access token of the key's owner, or the session.
    it('from its addresses alone, before and after the exchange, and what it does elsewhere changes nothing', async () => {
      const first = await pairOf({ allowed_ips: ['203.0.113.0/24'] })
      const outside = () =>
        changesOf(test, async () => {
          const { status: code, body } = await refresh(first, '198.51.100.1')
          expect([code, body.code]).toEqual([403, 'address_not_allowed'])
        })
      expect((await outside()).changed).toEqual([])
      const second = (await refresh(first)).body.data
      expect((await outside()).changed).toEqual([])
      // Used again this late it ends the session, where it may be used at all.
      await later(2 * MINUTE, async () => expect((await outside()).changed).toEqual([]))
      expect((await refresh(second)).status).toBe(200)
    })

    it('and at its rate, also by the keys above it as they are now', async () => {
      const pair = await pairOf(DAILY(3))
      const second = (await refresh(pair)).body.data
      const third = (await refresh(second)).body.data
      const { answer, changed } = await changesOf(test, () => refresh(third))
      expect([answer.status, answer.body.code, changed]).toEqual([429, 'too_many_requests', []])
      await test.call('PATCH /accounts/api-key', { bearer: root.bearer, body: { id: pair.id, ...DAILY(4) } })
      expect((await refresh(third)).status).toBe(200)
    })

    it('without a good pair nobody learns of them: the refusal is that of any other token', async () => {
      const { auth_token } = await pairOf({ allowed_ips: ['203.0.113.0/24'] })
      const other = await pairOf({})
      const nonsense = await refresh({ auth_token: 'x', refresh_token: 'x' }, '198.51.100.1')
      const mixed = await refresh({ auth_token, refresh_token: other.refresh_token }, '198.51.100.1')
      expect([mixed.status, mixed.text]).toEqual([nonsense.status, nonsense.text])
    })
  })

  it('answers every key that is not good byte for byte alike, and starts nothing', async () => {
    const [deleted, member] = [await test.issueKey(root.bearer), await addMember(test, root, 'developer')]
    await test.call(`DELETE /accounts/api-key?id=${deleted.id}`, { bearer: root.bearer })
    const ofSuspended = await test.issueKey(member.bearer)
    await test.database.transaction(({ db }) =>
      db.updateTable('memberships').set({ suspended_at: Date.now() }).where('user_id', '=', member.userId).execute(),
    )
    const expired = await test.issueKey(root.bearer)
    await test.database.transaction(({ db }) =>
      db.updateTable('api_keys').set({ expires_at: Date.now() }).where('id', '=', expired.id).execute(),
    )
    const before = await sessions()
    // Used a moment ago, and so in the cache: an access token is no key.
    expect(await status({ bearer: root.bearer })).toBe(200)
    const bad = [
      createApiKey(),
      'x',
      deleted.key,
      ofSuspended.key,
      expired.key,
      root.bearer,
      root.refreshToken,
      `${expired.key} `,
    ]
    const answers = await Promise.all(bad.map(exchange))
    for (const answer of answers) {
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthorized'])
      expect(answer.text).toBe(answers[0]?.text)
    }
    expect(await sessions()).toEqual(before)
  })

  it.each([undefined, null, '', 5, {}, ['ms-x'], 'x'.repeat(8001)])('answers 400 to %j', async (key) => {
    expect((await exchange(key)).status).toBe(400)
  })

  it('gives nothing that the key cannot do itself, and the session ends before or with the key', async () => {
    const { id, key, expires_on } = await test.issueKey(root.bearer, 'x', { expiry_days: 1 })
    const { auth_token } = (await exchange(key)).body.data
    const { exp } = JSON.parse(Buffer.from(auth_token.split('.')[1], 'base64url').toString())
    expect(exp * 1000).toBeLessThanOrEqual(Date.parse(expires_on))
    const [session] = (await sessions()).filter(({ api_key_id }) => api_key_id === id)
    expect(session?.expires_at).toBeLessThanOrEqual(Date.parse(expires_on))
    const byKey = await test.issueKey(auth_token)
    expect(byKey.expires_on).toBe(expires_on)
  })

  it('follows the owner’s role and suspension as they are at each use', async () => {
    const member = await addMember(test, root, 'developer')
    const { key } = await test.issueKey(member.bearer)
    const membership = (set: { role?: 'monitor'; suspended_at?: number | null }) =>
      test.database.transaction(({ db }) =>
        db.updateTable('memberships').set(set).where('user_id', '=', member.userId).execute(),
      )
    const session = (await exchange(key)).body.data.auth_token
    await membership({ role: 'monitor' })
    expect((await test.call('POST /accounts/api-key', { bearer: session, body: { key_name: 'x' } })).status).toBe(403)
    expect((await test.call('GET /accounts/user-login-data', { bearer: session })).body.data.role).toBe('monitor')
  })
})
