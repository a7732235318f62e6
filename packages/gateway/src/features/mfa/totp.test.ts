import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { later, MINUTE } from '../../../test/run/clock.ts'
import {
  addApp,
  beginStep,
  challenge,
  createApp,
  factorEvents,
  freshenSession,
  verdict,
} from '../../../test/users/factors.ts'
import { eventsAbout, FIREFOX, signIn, statusOf } from '../../../test/users/sign-in.ts'
import { addUser, deleteAccount, freshPlace, join, setSuspended, type User } from '../../../test/users/users.ts'

describeEngines('an authenticator app', (engine) => {
  let place: Place
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    place = await openPlace(engine)
    test = await openTestGateway(engine, { place })
    root = await test.signUp()
  })
  afterAll(async () => {
    await test.close()
    await place.remove()
  })

  beforeEach(beginStep)

  async function member(): Promise<User & { bearer: string }> {
    const user = await addUser(test)
    await join(test, user, root)
    return { ...user, bearer: (await signIn(test, user)).bearer }
  }
  const generate = (bearer: string) => test.call('POST /accounts/generate-totp-key', { bearer })
  const confirm = (bearer: string, body: object) =>
    test.call('POST /accounts/confirm-totp-registration', { bearer, body })
  const withTotp = (body: object, from = freshPlace(), on = test) =>
    on.call('POST /accounts/auth-with-totp', { body, from, headers: { 'user-agent': FIREFOX } })
  const flags = async ({ email, password }: User) => {
    const { data } = (
      await test.call('POST /accounts/auth-with-password', { body: { email, password }, from: freshPlace() })
    ).body
    return { totp: data.totp_enabled, challenged: 'token' in data }
  }

  describe('is set up', () => {
    it('with its first code, which gives ten recovery codes; from then on it is asked for', async () => {
      const user = await member()
      const { status, headers, body } = await generate(user.bearer)
      expect([status, headers['cache-control']]).toEqual([200, 'no-store'])
      const { otpauth_url: url, secret } = body.data
      expect(Object.keys(body.data).sort()).toEqual(['otpauth_url', 'secret'])
      expect(url).toContain(`otpauth://totp/gateway.test:${user.email}?secret=${secret}&issuer=gateway.test`)
      expect(await flags(user)).toEqual({ totp: false, challenged: false })

      const { answer, changes } = await changesOf(test, () =>
        confirm(user.bearer, { code: createApp(secret).code(), secret }),
      )
      expect(answer.status).toBe(200)
      expect(answer.body.data.recovery_codes).toHaveLength(10)
      expect(await flags(user)).toEqual({ totp: true, challenged: true })
      expect(changes.mails?.added).toMatchObject([{ template: 'totp-added', to: user.email }])
      expect(JSON.stringify(changes)).not.toContain(secret)
      const by = { account_id: root.accountId, actor_user_id: user.userId }
      expect(await factorEvents(test, user)).toMatchObject([
        { action: 'recovery_codes.issued', details: { at: 'registration' }, ...by },
        { action: 'totp.registered', details: {}, ...by },
      ])
    })

    it('only by a right code for the secret that was shown last, within 15 minutes; nothing is switched on before', async () => {
      const user = await member()
      const first = createApp((await generate(user.bearer)).body.data.secret)
      const app = createApp((await generate(user.bearer)).body.data.secret)
      // Attack: somebody talks the user into confirming a secret that they know themselves.
      const foreign = createApp('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP')
      const { changed } = await changesOf(test, async () => {
        for (const one of [first, foreign])
          expect(verdict(await confirm(user.bearer, { code: one.code(), secret: one.secret }))).toEqual([
            400,
            'invalid_totp_code',
          ])
        for (const code of [app.wrongCode(), app.code(-3), app.code(3), foreign.code(), '12345', 'abcdef'])
          expect(verdict(await confirm(user.bearer, { code, secret: app.secret }))).toEqual([400, 'invalid_totp_code'])
      })
      expect(changed).toEqual([])
      expect(await flags(user)).toEqual({ totp: false, challenged: false })
      const typed = app.secret.toLowerCase().replace(/(.{4})/g, '$1 ')
      expect((await confirm(user.bearer, { code: app.code(), secret: typed })).status).toBe(200)
      await freshenSession(test, user.bearer)
      const next = createApp((await generate(user.bearer)).body.data.secret)
      const late = async () => {
        await freshenSession(test, user.bearer)
        return confirm(user.bearer, { code: next.code(), secret: next.secret })
      }
      expect(verdict(await later(15 * MINUTE + 1, late))).toEqual([400, 'invalid_totp_code'])
    })

    it('once, when its first code comes twice at the same instant', async () => {
      const user = await member()
      const app = createApp((await generate(user.bearer)).body.data.secret)
      const body = { code: app.code(), secret: app.secret }
      const answers = await Promise.all([1, 2, 3].map(() => confirm(user.bearer, body)))
      // Whoever comes when the app is on is asked for it first.
      const refused = [
        [400, 'invalid_totp_code'],
        [403, 'step_up_required'],
      ]
      const verdicts = answers.filter(({ status }) => status !== 200).map(verdict)
      expect(verdicts).toHaveLength(2)
      for (const one of verdicts) expect(refused).toContainEqual(one)
    })

    it('anew in place of the old one, which works until then; the recovery codes that are left stay', async () => {
      const user = await member()
      const { app: old, codes } = await addApp(test, user.bearer)
      const app = createApp((await generate(user.bearer)).body.data.secret)
      expect((await withTotp({ token: await challenge(test, user), code: old.code() })).status).toBe(200)
      const answer = await confirm(user.bearer, { code: app.code(), secret: app.secret })
      expect(answer.body.data.recovery_codes).toEqual(codes)
      const token = await challenge(test, user)
      expect(verdict(await withTotp({ token, code: old.code(1) }))).toEqual([401, 'invalid_second_factor'])
      expect((await withTotp({ token, code: app.code(1) })).status).toBe(200)
    })

    it('no more than 20 times a quarter of an hour, wrong codes too', async () => {
      const user = await member()
      const { secret } = createApp((await generate(user.bearer)).body.data.secret)
      const answers = []
      for (let time = 0; time < 21; time += 1) answers.push(await confirm(user.bearer, { code: '000', secret }))
      expect(answers.map(({ status }) => status)).toEqual([...Array(20).fill(400), 429])
    })
  })

  describe('completes a sign-in', () => {
    it('which then has its tokens; session, audit log and access token name both factors, after a refresh too', async () => {
      const user = await member()
      const { app } = await addApp(test, user.bearer)
      const token = await challenge(test, user)
      const { status, body } = await withTotp({ token, code: app.code(), email: user.email.toUpperCase() })
      expect(status).toBe(200)
      const { auth_token: bearer, refresh_token: refreshToken, ...rest } = body.data
      expect(rest).toMatchObject({ totp_enabled: true, passkey_enabled: false, account: { id: root.accountId } })
      const claims = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())
      expect(claims(bearer).amr).toEqual(['pwd', 'otp', 'mfa'])
      const { auth } = (await test.call('GET /accounts/session-tokens', { bearer })).body.data
      expect(auth.find(({ current }: { current: boolean }) => current).method).toBe('password+totp')
      expect(await eventsAbout(test, claims(bearer).sid)).toMatchObject([
        { action: 'session.started', account_id: root.accountId, details: '{"method":"password+totp"}' },
      ])
      const pair = { auth_token: bearer, refresh_token: refreshToken }
      const refreshed = await test.call('POST /accounts/refresh-token', { body: pair })
      expect(claims(refreshed.body.data.auth_token).amr).toEqual(['pwd', 'otp', 'mfa'])
    })

    // RFC 6238, §5.2. Attack: somebody looks over the shoulder and types the same code within the half minute.
    it('with each step once, also on another gateway, and never with an older one after a newer one', async () => {
      const user = await member()
      const { app } = await addApp(test, user.bearer)
      const other = engine === 'postgres' ? await openTestGateway(engine, { place }) : undefined
      const again = other ?? test
      // Its first code was used to set it up.
      const tokens = await Promise.all([1, 2, 3].map(() => challenge(test, user)))
      expect((await withTotp({ token: tokens[0], code: app.code(-1) })).status).toBe(401)
      expect((await withTotp({ token: tokens[0], code: app.code(1) })).status).toBe(200)
      for (const code of [app.code(1), app.code(0)])
        expect(verdict(await withTotp({ token: tokens[1], code }, freshPlace(), again))).toEqual([
          401,
          'invalid_second_factor',
        ])
      await later(MINUTE, async () => {
        const token = await challenge(test, user)
        expect((await withTotp({ token, code: app.code() }, freshPlace(), again)).status).toBe(200)
      })
      await other?.close()
    })

    it('once with one code when many come at the same instant, for one challenge or for several', async () => {
      const user = await member()
      const { app } = await addApp(test, user.bearer)
      const tokens = await Promise.all([1, 2, 3, 4].map(() => challenge(test, user)))
      const answers = await Promise.all([...tokens, ...tokens].map((token) => withTotp({ token, code: app.code() })))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 401]))
    })

    it('not with a challenge that is unknown, completed, too old, or somebody else’s', async () => {
      const user = await member()
      const { app } = await addApp(test, user.bearer)
      const other = await member()
      const { app: others } = await addApp(test, other.bearer)
      const token = await challenge(test, user)
      const refused = async (body: object) =>
        expect(verdict(await withTotp(body))).toEqual([401, 'invalid_second_factor'])
      await refused({ token: 'A'.repeat(43), code: app.code() })
      await refused({ token, code: others.code() })
      await refused({ token, code: app.code(), email: other.email })
      await later(5 * MINUTE + 1, () => refused({ token, code: app.code() }))
      // Somebody else who is signed in.
      const by = { bearer: other.bearer, body: { token, code: app.code() } }
      expect((await test.call('POST /accounts/auth-with-totp', by)).status).toBe(401)
      expect((await withTotp({ token, code: app.code() })).status).toBe(200)
      await refused({ token, code: app.code(1) })
    })

    it('for five tries, then the challenge is worthless, also to the right code', async () => {
      const user = await member()
      const { app } = await addApp(test, user.bearer)
      const token = await challenge(test, user)
      for (let time = 0; time < 5; time += 1)
        expect((await withTotp({ token, code: app.wrongCode() })).status).toBe(401)
      expect(verdict(await withTotp({ token, code: app.code() }))).toEqual([401, 'invalid_second_factor'])
      const at = (row: { action: string; details: string }) => row.action === 'session.refused' && row.details
      const refusals = (
        await test.database.read
          .selectFrom('audit_events')
          .selectAll()
          .where('actor_user_id', '=', user.userId)
          .orderBy('id')
          .execute()
      ).filter(at)
      expect(refusals.map(({ details }) => JSON.parse(details))).toEqual([
        ...Array(5).fill({ method: 'password+totp', reason: 'code' }),
        { method: 'password+totp', reason: 'challenge' },
      ])
    })

    // Attack: who has the password gets a new challenge for every five guesses.
    it('with tries that count over all challenges and together with passwords; a right password resets nothing', async () => {
      const user = await member()
      const { app } = await addApp(test, user.bearer)
      const from = freshPlace()
      for (let time = 0; time < 5; time += 1) {
        const token = await challenge(test, user, { from })
        expect((await withTotp({ token, code: app.wrongCode() }, from)).status).toBe(401)
      }
      const { email, password } = user
      const next = await test.call('POST /accounts/auth-with-password', { body: { email, password }, from })
      expect(verdict(next)).toEqual([429, 'too_many_requests'])
      const elsewhere = await challenge(test, user)
      expect((await withTotp({ token: elsewhere, code: app.code() }, from)).status).toBe(429)
      expect((await withTotp({ token: elsewhere, code: app.code() })).status).toBe(200)
    })

    it('and only that resets the counters', async () => {
      const user = await member()
      const { app } = await addApp(test, user.bearer)
      const from = freshPlace()
      const token = await challenge(test, user, { from })
      for (let time = 0; time < 3; time += 1)
        expect((await withTotp({ token, code: app.wrongCode() }, from)).status).toBe(401)
      expect((await withTotp({ token, code: app.code() }, from)).status).toBe(200)
      const other = await challenge(test, user, { from })
      for (let time = 0; time < 4; time += 1)
        expect((await withTotp({ token: other, code: app.wrongCode() }, from)).status).toBe(401)
      expect((await withTotp({ token: other, code: app.code(1) }, from)).status).toBe(200)
    })
  })

  describe('does not complete a sign-in that was begun before', () => {
    async function begun() {
      const user = await member()
      const { app } = await addApp(test, user.bearer)
      return { user, app, token: await challenge(test, user) }
    }
    async function expectRefused({ app, token }: Awaited<ReturnType<typeof begun>>) {
      const { answer, changed } = await changesOf(test, () => withTotp({ token, code: app.code() }))
      expect(verdict(answer)).toEqual([401, 'invalid_second_factor'])
      expect(changed).toEqual(['audit_events'])
    }

    it('a change of the password', async () => {
      const one = await begun()
      const { user, app } = one
      const stepUp = await challenge(test, user)
      const session = (await withTotp({ token: stepUp, code: app.code(1) })).body.data.auth_token
      const body = { token: stepUp, password: user.password, new_password: 'other-Horse8' }
      expect((await test.call('POST /accounts/reset-password', { bearer: session, body })).status).toBe(200)
      await later(MINUTE, () => expectRefused(one))
    })

    it('a suspension', async () => {
      const one = await begun()
      await setSuspended(test, { ...one.user, accountId: root.accountId }, true)
      await expectRefused(one)
    })

    it('the end of the membership, or of the account', async () => {
      const one = await begun()
      await test.database.transaction(({ db }) =>
        db.deleteFrom('memberships').where('user_id', '=', one.user.userId).execute(),
      )
      await expectRefused(one)
      const owner = await test.signUp()
      const { app } = await addApp(test, owner.bearer)
      const token = await challenge(test, owner)
      await deleteAccount(test, owner)
      await expectRefused({ user: owner, app, token })
    })

    it('the deletion of the person', async () => {
      const one = await begun()
      await test.database.transaction(({ db }) => db.deleteFrom('users').where('id', '=', one.user.userId).execute())
      await expectRefused(one)
    })

    it('its own being switched off', async () => {
      const one = await begun()
      const settings = { bearer: one.user.bearer, body: { totp_enabled: false } }
      expect((await test.call('PATCH /accounts/mfa-settings', settings)).status).toBe(200)
      const { answer } = await changesOf(test, () => withTotp({ token: one.token, code: one.app.code() }))
      expect(verdict(answer)).toEqual([401, 'invalid_second_factor'])
      expect(await flags(one.user)).toEqual({ totp: false, challenged: false })
    })
  })

  describe('is removed', () => {
    it('with the recovery codes, if it was the last factor; the password is then enough, and the owner gets a mail', async () => {
      const user = await member()
      await addApp(test, user.bearer)
      const { answer, changes } = await changesOf(test, () =>
        test.call('DELETE /accounts/totp', { bearer: user.bearer }),
      )
      expect([answer.status, answer.body]).toEqual([200, { message: 'The authenticator app was removed.' }])
      expect(Object.keys(changes).sort()).toEqual(['audit_events', 'mails', 'recovery_codes', 'totp_secrets', 'users'])
      expect(changes.mails?.added).toMatchObject([{ template: 'factor-removed', to: user.email }])
      expect((await factorEvents(test, user)).at(-1)).toMatchObject({
        action: 'totp.removed',
        details: { codes_dropped: true },
      })
      expect(await flags(user)).toEqual({ totp: false, challenged: false })
      expect(await statusOf(test, user.bearer)).toBe(200)
    })

    it('once: what is not there answers 400 and changes nothing', async () => {
      const user = await member()
      const { answer, changed } = await changesOf(test, () =>
        test.call('DELETE /accounts/totp', { bearer: user.bearer, body: { email: user.email } }),
      )
      expect([...verdict(answer), changed]).toEqual([400, 'factor_not_registered', []])
    })
  })
})
