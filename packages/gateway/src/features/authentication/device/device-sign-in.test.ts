import { decodeJwt } from 'jose'
import * as oidc from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../../test/database/engines.ts'
import { changesOf } from '../../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../../test/gateway.ts'
import { DAY, later, MINUTE, SECOND } from '../../../../test/run/clock.ts'
import { beginDevice, DEVICE_GRANT, decideDevice, sessionOf, signInDevice } from '../../../../test/users/devices.ts'
import { addApp, freshenSession, verdict } from '../../../../test/users/factors.ts'
import { eventsAbout, refreshStatusOf, signIn, statusOf } from '../../../../test/users/sign-in.ts'
import { addUser, freshPlace, join, setSuspended } from '../../../../test/users/users.ts'
import { listSignInAddresses } from '../store.ts'
import { tidyChallenges } from '../tidy.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const PENDING = [400, 'authorization_pending']
const DENIED = [400, 'access_denied']
const UNKNOWN = [400, 'invalid_grant']
const WRONG_CODE = [400, 'invalid_user_code']
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()

describeEngines('device sign-in', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  /** A member with a session that has just begun, in the account of the root. */
  async function member() {
    const user = await addUser(test)
    await join(test, user, root, { role: 'developer' })
    return { ...user, ...(await signIn(test, user)) }
  }
  const approve = (userCode: string, by: { bearer?: string; key?: string; from?: string }) =>
    decideDevice(test, 'approve', userCode, by)
  const deny = (userCode: string, by: { bearer?: string; key?: string }) => decideDevice(test, 'deny', userCode, by)
  const find = (userCode: string, by: { bearer?: string; key?: string; from?: string }) =>
    decideDevice(test, 'find', userCode, by)
  const sessionRow = (id: string) =>
    test.database.read.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  describe('as RFC 8628 says', () => {
    it('answers a form with two codes, the page, their life and the interval (§3.2)', async () => {
      const answer = await test.call('POST /device/authorization', {
        headers: FORM,
        body: form({ client_id: 'quiva' }),
      })
      expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store'])
      expect(answer.body).toEqual({
        device_code: expect.stringMatching(/^[\w-]{43}$/),
        user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
        verification_uri: 'http://gateway.test/console/device',
        verification_uri_complete: `http://gateway.test/console/device?user_code=${answer.body.user_code}`,
        expires_in: 600,
        interval: 5,
      })
    })

    it('ignores parameters that it does not know, and takes an empty one as absent (RFC 6749, §3.1)', async () => {
      const body = form({ client_id: 'quiva', scope: '', resource: 'x' })
      expect((await test.call('POST /device/authorization', { headers: FORM, body })).status).toBe(200)
    })

    it.each([
      ['no client', form({}), 'invalid_request'],
      ['a parameter twice', 'client_id=quiva&client_id=other', 'invalid_request'],
      ['a client whose name would not be shown as it is', form({ client_id: 'a\u202eb' }), 'invalid_request'],
      ['a client whose name is too long', form({ client_id: 'x'.repeat(65) }), 'invalid_request'],
      ['a scope', form({ client_id: 'quiva', scope: 'openid' }), 'invalid_scope'],
    ])('refuses to begin with %s, in the form of RFC 6749, §5.2', async (_what, body, error) => {
      const { answer, changed } = await changesOf(test, () =>
        test.call('POST /device/authorization', { headers: FORM, body }),
      )
      expect([answer.status, answer.body.error, answer.body.code]).toEqual([400, error, error])
      expect(answer.body.error_description).toBe(answer.body.message)
      // RFC 6749, §5.2: the characters that a description may have.
      expect(answer.body.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
      expect(changed).toEqual([])
    })

    it('refuses another grant and a body of another type', async () => {
      const refresh = form({ grant_type: 'refresh_token', device_code: 'x', client_id: 'quiva' })
      const other = await test.call('POST /device/token', { headers: FORM, body: refresh })
      expect([other.status, other.body.error]).toEqual([400, 'unsupported_grant_type'])
      const text = await test.call('POST /device/token', { headers: { 'content-type': 'text/plain' }, body: 'x' })
      expect([text.status, text.body.error, text.body.code]).toEqual([415, 'invalid_request', 'unsupported_media_type'])
    })

    it('lets a client of another make sign in, which waits while nobody has approved it', async () => {
      const config = new oidc.Configuration(
        {
          issuer: 'http://gateway.test',
          token_endpoint: 'http://gateway.test/device/token',
          device_authorization_endpoint: 'http://gateway.test/device/authorization',
        },
        'independent-client',
        undefined,
        oidc.None(),
      )
      oidc.allowInsecureRequests(config)
      const errors: string[] = []
      const user = await member()
      let userCode = ''
      config[oidc.customFetch] = async (url, { method, headers, body }) => {
        const sent = { headers: Object.fromEntries(new Headers(headers)), body: String(body) }
        const { status, text, body: answer } = await test.call(`${method} ${new URL(url).pathname}`, sent)
        if (status !== 200) errors.push(answer.error)
        if (answer.error === 'authorization_pending') await approve(userCode, user)
        return new Response(text, { status, headers: { 'content-type': 'application/json' } })
      }
      const begun = await oidc.initiateDeviceAuthorization(config, {})
      userCode = begun.user_code
      const tokens = await oidc.pollDeviceAuthorizationGrant(config, { ...begun, interval: 0.05 })
      expect(errors).toEqual(['authorization_pending'])
      expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, user: { email: user.email } })
      expect(await statusOf(test, tokens.access_token)).toBe(200)
    })

    it('tells a device that asks too soon to slow down, and means it from then on (§3.5)', async () => {
      const device = await beginDevice(test)
      expect(verdict(await device.poll())).toEqual(PENDING)
      const soon = await device.poll()
      expect([soon.status, soon.body.error]).toEqual([400, 'slow_down'])
      await later(6 * SECOND, async () => {
        expect(verdict(await device.poll())).toEqual([400, 'slow_down'])
        await later(15 * SECOND, async () => {
          expect(verdict(await device.poll())).toEqual(PENDING)
          await later(12 * SECOND, async () => expect(verdict(await device.poll())).toEqual([400, 'slow_down']))
        })
      })
    })

    it('lets a device that waits the interval ask again and again', async () => {
      const device = await beginDevice(test)
      for (const seconds of [0, 5, 10, 14.5, 19])
        await later(seconds * SECOND, async () => expect(verdict(await device.poll())).toEqual(PENDING))
    })

    it('says for a while that the code has expired, and forgets it then', async () => {
      const device = await beginDevice(test)
      await later(10 * MINUTE + 1, async () => {
        expect(verdict(await device.poll())).toEqual([400, 'expired_token'])
        expect(verdict(await find(device.userCode, { bearer: (await member()).bearer }))).toEqual(WRONG_CODE)
      })
    })
  })

  describe('once it is approved', () => {
    it('signs the device in as the approver, with its own address and program, once', async () => {
      const user = await member()
      const device = await beginDevice(test, { from: '198.51.100.7', agent: 'quiva-cli/0.1.0' })
      const approved = await approve(device.userCode, user)
      expect([approved.status, Object.keys(approved.body)]).toEqual([200, ['message']])
      const { status, body } = await device.poll()
      expect([status, body]).toEqual([
        200,
        {
          access_token: expect.any(String),
          token_type: 'Bearer',
          expires_in: 3600,
          refresh_token: expect.any(String),
          user: { id: user.userId, email: user.email },
          account: expect.objectContaining({ name: root.account }),
        },
      ])
      const { data } = (await test.call('GET /accounts/session-tokens', { bearer: body.access_token })).body
      const own = data.auth.find(({ current }: { current: boolean }) => current)
      expect(own).toMatchObject({ ip: '198.51.100.7', kind: 'interactive', method: 'device:password' })
      expect(own.agent).toBe('quiva-cli 0')
      expect(decodeJwt(body.access_token)).toMatchObject({ sub: user.userId, amr: ['pwd'] })
      expect(verdict(await device.poll())).toEqual(UNKNOWN)
      expect(
        await refreshStatusOf(test, { ...user, bearer: body.access_token, refreshToken: body.refresh_token }),
      ).toBe(200)
    })

    it('records who approved which device from where, and the session with the address of the device', async () => {
      const user = await member()
      const device = await beginDevice(test, { from: '198.51.100.8' })
      await approve(device.userCode, user)
      const { body } = await device.poll()
      const details = { client_id: 'quiva', device_ip: '198.51.100.8', device_location: 'unknown' }
      const [event] = (await eventsAbout(test, user.userId)).filter(({ action }) => action.startsWith('device_sign_in'))
      expect({ ...event, details: JSON.parse(event?.details ?? '') }).toMatchObject({
        action: 'device_sign_in.approved',
        account_id: root.accountId,
        actor_user_id: user.userId,
        credential_id: user.id,
        details,
      })
      const [started] = await eventsAbout(test, sessionOf(body.access_token))
      expect(started).toMatchObject({ action: 'session.started', ip: '198.51.100.8', actor_user_id: user.userId })
      expect(started?.details).toBe('{"method":"device:password"}')
    })

    it('mails the user about a device that is new, and not about it again', async () => {
      const user = await member()
      const from = freshPlace()
      const { changes } = await changesOf(test, () => signInDevice(test, user.bearer, { from }))
      expect(changes.mails?.added).toMatchObject([{ template: 'new-device', to: user.email }])
      expect(changes.mails?.added[0]?.text).toContain(from)
      const again = await changesOf(test, () => signInDevice(test, user.bearer, { from }))
      expect(again.changes.mails).toBeUndefined()
    })

    // Attack: the device asks from a place that the page vouches for, and the tokens go to a place that was known, too.
    it('mails the user and records both addresses if the tokens go elsewhere, even to a known place', async () => {
      const user = await member()
      const known = freshPlace()
      await signIn(test, user, { from: known, agent: 'quiva-cli/0.1.0' })
      const device = await beginDevice(test, { from: '198.51.100.9' })
      await approve(device.userCode, user)
      const { answer, changes } = await changesOf(test, () => device.poll({ from: known }))
      expect(changes.mails?.added).toMatchObject([{ template: 'new-device', to: user.email }])
      const [started] = await eventsAbout(test, sessionOf(answer.body.access_token))
      expect([started?.ip, JSON.parse(started?.details ?? '')]).toEqual([
        known,
        { method: 'device:password', device_ip: '198.51.100.9' },
      ])
    })

    // Attack: who was let in by a deceived user comes back with their password, and nobody is to notice.
    it('makes its place known to no password, and to no device once its session was ended', async () => {
      const user = await member()
      const from = freshPlace()
      const agent = 'quiva-cli/0.1.0'
      const first = await signInDevice(test, user.bearer, { from })
      const ended = await test.call(`DELETE /accounts/auth-token?token=auth-${first.id}`, { bearer: first.bearer })
      expect(ended.status).toBe(200)
      const again = await changesOf(test, () => signInDevice(test, user.bearer, { from }))
      expect(again.changes.mails?.added).toHaveLength(1)
      const byPassword = await changesOf(test, () => signIn(test, user, { from, agent }))
      expect(byPassword.changes.mails?.added).toHaveLength(1)
    })

    it('takes the code however it was typed', async () => {
      const user = await member()
      for (const typed of [
        (code: string) => code.toLowerCase(),
        (code: string) => code.replace('-', ''),
        (code: string) => ` ${code.replace('-', ' — ')} `,
        (code: string) =>
          [...code].map((c) => (c === '-' ? c : String.fromCodePoint(c.charCodeAt(0) + 0xfee0))).join(''),
      ]) {
        const device = await beginDevice(test)
        expect((await find(typed(device.userCode), user)).body.data.user_code).toBe(device.userCode)
        expect((await approve(typed(device.userCode), user)).status).toBe(200)
      }
    })

    it('uses the account of the session in which it was approved, not the one that the user owns', async () => {
      const guest = await test.signUp()
      await join(test, guest, root, { role: 'monitor' })
      const there = await signIn(test, guest, { account: root.account })
      const { body } = await signInDevice(test, there.bearer)
      expect(body.account.name).toBe(root.account)
    })
  })

  describe('is worth no more than the session in which it was approved', () => {
    it('ends when that one would end, however often it is refreshed', async () => {
      const user = await member()
      await later(20 * DAY, async () => {
        await test.database.transaction(({ db }) =>
          db
            .updateTable('sessions')
            .set({ access_expires_at: Date.now() + DAY })
            .where('id', '=', user.id)
            .execute(),
        )
        const device = await beginDevice(test)
        const { expires_at: end } = await sessionRow(user.id)
        await test.database.transaction(({ db }) =>
          db
            .updateTable('device_sign_ins')
            .set({ state: 'approved', account_id: root.accountId, user_id: user.userId, session_id: user.id })
            .where('state', '=', 'pending')
            .execute(),
        )
        const { body } = await device.poll()
        expect((await sessionRow(sessionOf(body.access_token))).expires_at).toBe(end)
      })
    })

    // Attack: the user was deceived into approving the attacker's device, just after they had signed in.
    it('counts as no recent sign-in: it changes no factor, even if the approver has just proven one', async () => {
      const user = await member()
      const { id, bearer } = await signInDevice(test, user.bearer)
      expect(verdict(await test.call('POST /accounts/generate-totp-key', { bearer }))).toEqual([
        403,
        'step_up_required',
      ])
      expect((await test.call('POST /accounts/generate-totp-key', { bearer: user.bearer })).status).toBe(200)
      await addApp(test, user.bearer)
      await freshenSession(test, user.bearer)
      const strong = await signInDevice(test, user.bearer)
      expect((await sessionRow(strong.id)).method).toBe('device:password+totp')
      expect(decodeJwt(strong.bearer).amr).toEqual(['pwd', 'otp', 'mfa'])
      for (const device of [strong.bearer, bearer])
        expect(verdict(await test.call('DELETE /accounts/totp', { bearer: device, body: {} }))).toEqual([
          403,
          'step_up_required',
        ])
      expect(id).not.toBe(strong.id)
    })

    // Attack: who got one session by deceit makes many, which outlive it.
    it('approves no further device, but may deny one', async () => {
      const user = await member()
      const first = await signInDevice(test, user.bearer)
      const second = await beginDevice(test)
      expect(verdict(await approve(second.userCode, first))).toEqual([403, 'step_up_required'])
      expect(verdict(await second.poll())).toEqual(PENDING)
      expect((await deny(second.userCode, first)).status).toBe(200)
      expect(verdict(await second.poll())).toEqual(DENIED)
    })

    // Otherwise the lockout would spare the network of whoever deceived the user once (docs/decisions/0035).
    it('makes no place known', async () => {
      const user = await member()
      const from = freshPlace()
      await signInDevice(test, user.bearer, { from })
      expect(await listSignInAddresses(test.database.read, user.email, 0)).not.toContain(from)
    })
  })

  describe('gives nothing', () => {
    it.each<[string, (user: Awaited<ReturnType<typeof member>>) => Promise<unknown>]>([
      [
        'the session that approved it was ended',
        (user) => test.call(`DELETE /accounts/auth-token?token=${user.authHandle}`, { bearer: user.bearer }),
      ],
      [
        'all sessions were ended',
        (user) => test.call('DELETE /accounts/tokens', { bearer: root.bearer, body: { email: user.email } }),
      ],
      ['the member was suspended', ({ userId }) => setSuspended(test, { userId, accountId: root.accountId }, true)],
      [
        'the member was removed',
        (user) => test.call('DELETE /accounts/remove-user', { bearer: root.bearer, body: { email: user.email } }),
      ],
      [
        'the password was changed, although that session stays',
        ({ bearer, email, password }) =>
          test.call('POST /accounts/reset-password', {
            bearer,
            body: { email, password, new_password: 'another-Horse7' },
          }),
      ],
    ])('if, before the device asks, %s', async (_what, revoke) => {
      const user = await member()
      const device = await beginDevice(test)
      expect((await approve(device.userCode, user)).status).toBe(200)
      const revoked = await revoke(user)
      if (revoked) expect(revoked).toMatchObject({ status: 200 })
      const { answer, changed } = await changesOf(test, () => device.poll())
      expect(verdict(answer)).toEqual(DENIED)
      expect(changed.filter((table) => table !== 'audit_events' && table !== 'device_sign_ins')).toEqual([])
      expect(verdict(await device.poll())).toEqual(DENIED)
    })

    it('if it was denied, whoever asks, and however often', async () => {
      const user = await member()
      const device = await beginDevice(test)
      expect((await deny(device.userCode, user)).status).toBe(200)
      expect(verdict(await device.poll())).toEqual(DENIED)
      expect(verdict(await device.poll())).toEqual(DENIED)
      expect(verdict(await approve(device.userCode, user))).toEqual(WRONG_CODE)
      const actions = (await eventsAbout(test, user.userId)).map(({ action }) => action)
      expect(actions).toContain('device_sign_in.denied')
      expect(actions).not.toContain('device_sign_in.approved')
    })

    it('to another client, or for a code that is not one', async () => {
      const user = await member()
      const device = await beginDevice(test)
      await approve(device.userCode, user)
      for (const more of [
        { clientId: 'other' },
        { deviceCode: device.userCode },
        { deviceCode: `${device.deviceCode}x` },
      ])
        expect(verdict(await device.poll(more))).toEqual(UNKNOWN)
      expect((await device.poll()).status).toBe(200)
    })

    it('to a device code that is typed as a user code, or the other way round', async () => {
      const device = await beginDevice(test)
      expect(verdict(await approve(device.deviceCode, await member()))).toEqual(WRONG_CODE)
    })

    it('to a key, which may neither find, approve nor deny a device, nor may anybody who is not signed in', async () => {
      const { key } = await test.issueKey(root.bearer)
      const { body } = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
      const device = await beginDevice(test)
      for (const act of [find, approve, deny]) {
        expect(verdict(await act(device.userCode, { key }))).toEqual([403, 'interactive_required'])
        expect(verdict(await act(device.userCode, { bearer: body.data.auth_token }))).toEqual([
          403,
          'interactive_required',
        ])
        expect(verdict(await act(device.userCode, {}))).toEqual([401, 'unauthorized'])
      }
      expect(verdict(await device.poll())).toEqual(PENDING)
    })
  })

  describe('before the user decides', () => {
    it('shows which program asks, from where, since when, and whether that is nearby', async () => {
      const user = await member()
      const device = await beginDevice(test, { clientId: 'deploy.tool', from: '203.0.113.9', agent: 'curl/8.5.0' })
      const { status, body } = await find(device.userCode, { ...user, from: '203.0.113.77' })
      expect([status, body.data]).toEqual([
        200,
        {
          user_code: device.userCode,
          client_id: 'deploy.tool',
          ip: '203.0.113.9',
          location: 'unknown',
          nearby: true,
          agent: 'curl 8',
          platform: 'unknown',
          requested_on: expect.any(String),
          expires_on: expect.any(String),
        },
      ])
      expect(Date.parse(body.data.expires_on) - Date.parse(body.data.requested_on)).toBe(10 * MINUTE)
      expect((await find(device.userCode, { ...user, from: '192.0.2.1' })).body.data.nearby).toBe(false)
      const { changed } = await changesOf(test, () => find(device.userCode, user))
      expect(changed).toEqual([])
    })

    it.each(['find', 'approve', 'deny'] as const)(
      '%s allows ten wrong codes to a user, wherever they are',
      async (what) => {
        const user = await member()
        const device = await beginDevice(test)
        const wrong = () => decideDevice(test, what, 'BBBB-BBBB', { bearer: user.bearer })
        for (let tries = 0; tries < 10; tries += 1) expect(verdict(await wrong())).toEqual(WRONG_CODE)
        for (const code of ['BBBB-BBBB', device.userCode])
          expect(verdict(await decideDevice(test, what, code, user))).toEqual([429, 'too_many_requests'])
        await later(15 * MINUTE, async () => expect(verdict(await wrong())).toEqual(WRONG_CODE))
      },
    )

    it('allows ten wrong codes to a network, whoever is there, and at the same instant no more', async () => {
      const users = await Promise.all(Array.from({ length: 3 }, member))
      const from = freshPlace()
      const all = await Promise.all(
        users.flatMap(({ bearer }) =>
          Array.from({ length: 6 }, (_, n) => find(n % 2 === 0 ? 'CCCC-CCCC' : 'no code', { bearer, from })),
        ),
      )
      expect(all.filter(({ status }) => status === 400)).toHaveLength(10)
      expect(all.filter(({ status }) => status === 429)).toHaveLength(8)
    })

    it('counts no right code, and no refusal of another kind', async () => {
      const user = await member()
      const device = await beginDevice(test)
      for (let tries = 0; tries < 12; tries += 1) expect((await find(device.userCode, user)).status).toBe(200)
    })
  })

  describe('at the same instant', () => {
    it('two questions get one session', async () => {
      const user = await member()
      for (let round = 0; round < 3; round += 1) {
        const device = await beginDevice(test)
        await approve(device.userCode, user)
        const { answer, changes } = await changesOf(test, () => Promise.all([1, 2, 3].map(() => device.poll())))
        expect(answer.map(verdict).sort()).toEqual([[200, undefined], UNKNOWN, UNKNOWN])
        expect(changes.sessions?.added).toHaveLength(1)
      }
    })

    it('of two questions that wait, one is too soon', async () => {
      const device = await beginDevice(test)
      const answers = await Promise.all([device.poll(), device.poll()])
      expect(answers.map(verdict).sort()).toEqual([PENDING, [400, 'slow_down']])
    })

    it('one of approving and denying counts, and of two users one', async () => {
      const [one, other] = [await member(), await member()]
      for (let round = 0; round < 3; round += 1) {
        const device = await beginDevice(test)
        const decided = await Promise.all([
          approve(device.userCode, one),
          deny(device.userCode, one),
          approve(device.userCode, other),
        ])
        const won = decided.findIndex(({ status }) => status === 200)
        expect(decided.map(({ status }) => status).sort()).toEqual([200, 400, 400])
        const { status, body } = await device.poll()
        expect([status, body.user?.email]).toEqual(
          [
            [200, one.email],
            [400, undefined],
            [200, other.email],
          ][won],
        )
      }
    })

    it('a revocation and a question: the session is either not given, or revoked', async () => {
      for (let round = 0; round < 3; round += 1) {
        const user = await member()
        const device = await beginDevice(test)
        await approve(device.userCode, user)
        const [polled] = await Promise.all([
          device.poll(),
          test.call('DELETE /accounts/tokens', { bearer: root.bearer, body: { email: user.email } }),
        ])
        if (polled.status === 200) expect(await statusOf(test, polled.body.access_token)).toBe(401)
        else expect(verdict(polled)).toEqual(DENIED)
      }
    })
  })

  it('stores no code in clear, and logs none', async () => {
    const user = await member()
    const device = await beginDevice(test)
    await find(device.userCode, user)
    await approve(device.userCode, user)
    const rows = await test.database.read.selectFrom('device_sign_ins').selectAll().execute()
    const events = await test.database.read.selectFrom('audit_events').selectAll().execute()
    const traces = JSON.stringify([rows, events, test.logged])
    for (const code of [device.deviceCode, device.userCode, device.userCode.replace('-', '')])
      expect(traces).not.toContain(code)
  })

  it('forgets devices a while after their codes have expired', async () => {
    await beginDevice(test)
    const count = async () => (await test.database.read.selectFrom('device_sign_ins').selectAll().execute()).length
    expect(await count()).toBeGreaterThan(0)
    await test.database.transaction((tx) => tidyChallenges(tx, Date.now() + 21 * MINUTE))
    expect(await count()).toBe(0)
  })
})

