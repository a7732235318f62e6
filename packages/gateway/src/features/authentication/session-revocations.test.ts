import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { HOUR, later, MINUTE } from '../../../test/run/clock.ts'
import {
  eventsAbout,
  exchangeKey,
  refreshStatusOf,
  signIn,
  statusOf,
  type TestSession,
} from '../../../test/users/sign-in.ts'
import { addUser, freshEmail, join, setSuspended, type User } from '../../../test/users/users.ts'
import type { Role } from '../../platform/values/roles.ts'

describeEngines('a session is ended', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let stranger: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    stranger = await test.signUp()
  })
  afterAll(() => test.close())

  type By = { bearer?: string; key?: string }
  const revokeAuth = (token: string, by: By) =>
    test.call(`DELETE /accounts/auth-token?token=${encodeURIComponent(token)}`, by)
  const revokeRefresh = (token: string, by: By) =>
    test.call(`DELETE /accounts/refresh-token?token=${encodeURIComponent(token)}`, by)
  const revokeAll = (email: string, by: By) => test.call('DELETE /accounts/tokens', { ...by, body: { email } })

  async function member(role: Exclude<Role, 'root'> = 'developer'): Promise<User> {
    const user = await addUser(test)
    await join(test, user, root, { role })
    return user
  }
  const isLive = async (session: TestSession) => (await statusOf(test, session.bearer)) === 200

  describe('by revokeAuthToken', () => {
    it.each(['its handle', 'its access token'])('named by %s; its refresh token is dead too', async (by) => {
      const user = await member()
      const [ended, other] = [await signIn(test, user), await signIn(test, user)]
      expect(await isLive(ended)).toBe(true)
      const name = by === 'its handle' ? ended.authHandle : ended.bearer
      const answer = await revokeAuth(name, { bearer: other.bearer })
      expect([answer.status, answer.body]).toEqual([200, { message: 'The session was revoked.' }])
      expect(await isLive(ended)).toBe(false)
      expect(await refreshStatusOf(test, ended)).toBe(401)
      expect(await isLive(other)).toBe(true)
      expect(await eventsAbout(test, ended.id)).toMatchObject([
        { action: 'session.started' },
        {
          action: 'session.ended',
          account_id: root.accountId,
          actor_user_id: user.userId,
          actor_kind: 'interactive',
          credential_id: other.id,
          target_type: 'session',
          details: '{"reason":"revoked"}',
        },
      ])
    })

    it('also the one that asks: a sign-out', async () => {
      const session = await signIn(test, await member())
      expect((await revokeAuth(session.bearer, { bearer: session.bearer })).status).toBe(200)
      expect(await isLive(session)).toBe(false)
      expect((await revokeAuth(session.bearer, { bearer: session.bearer })).status).toBe(401)
    })

    it('by an access token that has expired or was replaced, since it still names the session', async () => {
      const user = await member()
      await later(0, async () => {
        const session = await signIn(test, user)
        const body = { auth_token: session.bearer, refresh_token: session.refreshToken }
        const { data } = (await test.call('POST /accounts/refresh-token', { body })).body
        await later(HOUR + MINUTE, async () => {
          const other = await signIn(test, user)
          expect((await revokeAuth(session.bearer, { bearer: other.bearer })).status).toBe(200)
          const renewed = { auth_token: data.auth_token, refresh_token: data.refresh_token }
          expect((await test.call('POST /accounts/refresh-token', { body: renewed })).status).toBe(401)
        })
      })
    })

    it('in another account of the same person, recorded there', async () => {
      const user = await member()
      await join(test, user, stranger)
      const here = await signIn(test, user, { account: root.account })
      const there = await signIn(test, user, { account: stranger.account })
      expect((await revokeAuth(there.authHandle, { bearer: here.bearer })).status).toBe(200)
      expect(await isLive(there)).toBe(false)
      expect((await eventsAbout(test, there.id)).at(-1)).toMatchObject({
        action: 'session.ended',
        account_id: stranger.accountId,
      })
    })

    it('again without an error and without a second event, by handle and by token', async () => {
      const user = await member()
      const [ended, other] = [await signIn(test, user), await signIn(test, user)]
      await revokeAuth(ended.authHandle, { bearer: other.bearer })
      const { changed } = await changesOf(test, async () => {
        expect((await revokeAuth(ended.authHandle, { bearer: other.bearer })).status).toBe(200)
        expect((await revokeAuth(ended.bearer, { bearer: other.bearer })).status).toBe(200)
      })
      expect(changed).toEqual([])
    })

    it('ten times at once as one event', async () => {
      const user = await member()
      const [ended, other] = [await signIn(test, user), await signIn(test, user)]
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => revokeAuth(ended.authHandle, { bearer: other.bearer })),
      )
      expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
      const events = await eventsAbout(test, ended.id)
      expect(events.filter(({ action }) => action === 'session.ended')).toHaveLength(1)
    })

    // Attack: handles are no secrets, so one of somebody else must say and do nothing.
    it('never for somebody else, who gets the answer of a session that does not exist', async () => {
      const [victim, attacker] = [await signIn(test, await member()), await signIn(test, await member('admin'))]
      const key = await test.issueKey(root.bearer)
      const names = [
        victim.authHandle,
        victim.refreshHandle,
        victim.bearer,
        victim.id,
        `auth-ses_${'0'.repeat(26)}`,
        `auth-${victim.id.toUpperCase()}`,
        ` ${attacker.authHandle}`,
        // Of the wrong kind, and with a tail.
        attacker.refreshHandle,
        attacker.refreshToken,
        `${attacker.authHandle}\n`,
        `${attacker.authHandle}x`,
        attacker.id,
        key.key,
        'x'.repeat(8000),
        `${attacker.bearer.split('.').slice(0, 2).join('.')}.`,
        `${attacker.bearer.slice(0, -2)}${attacker.bearer.endsWith('AA') ? 'BB' : 'AA'}`,
      ]
      const { answer, changed } = await changesOf(test, () =>
        Promise.all(names.map((name) => revokeAuth(name, { bearer: attacker.bearer }))),
      )
      expect(new Set(answer.map(({ status, text }) => `${status} ${text}`))).toEqual(
        new Set([`400 ${answer[0]?.text}`]),
      )
      expect(answer[0]?.body.code).toBe('unknown_session')
      expect(changed).toEqual([])
      expect([await isLive(victim), await isLive(attacker)]).toEqual([true, true])
    })

    it.each(['', '?token=', '?token=a&token=b', `?token=${'x'.repeat(8001)}`])(
      'is 400 for the query %.20j',
      async (query) => {
        const answer = await test.call(`DELETE /accounts/auth-token${query}`, { bearer: root.bearer })
        expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
      },
    )
  })

  describe('by revokeRefreshToken only for the time after its access token:', () => {
    it.each(['the handle', 'the refresh token'])('%s leaves the access token good until it expires', async (by) => {
      const user = await member()
      await later(0, async () => {
        const session = await signIn(test, user)
        const name = by === 'the handle' ? session.refreshHandle : session.refreshToken
        const answer = await revokeRefresh(name, { bearer: session.bearer })
        expect([answer.status, answer.body]).toEqual([200, { message: 'The refresh token was revoked.' }])
        expect(await isLive(session)).toBe(true)
        expect(await refreshStatusOf(test, session)).toBe(401)
        // That was no reuse of a stolen token: the session goes on.
        expect(await isLive(session)).toBe(true)
        await later(HOUR + 1, async () => expect(await isLive(session)).toBe(false))
        // Two events of one millisecond are in no order.
        expect(await eventsAbout(test, session.id)).toContainEqual(
          expect.objectContaining({
            action: 'session.refresh_revoked',
            actor_user_id: user.userId,
            credential_id: session.id,
          }),
        )
      })
    })

    // Attack: a used token still gives its sealed successor for a minute.
    it('tokens that were exchanged before are dead too', async () => {
      const session = await signIn(test, await member())
      const body = { auth_token: session.bearer, refresh_token: session.refreshToken }
      const { data } = (await test.call('POST /accounts/refresh-token', { body })).body
      expect((await revokeRefresh(data.refresh_token, { bearer: data.auth_token })).status).toBe(200)
      expect((await test.call('POST /accounts/refresh-token', { body })).status).toBe(401)
      const successor = { auth_token: data.auth_token, refresh_token: data.refresh_token }
      expect((await test.call('POST /accounts/refresh-token', { body: successor })).status).toBe(401)
      expect(await statusOf(test, data.auth_token)).toBe(200)
    })

    it('twice by handle is no error; of an ended session neither', async () => {
      const user = await member()
      const [one, other] = [await signIn(test, user), await signIn(test, user)]
      for (let time = 0; time < 2; time += 1) {
        expect((await revokeRefresh(one.refreshHandle, { bearer: other.bearer })).status).toBe(200)
      }
      await revokeAuth(one.authHandle, { bearer: other.bearer })
      expect((await revokeRefresh(one.refreshHandle, { bearer: other.bearer })).status).toBe(200)
      const events = await eventsAbout(test, one.id)
      expect(events.filter(({ action }) => action === 'session.refresh_revoked')).toHaveLength(1)
    })

    it("somebody else's, an unknown one and one of the wrong kind are the same 400", async () => {
      const [victim, attacker] = [await signIn(test, await member()), await signIn(test, await member('admin'))]
      const names = [
        victim.refreshHandle,
        victim.refreshToken,
        victim.authHandle,
        attacker.authHandle,
        attacker.bearer,
        'A'.repeat(43),
        `refresh-ses_${'0'.repeat(26)}`,
      ]
      const { answer, changed } = await changesOf(test, () =>
        Promise.all(names.map((name) => revokeRefresh(name, { bearer: attacker.bearer }))),
      )
      for (const { status, text } of answer) expect([status, text]).toEqual([400, answer[0]?.text])
      expect(answer[0]?.body.code).toBe('unknown_session')
      expect(changed).toEqual([])
    })
  })

  describe('with a key', () => {
    let user: SignedInUser
    let first: { id: string; key: string }
    let second: { id: string; key: string }
    beforeAll(async () => {
      user = await test.signUp()
      first = await test.issueKey(user.bearer, 'first')
      second = await test.issueKey(user.bearer, 'second')
    })

    it.each(['the key', 'a session of the key'])('%s ends sessions of that key and no others', async (kind) => {
      const own = await exchangeKey(test, first.key)
      const caller = await exchangeKey(test, first.key)
      const by: By = kind === 'the key' ? { key: first.key } : { bearer: caller.bearer }
      const ofAnotherKey = await exchangeKey(test, second.key)
      const ofTheUser = await signIn(test, user)
      for (const other of [ofAnotherKey, ofTheUser]) {
        for (const name of [other.authHandle, other.bearer]) {
          const answer = await revokeAuth(name, by)
          expect([answer.status, answer.body.code]).toEqual([403, 'interactive_required'])
        }
        for (const name of [other.refreshHandle, other.refreshToken]) {
          const answer = await revokeRefresh(name, by)
          expect([answer.status, answer.body.code]).toEqual([403, 'interactive_required'])
        }
        expect(await isLive(other)).toBe(true)
        expect(await refreshStatusOf(test, other)).toBe(200)
      }
      expect((await revokeRefresh(own.refreshHandle, by)).status).toBe(200)
      expect((await revokeAuth(own.authHandle, by)).status).toBe(200)
      expect(await isLive(own)).toBe(false)
      expect((await revokeAuth(caller.authHandle, by)).status).toBe(200)
      expect(await isLive(caller)).toBe(false)
      expect((await eventsAbout(test, own.id)).at(-1)).toMatchObject({ actor_kind: 'key' })
    })

    it("a person's session ends the sessions of their keys", async () => {
      const ofKey = await exchangeKey(test, first.key)
      expect((await revokeAuth(ofKey.authHandle, { bearer: user.bearer })).status).toBe(200)
      expect(await isLive(ofKey)).toBe(false)
      expect((await test.call('GET /accounts/info', { key: first.key })).status).toBe(200)
    })

    // Attack: a leaked key throws its owner out, again and again.
    it('nobody ends all sessions, of themselves or of others', async () => {
      const session = await exchangeKey(test, first.key)
      for (const by of [{ key: first.key }, { bearer: session.bearer }]) {
        for (const email of [user.email, root.email, freshEmail()]) {
          const answer = await revokeAll(email, by)
          expect([answer.status, answer.body.code]).toEqual([403, 'interactive_required'])
        }
      }
    })
  })

  describe('by revokeTokens', () => {
    const others: [Role, 'member' | 'root', number, string | undefined][] = [
      ['root', 'member', 200, undefined],
      ['admin', 'member', 200, undefined],
      ['developer', 'member', 403, 'insufficient_permissions'],
      ['monitor', 'member', 403, 'insufficient_permissions'],
      ['billing', 'member', 403, 'insufficient_permissions'],
      ['admin', 'root', 403, 'insufficient_permissions'],
      ['developer', 'root', 403, 'insufficient_permissions'],
      ['monitor', 'root', 403, 'insufficient_permissions'],
      ['billing', 'root', 403, 'insufficient_permissions'],
    ]
    const callerOf = async (role: Role) => signIn(test, role === 'root' ? root : await member(role))

    it.each(others)('%s on another who is %s: %i', async (role, kind, status, code) => {
      const caller = await callerOf(role)
      const target = kind === 'root' ? root : await member('admin')
      const session = await signIn(test, target)
      const answer = await revokeAll(target.email, { bearer: caller.bearer })
      expect([answer.status, answer.body.code]).toEqual([status, code])
      expect(await isLive(session)).toBe(status !== 200)
      expect(await isLive(caller)).toBe(true)
    })

    it.each(['root', 'admin', 'developer', 'monitor', 'billing'] as const)('%s on themselves: 200', async (role) => {
      const user = role === 'root' ? await test.signUp() : await member(role)
      const [caller, other] = [await signIn(test, user), await signIn(test, user)]
      const answer = await revokeAll(` ${user.email.toUpperCase()}`, { bearer: caller.bearer })
      expect(answer.status).toBe(200)
      expect(answer.body.message).toMatch(/^\d sessions were revoked\.$/)
      expect([await isLive(caller), await isLive(other)]).toEqual([false, false])
      expect(await refreshStatusOf(test, other)).toBe(401)
    })

    // Attack: somebody without the right asks addresses through to find out who is a member.
    it.each(['developer', 'monitor', 'billing'] as const)(
      '%s learns of nobody whether they are a member',
      async (role) => {
        const { bearer } = await callerOf(role)
        const colleague = await member()
        const emails = [colleague.email, root.email, stranger.email, freshEmail()]
        const answers = await Promise.all(emails.map((email) => revokeAll(email, { bearer })))
        expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]))
      },
    )

    it.each(['root', 'admin'] as const)('%s gets the same 400 for strangers and for nobody', async (role) => {
      const { bearer } = await callerOf(role)
      const answers = [await revokeAll(stranger.email, { bearer }), await revokeAll(freshEmail(), { bearer })]
      expect(answers[0]?.body.code).toBe('unknown_member')
      expect(answers[0]?.text).toBe(answers[1]?.text)
      expect(answers[0]?.status).toBe(400)
    })

    it('in this account only, also those of keys; keys go on; each is recorded', async () => {
      const user = await test.signUp()
      await join(test, user, root)
      const own = await test.signUp()
      await join(test, user, own)
      const { key } = await test.issueKey(user.bearer)
      const here = [await signIn(test, user, { account: user.account }), await exchangeKey(test, key)]
      const there = await signIn(test, user, { account: root.account })
      const caller = await signIn(test, user, { account: user.account })
      const answer = await revokeAll(user.email, { bearer: caller.bearer })
      // With the one of the sign-up.
      expect(answer.body).toEqual({ message: '4 sessions were revoked.' })
      expect(await Promise.all([...here, caller].map(isLive))).toEqual([false, false, false])
      expect(await isLive(there)).toBe(true)
      expect((await test.call('GET /accounts/info', { key })).status).toBe(200)
      for (const { id } of here) {
        expect((await eventsAbout(test, id)).at(-1)).toMatchObject({
          action: 'session.ended',
          account_id: user.accountId,
          credential_id: caller.id,
          details: '{"reason":"all_revoked"}',
        })
      }
    })

    it('also of who is suspended, so that nothing comes back', async () => {
      const user = await member()
      const session = await signIn(test, user)
      await setSuspended(test, { ...user, accountId: root.accountId }, true)
      expect((await revokeAll(user.email, { bearer: root.bearer })).body).toEqual({ message: '1 session was revoked.' })
      await setSuspended(test, { ...user, accountId: root.accountId }, false)
      expect(await isLive(session)).toBe(false)
    })

    it('of who has none: 200 and nothing changes', async () => {
      const user = await member()
      const { answer, changed } = await changesOf(test, () => revokeAll(user.email, { bearer: root.bearer }))
      expect([answer.status, answer.body]).toEqual([200, { message: '0 sessions were revoked.' }])
      expect(changed).toEqual([])
    })

    it.each([undefined, {}, { email: 'nobody' }, { email: 7 }, []])('is 400 for the body %j', async (body) => {
      const answer = await test.call('DELETE /accounts/tokens', { bearer: root.bearer, body })
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
    })
  })

  it.each(['auth-token?token=x', 'refresh-token?token=x', 'tokens'])(
    'by nobody without a credential: %s',
    async (path) => {
      expect((await test.call(`DELETE /accounts/${path}`, { body: { email: root.email } })).status).toBe(401)
    },
  )
})
