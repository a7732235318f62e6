import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { later, MINUTE, SECOND } from '../../../test/run/clock.ts'
import { createAuthenticator } from '../../../test/users/authenticator.ts'
import {
  addApp,
  addPasskey,
  beginStep,
  challenge,
  createApp,
  signInWithPasskey,
  succeed,
  verdict,
} from '../../../test/users/factors.ts'
import { signIn } from '../../../test/users/sign-in.ts'
import { addUser, freshPlace, join, type User } from '../../../test/users/users.ts'

const REQUIRED = [403, 'step_up_required']

/** Every operation that changes or shows what secures a user; none may be done with an open session alone. */
const operations: Record<string, [route: string, body?: object]> = {
  generateTotpKey: ['POST /accounts/generate-totp-key', {}],
  confirmTotpRegistration: ['POST /accounts/confirm-totp-registration', { code: '123456', secret: 'JBSWY3DP' }],
  removeTotp: ['DELETE /accounts/totp', {}],
  beginPasskeyRegistration: ['POST /accounts/begin-passkey-registration', {}],
  completePasskeyRegistration: [
    'POST /accounts/complete-passkey-registration',
    { credential: createAuthenticator().register({ challenge: 'A'.repeat(43) }), credential_alias: 'thief' },
  ],
  removePasskey: ['DELETE /accounts/passkey', { id: 'AAAA' }],
  removeAllPasskeys: ['DELETE /accounts/all-passkeys', {}],
  removeOAuthLink: ['DELETE /accounts/oauth-link', { issuer: 'https://login.example.com' }],
  updateMfaSettings: ['PATCH /accounts/mfa-settings', { totp_enabled: false, passkey_enabled: false }],
  'updateUser:factors': ['PATCH /accounts/user', { totp_enabled: false }],
  issueRecoveryCodes: ['POST /accounts/recovery-codes', {}],
  viewRecoveryCodes: ['GET /accounts/recovery-codes'],
}
const names = Object.keys(operations)

