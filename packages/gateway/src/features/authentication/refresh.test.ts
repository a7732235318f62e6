import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { DAY, HOUR, later, MINUTE, SECOND } from '../../../test/run/clock.ts'
import { addMember } from '../../../test/users/members.ts'
import { deleteAccount, freshPlace, join, setSuspended } from '../../../test/users/users.ts'

type Pair = { auth_token: string; refresh_token: string }

describeEngines('refreshToken', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  async function signIn(user: { email: string; password: string } = root): Promise<Pair> {
    const { email, password } = user
    const answer = await test.call('POST /accounts/auth-with-password', {
      body: { email, password },
      from: freshPlace(),
    })
    expect(answer.status).toBe(200)
    return answer.body.data
  }

  const refresh = ({ auth_token, refresh_token }: Partial<Pair>, headers: Record<string, string> = {}) =>
    test.call('POST /accounts/refresh-token', { body: { auth_token, refresh_token }, headers })
  const works = async (token: string) => (await test.call('GET /accounts/info', { bearer: token })).status === 200
  const sessionOf = (token: string) => String(decodeJwt(token).sid)

  async function expectRefused(pair: Partial<Pair>, changedTables: string[] = []): Promise<void> {
    const { answer, changed } = await changesOf(test, () => refresh(pair))
    expect(answer.status).toBe(401)
    expect(answer.body).toMatchObject({ error: 'Unauthorized', code: 'invalid_token' })
    expect(changed).toEqual(changedTables)
  }

  describe('a good pair', () => {
    it('gives a new one; the old access token is dead at once, the new one works', async () => {
      const old = await signIn()
      expect(await works(old.auth_token)).toBe(true)
      const { answer, changes } = await changesOf(test, () => refresh(old))
      expect(answer.status).toBe(200)
      const { auth_token, refresh_token, ...rest } = answer.body.data
      const { version, ...account } = (await test.call('GET /accounts/info', { bearer: auth_token })).body.data
      expect(version).toEqual(expect.any(String))
      expect(rest).toEqual({ passkey_enabled: false, totp_enabled: false, account })
      expect(auth_token).not.toBe(old.auth_token)
      expect(refresh_token).not.toBe(old.refresh_token)
      expect(await works(old.auth_token)).toBe(false)
      expect(await works(auth_token)).toBe(true)
      expect(sessionOf(auth_token)).toBe(sessionOf(old.auth_token))
      expect(changes.refresh_tokens).toMatchObject({
        added: expect.arrayContaining([expect.objectContaining({ used_at: null })]),
        removed: [{ used_at: null }],
      })
      expect(changes.refresh_tokens?.added).toHaveLength(2)
      expect(changes.audit_events?.added).toMatchObject([
        { action: 'session.refreshed', actor_user_id: root.userId, target_id: sessionOf(auth_token) },
      ])
      expect(Object.keys(changes).sort()).toEqual(['audit_events', 'refresh_tokens', 'sessions'])
      // Nothing in the database is of use to who reads it: the successor is sealed under its parent.
      for (const secret of [old.auth_token, old.refresh_token, auth_token, refresh_token]) {
        expect(JSON.stringify(changes)).not.toContain(secret)
      }
    })

    it('works again and again, one after the other', async () => {
      let pair = await signIn()
      for (let time = 0; time < 5; time += 1) {
        const { body } = await refresh(pair)
        pair = body.data
        expect(await works(pair.auth_token)).toBe(true)
      }
    })

    it('is taken although the access token has expired, which is the usual case', async () => {
      const pair = await signIn()
      await later(2 * HOUR, async () => {
        expect(await works(pair.auth_token)).toBe(false)
        const { body } = await refresh(pair)
        expect(await works(body.data.auth_token)).toBe(true)
      })
    })

    it('is taken with any access token of the same session, an older one too', async () => {
      const first = await signIn()
      const second: Pair = (await refresh(first)).body.data
      expect((await refresh({ ...second, auth_token: first.auth_token })).status).toBe(200)
    })

    it('is taken whatever the header says: the tokens are in the body', async () => {
      const pair = await signIn()
      expect((await refresh(pair, { authorization: 'Bearer nonsense' })).status).toBe(200)
      expect((await refresh(await signIn(), { authorization: `Bearer ${pair.auth_token}` })).status).toBe(200)
    })

    it('gives the role that the member has now', async () => {
      const member = await addMember(test, root, 'developer')
      await test.database.transaction(async ({ db }) => {
        await db.updateTable('memberships').set({ role: 'billing' }).where('user_id', '=', member.userId).execute()
      })
      const { body } = await refresh({ auth_token: member.bearer, refresh_token: member.refreshToken })
      expect(decodeJwt(body.data.auth_token).role).toBe('billing')
    })
  })

  describe('lives', () => {
    it('24 hours without a refresh, and each refresh begins them anew', async () => {
      const [kept, left] = [await signIn(), await signIn()]
      await later(23 * HOUR, async () => {
        const next: Pair = (await refresh(kept)).body.data
        await later(23 * HOUR, async () => {
          expect((await refresh(next)).status).toBe(200)
          await expectRefused(left)
        })
      })
    })

    it('30 days in all, however often it is refreshed, and no token outlives them', async () => {
      const start = Date.now()
      await later(0, async () => {
        let pair = await signIn()
        for (let day = 1; day <= 30; day += 1) {
          pair = await later(day * 23.9 * HOUR, async () => (await refresh(pair)).body.data)
        }
        await later(30 * DAY - 30 * MINUTE, async () => {
          const last: Pair = (await refresh(pair)).body.data
          const end = start + 30 * DAY + 5 * SECOND
          expect(Number(decodeJwt(last.auth_token).exp) * 1000).toBeLessThanOrEqual(end)
          const tokens = await test.database.read
            .selectFrom('refresh_tokens')
            .select('expires_at')
            .where('session_id', '=', sessionOf(last.auth_token))
            .execute()
          expect(Math.max(...tokens.map((token) => token.expires_at))).toBeLessThanOrEqual(end)
          expect(await works(last.auth_token)).toBe(true)
          await later(31 * MINUTE, async () => {
            expect(await works(last.auth_token)).toBe(false)
            await expectRefused(last)
          })
        })
      })
    })
  })

  describe('refuses with the same 401, burning nothing:', () => {
    // Attack: a stolen refresh token is exchanged with the thief's own access token.
    it('an access token of another session, of the same person or another', async () => {
      const victim = await signIn()
      const stranger = await test.signUp()
      for (const auth_token of [(await signIn()).auth_token, stranger.bearer]) {
        await expectRefused({ ...victim, auth_token })
      }
      expect(await works(victim.auth_token)).toBe(true)
      expect((await refresh(victim)).status).toBe(200)
    })

    // Attack: the same with a token that was exchanged already, to end somebody's session.
    it('an old refresh token with an access token of another session, however late', async () => {
      const old = await signIn()
      const fresh: Pair = (await refresh(old)).body.data
      await later(10 * MINUTE, async () => {
        await expectRefused({ refresh_token: old.refresh_token, auth_token: (await signIn()).auth_token })
        expect((await refresh(fresh)).status).toBe(200)
      })
    })

    it('tokens that are none, or in the wrong place', async () => {
      const pair = await signIn()
      const { key } = await test.issueKey(root.bearer)
      await expectRefused({ auth_token: pair.refresh_token, refresh_token: pair.auth_token })
      await expectRefused({ auth_token: pair.auth_token, refresh_token: pair.auth_token })
      await expectRefused({ auth_token: pair.auth_token, refresh_token: 'x' })
      await expectRefused({ auth_token: pair.auth_token, refresh_token: key })
      await expectRefused({ auth_token: key, refresh_token: pair.refresh_token })
      await expectRefused({ auth_token: 'a.b.c', refresh_token: pair.refresh_token })
      await expectRefused({ auth_token: pair.auth_token, refresh_token: `${pair.refresh_token} ` })
      expect((await refresh(pair)).status).toBe(200)
    })

    // Attack: the hash of a refresh token is read from a stolen database and sent as the token.
    it('what the database keeps of a refresh token', async () => {
      const pair = await signIn()
      const row = await test.database.read
        .selectFrom('refresh_tokens')
        .select('token_hash')
        .where('session_id', '=', sessionOf(pair.auth_token))
        .executeTakeFirst()
      await expectRefused({ ...pair, refresh_token: row?.token_hash })
    })

    it('a suspended member, whose pair works again afterwards', async () => {
      const member = await addMember(test, root, 'developer')
      const pair = { auth_token: member.bearer, refresh_token: member.refreshToken }
      await setSuspended(test, member, true)
      await expectRefused(pair)
      await setSuspended(test, member, false)
      expect((await refresh(pair)).status).toBe(200)
    })

    it('a suspended member who repeats a refresh of a moment ago', async () => {
      const member = await addMember(test, root, 'developer')
      const pair = { auth_token: member.bearer, refresh_token: member.refreshToken }
      expect((await refresh(pair)).status).toBe(200)
      await setSuspended(test, member, true)
      await expectRefused(pair)
    })

    it('somebody who is no member any more', async () => {
      const member = await addMember(test, root, 'developer')
      await test.database.transaction(async ({ db }) => {
        await db.deleteFrom('memberships').where('user_id', '=', member.userId).execute()
      })
      await expectRefused({ auth_token: member.bearer, refresh_token: member.refreshToken })
    })

    // Attack: the session moves into another account that took the name over, with the role there.
    it('an account that was deleted, even if another one of theirs has its name by now', async () => {
      const gone = await test.signUp()
      await deleteAccount(test, gone)
      await join(test, gone, await test.signUp(gone.account))
      await expectRefused({ auth_token: gone.bearer, refresh_token: gone.refreshToken })
    })

    it('a session that has run out, whatever its refresh token says', async () => {
      const pair = await signIn()
      await test.database.transaction(async ({ db }) => {
        const id = sessionOf(pair.auth_token)
        await db
          .updateTable('sessions')
          .set({ expires_at: Date.now() - 1 })
          .where('id', '=', id)
          .execute()
      })
      await expectRefused(pair)
    })

    it('a session of a key that was deleted', async () => {
      const issued = await test.issueKey(root.bearer)
      const exchanged = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: issued.key } })
      const pair: Pair = (await refresh(exchanged.body.data)).body.data
      expect(await works(pair.auth_token)).toBe(true)
      const url = `DELETE /accounts/api-key?id=${issued.id}`
      expect((await test.call(url, { bearer: root.bearer })).status).toBe(200)
      expect(await works(pair.auth_token)).toBe(false)
      await expectRefused(pair)
      await expectRefused(exchanged.body.data)
    })
  })

  it('never lets the session of a key outlive the key', async () => {
    const { key } = await test.issueKey(root.bearer, 'short', { expiry_days: 1 })
    const pair: Pair = (await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })).body.data
    await later(23.5 * HOUR, async () => {
      const last: Pair = (await refresh(pair)).body.data
      expect(Number(decodeJwt(last.auth_token).exp) * 1000 - Date.now()).toBeLessThanOrEqual(HOUR / 2)
      await later(HOUR, async () => {
        expect(await works(last.auth_token)).toBe(false)
        expect((await refresh(last)).status).toBe(401)
      })
    })
  })

  it.each([{}, { auth_token: 'x' }, { refresh_token: 'x' }, { auth_token: '', refresh_token: 'x' }, { auth_token: 1 }])(
    'refuses %j with 400',
    async (body) => {
      const { answer, changed } = await changesOf(test, () => test.call('POST /accounts/refresh-token', { body }))
      expect(answer.status).toBe(400)
      expect(changed).toEqual([])
    },
  )
})