// Each gateway counts by itself, whatever its database.
it('tells a network that guesses device codes to slow down, and lets those pass that wait', async () => {
  const limited = await openTestGateway('sqlite', { environment: { RATE_LIMIT_ANONYMOUS_PER_MINUTE: '20' } })
  try {
    const from = freshPlace()
    const device = await beginDevice(limited, { from })
    for (let n = 0; n < 30; n += 1)
      await later((n + 1) * 5 * SECOND, async () => expect(verdict(await device.poll())).toEqual(PENDING))
    for (let n = 0; n < 20; n += 1) await device.poll({ deviceCode: `guess-${n}` })
    const body = { grant_type: DEVICE_GRANT, device_code: 'guess', client_id: 'quiva' }
    const answer = await limited.call('POST /device/token', { body, from })
    expect([answer.status, answer.body.error, answer.body.code]).toEqual([429, 'slow_down', 'too_many_requests'])
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  } finally {
    await limited.close()
  }
})

it('is not there without the console, where nobody could approve a device', async () => {
  const without = await openTestGateway('sqlite', { environment: { CONSOLE: 'off' } })
  try {
    for (const route of ['authorization', 'token', 'find', 'approve', 'deny'])
      expect(verdict(await without.call(`POST /device/${route}`, { body: { client_id: 'quiva' } }))).toEqual([
        404,
        'not_found',
      ])
  } finally {
    await without.close()
  }
})