// Attack: whoever steals an open session enrols a factor of their own, or takes the owner's away, and locks them out.
describeEngines('the step-up before factors are changed or shown', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let owner: User & { bearer: string; refreshToken: string }
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    owner = await member()
    // Set up in another session than the one of the tests: this one never proved the factor.
    await addApp(test, (await signIn(test, owner)).bearer)
  })
  afterAll(() => test.close())
  beforeEach(beginStep)

  async function member(role: 'developer' | 'admin' = 'developer') {
    const user = await addUser(test)
    await join(test, user, root, { role })
    const { bearer, refreshToken } = await signIn(test, user)
    return { ...user, bearer, refreshToken }
  }
  function act(name: string, by: { bearer?: string; key?: string }, more: Record<string, string> = {}) {
    const [route = '', body] = operations[name] ?? []
    if (body) return test.call(route, { ...by, body: { ...body, ...more } })
    const query = new URLSearchParams(more).toString()
    return test.call(query ? `${route}?${query}` : route, by)
  }
  /** Somebody whose app is on, with a completed challenge: its token and the session that came of it. */
  async function proven() {
    const user = await member()
    const { app, codes } = await addApp(test, (await signIn(test, user)).bearer)
    const token = await challenge(test, user)
    const body = { token, code: app.code() }
    const { data } = (await succeed(test, 'POST /accounts/auth-with-totp', { body, from: freshPlace() })).body
    return { user, app, codes, token, fresh: data.auth_token as string, refreshToken: data.refresh_token as string }
  }

  describe.each(names)('%s', (name) => {
    it('is refused in a session older than ten minutes, and changes nothing', async () => {
      const user = await member()
      await later(10 * MINUTE + 1, async () => {
        const { answer, changed } = await changesOf(test, () => act(name, user))
        // With the clock ten minutes on, the sweep may remove challenges that ran out.
        const ours = changed.filter((table) => table !== 'sign_in_challenges')
        expect([...verdict(answer), ours]).toEqual([...REQUIRED, []])
        expect(answer.body.message).toContain('Sign in again')
      })
    })

    it('is refused where a factor is on that this session has not proven, however young it is', async () => {
      const { answer, changed } = await changesOf(test, () => act(name, owner))
      expect([...verdict(answer), changed]).toEqual([...REQUIRED, []])
      const guessed = await changesOf(test, () => act(name, owner, { mfa_token: 'A'.repeat(43) }))
      expect([...verdict(guessed.answer), guessed.changed]).toEqual([...REQUIRED, []])
    })

    it('goes on in a session that began with the second factor at most ten minutes ago', async () => {
      const { fresh } = await proven()
      await later(10 * MINUTE - SECOND, async () =>
        expect(verdict(await act(name, { bearer: fresh }))).not.toEqual(REQUIRED),
      )
    })
  })

  it('takes an MFA token once, in whatever session of its person, and only where a factor is on', async () => {
    const { user, token, fresh } = await proven()
    await later(4 * MINUTE, async () => {
      const stranger = await act('viewRecoveryCodes', owner, { mfa_token: token })
      expect(verdict(stranger)).toEqual(REQUIRED)
      expect((await act('viewRecoveryCodes', user, { mfa_token: token })).status).toBe(200)
      expect(verdict(await act('viewRecoveryCodes', user, { mfa_token: token }))).toEqual(REQUIRED)
    })
    await later(10 * MINUTE + 1, async () =>
      expect(verdict(await act('removeTotp', { bearer: fresh }))).toEqual(REQUIRED),
    )
  })

  it('spends no MFA token on what is refused, and none of two at the same instant twice', async () => {
    const { user, token } = await proven()
    const mfa_token = token
    expect(verdict(await act('removePasskey', user, { mfa_token }))).toEqual([404, 'passkey_not_found'])
    const answers = await Promise.all([1, 2, 3].map(() => act('issueRecoveryCodes', user, { mfa_token })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403])
  })

  it('sets up another authenticator app with an MFA token: the beginning does not use it up', async () => {
    const { user, token: mfa_token } = await proven()
    const { body } = await succeed(test, 'POST /accounts/generate-totp-key', { ...user, body: { mfa_token } })
    const app = createApp(body.data.secret)
    const confirm = { code: app.wrongCode(), secret: app.secret, mfa_token }
    const call = (more: object) =>
      test.call('POST /accounts/confirm-totp-registration', { bearer: user.bearer, body: { ...confirm, ...more } })
    expect(verdict(await call({}))).toEqual([400, 'invalid_totp_code'])
    expect((await call({ code: app.code() })).status).toBe(200)
    expect(verdict(await call({ code: app.code(1) }))).toEqual(REQUIRED)
  })

  it('does not count a refresh as a sign-in', async () => {
    const { user, fresh, refreshToken } = await proven()
    await later(11 * MINUTE, async () => {
      const body = { auth_token: fresh, refresh_token: refreshToken }
      const { data } = (await succeed(test, 'POST /accounts/refresh-token', { body })).body
      expect(verdict(await act('viewRecoveryCodes', { bearer: data.auth_token }))).toEqual(REQUIRED)
    })
    expect(user.userId).toBeDefined()
  })

  it('counts a passkey alone as both factors', async () => {
    const user = await member()
    const { authenticator } = await addPasskey(test, user.bearer)
    const { data } = (await signInWithPasskey(test, user, authenticator)).body
    expect((await act('viewRecoveryCodes', { bearer: data.auth_token })).status).toBe(200)
  })

  it('is asked of an administrator who acts for somebody else', async () => {
    const admin = await member('admin')
    const helped = await proven()
    const body = { email: helped.user.email }
    const call = () => test.call('DELETE /accounts/totp', { bearer: admin.bearer, body })
    await later(10 * MINUTE + 1, async () => expect(verdict(await call())).toEqual(REQUIRED))
    expect((await call()).status).toBe(200)
  })

  it('never takes an API key, whenever it was issued', async () => {
    const { key } = await test.issueKey(root.bearer)
    for (const name of names)
      expect([name, ...verdict(await act(name, { key }))]).toEqual([name, 403, 'interactive_required'])
  })
})
