import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { DAY, HOUR, later, MINUTE } from '../../../test/run/clock.ts'
import { mmdb } from '../../../test/services/mmdb.ts'
import { exchangeKey, FIREFOX, SAFARI, signIn, type TestSession } from '../../../test/users/sign-in.ts'
import { addUser, deleteAccount, freshPlace, join, setSuspended } from '../../../test/users/users.ts'

const GEO = { '203.0.113.0/24': { city: { names: { en: 'Lisbon' } }, country: { names: { en: 'Portugal' } } } }

describeEngines('getSessionTokens', (engine) => {
  let place: Place
  let test: TestGateway
  let root: SignedInUser
  let elsewhere: SignedInUser
  beforeAll(async () => {
    place = await openPlace(engine)
    const file = path.join(place.dataDir, 'geo.mmdb')
    await writeFile(file, mmdb(GEO))
    test = await openTestGateway(engine, { environment: { GEOIP_DATABASE: file }, place })
    root = await test.signUp()
    elsewhere = await test.signUp()
  })
  afterAll(async () => {
    await test?.close()
    await place.remove()
  })

  const list = async (by: { bearer?: string; key?: string }) => {
    const answer = await test.call('GET /accounts/session-tokens', by)
    expect(answer.status, answer.text).toBe(200)
    return answer.body.data as { auth: Record<string, unknown>[]; refresh: Record<string, unknown>[] }
  }
  const handlesOf = (rows: Record<string, unknown>[]) => rows.map((row) => row.token).sort()
  const authHandles = async (by: { bearer?: string; key?: string }) => handlesOf((await list(by)).auth)

  async function member(role: 'developer' | 'billing' = 'developer') {
    const user = await addUser(test)
    await join(test, user, root, { role })
    return user
  }

  it('says of each session whose it is, from where, by what, until when, and whether it is the one that asks', async () => {
    const user = await member()
    await later(0, async () => {
      const first = await signIn(test, user, { from: '203.0.113.9', agent: FIREFOX })
      const second = await later(MINUTE, () => signIn(test, user, { from: '2001:db8::7', agent: 'curl/8.5.0' }))
      const now = Date.now()
      const { auth, refresh } = await list({ bearer: first.bearer })
      const common = {
        account_id: root.accountId,
        user_id: user.userId,
        account: root.account,
        email: user.email,
        role: 'developer',
      }
      const expiry = Math.floor((now + DAY) / 1000)
      expect(auth).toEqual([
        {
          ...common,
          expiry: expiry + 60,
          ip: '2001:db8::7',
          agent: 'curl 8',
          platform: 'unknown',
          location: 'unknown',
          token: second.authHandle,
          refresh_token: second.refreshHandle,
          is_suspended: false,
          kind: 'interactive',
          method: 'password',
          created_on: new Date(now + MINUTE).toISOString(),
          current: false,
        },
        {
          ...common,
          expiry,
          ip: '203.0.113.9',
          agent: 'Firefox 140',
          platform: 'Linux',
          location: 'Lisbon, Portugal',
          token: first.authHandle,
          refresh_token: first.refreshHandle,
          is_suspended: false,
          kind: 'interactive',
          method: 'password',
          created_on: new Date(now).toISOString(),
          current: true,
        },
      ])
      expect(refresh).toEqual([
        { ...common, expiry: expiry + 60, token: second.refreshHandle },
        { ...common, expiry, token: first.refreshHandle },
      ])
    })
  })

  it.each([
    [SAFARI, 'Safari 18', 'macOS'],
    ['quiva/0.1.0', 'quiva 0', 'unknown'],
    ['', 'unknown', 'unknown'],
    ['<script>alert(1)</script>', 'unknown', 'unknown'],
    ['\u00ff\u00fe', 'unknown', 'unknown'],
    ['x'.repeat(10_000), 'x'.repeat(41), 'unknown'],
  ])('names the browser of %.40j', async (agent, browser, platform) => {
    const session = await signIn(test, await member(), { agent })
    const [row] = (await list({ bearer: session.bearer })).auth
    expect(row).toMatchObject({ agent: browser, platform })
  })

  it('never contains a token', async () => {
    const user = await member()
    const session = await signIn(test, user)
    const refreshed = await test.call('POST /accounts/refresh-token', {
      body: { auth_token: session.bearer, refresh_token: session.refreshToken },
    })
    const { auth_token: bearer, refresh_token: refreshToken } = refreshed.body.data
    const { text } = await test.call('GET /accounts/session-tokens', { bearer })
    for (const secret of [session.bearer, session.refreshToken, bearer, refreshToken]) {
      expect(text).not.toContain(secret)
      for (const part of String(secret).split('.')) expect(text).not.toContain(part)
    }
  })

  it('shows nobody sessions of somebody else, the root neither', async () => {
    const [one, other] = [await member(), await member('billing')]
    const session = await signIn(test, one)
    const others = await signIn(test, other)
    expect(await authHandles({ bearer: session.bearer })).toEqual([session.authHandle])
    expect(await authHandles({ bearer: others.bearer })).toEqual([others.authHandle])
    expect(await authHandles({ bearer: root.bearer })).not.toContain(session.authHandle)
  })

  describe('of a person and their keys', () => {
    let user: SignedInUser
    let inOther: TestSession
    let keys: { id: string; key: string; session: TestSession }[]
    let own: TestSession
    beforeAll(async () => {
      user = await test.signUp()
      await join(test, user, elsewhere)
      own = await signIn(test, user)
      inOther = await signIn(test, user, { account: elsewhere.account })
      const first = await test.issueKey(user.bearer, 'first')
      const second = await test.issueKey(user.bearer, 'second')
      const child = await test.issueKey(first.key, 'child')
      keys = await Promise.all(
        [first, second, child].map(async ({ id, key }) => ({ id, key, session: await exchangeKey(test, key) })),
      )
    })

    it('shows the person the sessions in all their accounts, those of their keys too', async () => {
      const handles = await authHandles({ bearer: own.bearer })
      for (const session of [own, inOther, ...keys.map((key) => key.session)]) {
        expect(handles).toContain(session.authHandle)
      }
      expect(handles).toHaveLength(6)
      expect(await authHandles({ bearer: inOther.bearer })).toEqual(handles)
      const { auth } = await list({ bearer: own.bearer })
      expect(auth.find((row) => row.token === inOther.authHandle)).toMatchObject({
        account_id: elsewhere.accountId,
        account: elsewhere.account,
        role: 'developer',
      })
      expect(auth.find((row) => row.token === keys[0]?.session.authHandle)).toMatchObject({
        kind: 'key',
        account_id: user.accountId,
      })
    })

    // Attack: a leaked key is used to find out from where its owner signs in.
    it.each([0, 1, 2])('shows a key, and a session of one, only what was made from that very key (%#)', async (n) => {
      const own = keys[n]
      if (!own) throw new Error('there is no such key')
      for (const by of [{ key: own.key }, { bearer: own.key }, { bearer: own.session.bearer }]) {
        const { auth, refresh } = await list(by)
        expect(handlesOf(auth)).toEqual([own.session.authHandle])
        expect(handlesOf(refresh)).toEqual([own.session.refreshHandle])
        expect(auth[0]).toMatchObject({ kind: 'key', current: 'bearer' in by && by.bearer === own.session.bearer })
      }
    })

    it('leaves the sessions of a deleted or expired key out', async () => {
      const gone = await test.issueKey(user.bearer, 'gone')
      const brief = await test.issueKey(user.bearer, 'brief', { expiry_days: 1 })
      const sessions = [await exchangeKey(test, gone.key), await exchangeKey(test, brief.key)]
      const before = await authHandles({ bearer: own.bearer })
      for (const session of sessions) expect(before).toContain(session.authHandle)
      await test.call(`DELETE /accounts/api-key?id=${gone.id}`, { bearer: own.bearer })
      expect(await authHandles({ bearer: own.bearer })).not.toContain(sessions[0]?.authHandle)
      await later(DAY + MINUTE, async () => {
        const fresh = await signIn(test, user)
        expect(await authHandles({ bearer: fresh.bearer })).not.toContain(sessions[1]?.authHandle)
      })
    })
  })

  describe('shows a session', () => {
    it('while it can be refreshed, though its access token has expired, and no longer', async () => {
      const user = await member()
      await later(0, async () => {
        const old = await signIn(test, user)
        await later(2 * HOUR, async () => {
          const fresh = await signIn(test, user)
          expect(await authHandles({ bearer: fresh.bearer })).toContain(old.authHandle)
        })
        await later(DAY + MINUTE, async () => {
          const fresh = await signIn(test, user)
          const { auth, refresh } = await list({ bearer: fresh.bearer })
          expect(handlesOf(auth)).not.toContain(old.authHandle)
          expect(handlesOf(refresh)).not.toContain(old.refreshHandle)
        })
      })
    })

    it('not once it has ended', async () => {
      const user = await member()
      const [ended, other] = [await signIn(test, user), await signIn(test, user)]
      await test.call(`DELETE /accounts/auth-token?token=${ended.authHandle}`, { bearer: other.bearer })
      const { auth, refresh } = await list({ bearer: other.bearer })
      expect(handlesOf(auth)).toEqual([other.authHandle])
      expect(handlesOf(refresh)).toEqual([other.refreshHandle])
    })

    it('whose refresh token is revoked until its access token expires, without a refresh token', async () => {
      const user = await member()
      await later(0, async () => {
        const session = await signIn(test, user)
        await test.call(`DELETE /accounts/refresh-token?token=${session.refreshHandle}`, { bearer: session.bearer })
        const { auth, refresh } = await list({ bearer: session.bearer })
        expect(auth).toMatchObject([{ token: session.authHandle, expiry: Math.floor((Date.now() + HOUR) / 1000) }])
        expect(refresh).toEqual([])
        await later(HOUR + MINUTE, async () => {
          const fresh = await signIn(test, user)
          expect(await authHandles({ bearer: fresh.bearer })).toEqual([fresh.authHandle])
        })
      })
    })

    it('once, however often it was refreshed', async () => {
      const user = await member()
      const session = await signIn(test, user)
      const body = { auth_token: session.bearer, refresh_token: session.refreshToken }
      const refreshed = await test.call('POST /accounts/refresh-token', { body })
      const { auth, refresh } = await list({ bearer: refreshed.body.data.auth_token })
      expect(handlesOf(auth)).toEqual([session.authHandle])
      expect(handlesOf(refresh)).toEqual([session.refreshHandle])
    })

    it('of a suspended membership, flagged; of an account that was left or deleted, not', async () => {
      const user = await member()
      const [left, deleted] = [await test.signUp(), await test.signUp()]
      for (const account of [elsewhere, left, deleted]) await join(test, user, account)
      const here = await signIn(test, user, { account: root.account })
      const suspended = await signIn(test, user, { account: elsewhere.account })
      await signIn(test, user, { account: left.account })
      await signIn(test, user, { account: deleted.account })
      await setSuspended(test, { ...user, accountId: elsewhere.accountId }, true)
      await deleteAccount(test, deleted)
      await test.database.transaction(({ db }) =>
        db
          .deleteFrom('memberships')
          .where('user_id', '=', user.userId)
          .where('account_id', '=', left.accountId)
          .execute(),
      )
      const { auth } = await list({ bearer: here.bearer })
      expect(auth.map(({ token, is_suspended }) => ({ token, is_suspended }))).toEqual([
        { token: suspended.authHandle, is_suspended: true },
        { token: here.authHandle, is_suspended: false },
      ])
    })
  })

  // A list that leaks ends sessions at most, and only through their owner.
  it('hands out handles that nothing accepts but the two revocations', async () => {
    const user = await member()
    const session = await signIn(test, user)
    const { bearer, refreshToken, authHandle, refreshHandle } = session
    const from = freshPlace()
    for (const handle of [authHandle, refreshHandle, session.id]) {
      const post = (path: string, body: object) => test.call(`POST /accounts/${path}`, { body, from })
      const answers = {
        bearer: await test.call('GET /accounts/info', { bearer: handle, from }),
        key: await test.call('GET /accounts/info', { key: handle, from }),
        refresh: await post('refresh-token', { auth_token: bearer, refresh_token: handle }),
        refreshed: await post('refresh-token', { auth_token: handle, refresh_token: refreshToken }),
        exchange: await post('auth-with-api-key', { api_key: handle }),
        reset: await post('reset-password', { token: handle, new_password: 'other-Horse8' }),
        set: await post('set-password', { token: handle, password: 'other-Horse8' }),
        confirm: await post('confirm-email', { token: handle }),
      }
      expect(Object.fromEntries(Object.entries(answers).map(([name, { status }]) => [name, status]))).toEqual({
        bearer: 401,
        key: 401,
        refresh: 401,
        refreshed: 401,
        exchange: 401,
        reset: 400,
        set: 400,
        confirm: 400,
      })
      expect((await post('token-validate', { token: handle })).body).toEqual({ data: false })
    }
    expect((await test.call('GET /accounts/info', { bearer })).status).toBe(200)
  })

  it('takes a credential', async () => {
    expect((await test.call('GET /accounts/session-tokens')).status).toBe(401)
  })
})
