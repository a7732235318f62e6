import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { later, MINUTE } from '../../../test/run/clock.ts'
import {
  addApp,
  addPasskey,
  beginStep,
  challenge,
  signInWithPasskey,
  succeed,
  verdict,
} from '../../../test/users/factors.ts'
import { signIn, statusOf } from '../../../test/users/sign-in.ts'
import { addUser, freshPlace, join, type User } from '../../../test/users/users.ts'
import type { Tx } from '../../platform/database/database.ts'
import { lockUser } from '../../platform/database/locks.ts'
import { dropFactors } from './drop-factors.ts'

const NEW = 'other-Horse8'

describeEngines('second factors', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())
  beforeEach(beginStep)

  async function member(): Promise<User & { bearer: string }> {
    const user = await addUser(test)
    await join(test, user, root)
    return { ...user, bearer: (await signIn(test, user)).bearer }
  }
  const set = (bearer: string, body: object) => test.call('PATCH /accounts/mfa-settings', { bearer, body })
  const info = async (bearer: string) => (await succeed(test, 'GET /accounts/user-mfa-info', { bearer })).body.data
  const password = async ({ email, password: typed }: User, by = typed) =>
    (
      await test.call('POST /accounts/auth-with-password', {
        body: { email, password: by },
        from: freshPlace(),
      })
    ).body

  describe('are switched', () => {
    it('off and stay registered, and on again; the owner gets a mail about less, not about more', async () => {
      const user = await member()
      const { bearer } = user
      const { app } = await addApp(test, bearer)
      await addPasskey(test, bearer)
      expect(await info(bearer)).toEqual({ totp_enabled: true, passkey_enabled: true })
      const off = await changesOf(test, () => set(bearer, { totp_enabled: false }))
      expect(off.answer.body).toEqual({ message: 'The settings were changed.' })
      expect(off.changed).toEqual(['audit_events', 'mails', 'users'])
      expect(off.changes.mails?.added).toMatchObject([{ template: 'factor-removed', to: user.email }])
      expect(off.changes.audit_events?.added).toMatchObject([
        { action: 'mfa.settings_changed', details: '{"totp":false,"passkey":true}' },
      ])
      expect((await password(user)).data).toMatchObject({ totp_enabled: false, passkey_enabled: true })
      await set(bearer, { passkey_enabled: false })
      expect((await password(user)).data.auth_token).toBeDefined()
      const on = await changesOf(test, () => set(bearer, { totp_enabled: true, passkey_enabled: false }))
      expect(on.changed).toEqual(['audit_events', 'users'])
      const token = await challenge(test, user)
      const answer = await test.call('POST /accounts/auth-with-totp', {
        body: { token, code: app.code() },
        from: freshPlace(),
      })
      expect(answer.status).toBe(200)
      expect(await info(bearer)).toEqual({ totp_enabled: true, passkey_enabled: false })
    })

    it('to what they are already without a trace', async () => {
      const { bearer } = await member()
      await addApp(test, bearer)
      const { answer, changed } = await changesOf(test, () =>
        set(bearer, { totp_enabled: true, passkey_enabled: false }),
      )
      expect([answer.status, changed]).toEqual([200, []])
    })

    it('on only if they are registered; a registration that waits for its first code is none', async () => {
      const { bearer } = await member()
      await succeed(test, 'POST /accounts/generate-totp-key', { bearer })
      for (const body of [
        { totp_enabled: true },
        { passkey_enabled: true },
        { totp_enabled: false, passkey_enabled: true },
      ]) {
        const { answer, changed } = await changesOf(test, () => set(bearer, body))
        expect([...verdict(answer), changed]).toEqual([400, 'factor_not_registered', []])
      }
    })

    it.each([{}, { totp_enabled: 'true' }, { passkey_enabled: 1 }, { totp_enabled: null }])(
      'not by %j',
      async (body) => {
        const { answer, changed } = await changesOf(test, () => set(root.bearer, body))
        expect([...verdict(answer), changed]).toEqual([400, 'invalid_request', []])
      },
    )

    // Or the user would be asked for what they don't have.
    it('never on at the very moment in which they are removed', async () => {
      for (let round = 0; round < 4; round += 1) {
        const user = await member()
        const { bearer } = user
        await addApp(test, bearer)
        await set(bearer, { totp_enabled: false })
        const [on, removed] = await Promise.all([
          set(bearer, { totp_enabled: true }),
          test.call('DELETE /accounts/totp', { bearer }),
        ])
        expect([200, 400]).toContain(on.status)
        expect(removed.status).toBe(200)
        expect(await info(bearer)).toEqual({ totp_enabled: false, passkey_enabled: false })
      }
    })
  })

  it('are dropped, with codes and what was begun, for who proves an address that a squatter had', async () => {
    const user = await member()
    await addApp(test, user.bearer)
    await addPasskey(test, user.bearer)
    await succeed(test, 'POST /accounts/generate-totp-key', user)
    await succeed(test, 'POST /accounts/begin-passkey-registration', user)
    const { answer, changes } = await changesOf(test, () =>
      test.database.transaction(async (tx) => dropFactors(tx, await locked(tx, user.userId))),
    )
    expect(answer).toEqual({ totp: true, passkeys: 1, recoveryCodes: true })
    const tables = ['passkey_ceremonies', 'passkeys', 'recovery_codes', 'totp_registrations', 'totp_secrets', 'users']
    expect(Object.keys(changes).sort()).toEqual(tables)
    for (const table of tables.slice(0, -1)) expect(changes[table as 'passkeys']?.added).toEqual([])
    expect((await password(user)).data.auth_token).toBeDefined()
    const again = await test.database.transaction(async (tx) => dropFactors(tx, await locked(tx, user.userId)))
    expect(again).toEqual({ totp: false, passkeys: 0, recoveryCodes: false })
  })

  describe('are asked for once more by a change of the password', () => {
    const change = (bearer: string, user: User, more: object) => {
      const body = { password: user.password, new_password: NEW, ...more }
      return test.call('POST /accounts/reset-password', { bearer, from: freshPlace(), body })
    }

    /** Somebody with an app whose challenge is completed: its token, and the session that came of it. */
    async function steppedUp() {
      const user = await member()
      const { app, codes } = await addApp(test, user.bearer)
      const token = await challenge(test, user)
      const body = { token, code: app.code() }
      const { data } = (await succeed(test, 'POST /accounts/auth-with-totp', { body, from: freshPlace() })).body
      return { user, app, codes, token, bearer: data.auth_token as string }
    }

    it('which takes the token of the challenge that the sign-in completed, or of another one, once', async () => {
      const { user, app, token, bearer } = await steppedUp()
      for (const more of [{}, { token: 'A'.repeat(43) }, { token: await challenge(test, user) }]) {
        const { answer, changed } = await changesOf(test, () => change(bearer, user, more))
        expect([...verdict(answer), changed]).toEqual([403, 'step_up_required', []])
      }
      // In the older session: it is the user that the token stands for.
      expect((await change(user.bearer, user, { token })).status).toBe(200)
      expect(await statusOf(test, bearer)).toBe(401)
      const next = { password: NEW, new_password: 'third-Horse9' }
      expect(verdict(await change(user.bearer, user, { ...next, token }))).toEqual([403, 'step_up_required'])
      const another = await challenge(test, { ...user, password: NEW })
      const body = { token: another, code: app.code(1) }
      await succeed(test, 'POST /accounts/auth-with-totp', { body, bearer: user.bearer, from: freshPlace() })
      expect((await change(user.bearer, user, { ...next, token: another })).status).toBe(200)
    })

    it('and stays good for a change that was refused, for five minutes from the second factor on', async () => {
      const { user, token, bearer } = await steppedUp()
      const wrong = await change(bearer, user, { token, password: 'wrong-Horse77' })
      expect(verdict(wrong)).toEqual([401, 'invalid_credentials'])
      expect(verdict(await change(bearer, user, { token, new_password: 'weak' }))).toEqual([400, 'weak_password'])
      await later(4 * MINUTE, async () => expect((await change(bearer, user, { token })).status).toBe(200))
      const late = await steppedUp()
      await later(5 * MINUTE + 1, async () =>
        expect(verdict(await change(late.bearer, late.user, late))).toEqual([403, 'step_up_required']),
      )
    })

    // Attack: somebody steps up for their own account and spends it on another user's.
    it('but not the token of somebody else, nor one whose second factor failed', async () => {
      const [mine, others] = [await steppedUp(), await steppedUp()]
      expect(verdict(await change(mine.bearer, mine.user, { token: others.token }))).toEqual([403, 'step_up_required'])
      const failed = await challenge(test, mine.user)
      const body = { token: failed, code: mine.app.wrongCode() }
      await test.call('POST /accounts/auth-with-totp', { body, from: freshPlace() })
      expect(verdict(await change(mine.bearer, mine.user, { token: failed }))).toEqual([403, 'step_up_required'])
      expect((await change(others.bearer, others.user, { token: others.token })).status).toBe(200)
    })

    it('by a passkey or a recovery code just as well', async () => {
      const { user, codes, bearer } = await steppedUp()
      const { authenticator } = await addPasskey(test, bearer)
      const byCode = await challenge(test, user)
      const body = { token: byCode, code: codes[0] }
      await succeed(test, 'POST /accounts/auth-with-recovery-code', { body, from: freshPlace() })
      expect((await change(bearer, user, { token: byCode })).status).toBe(200)
      const renewed = { ...user, password: NEW }
      const byPasskey = await challenge(test, renewed)
      expect((await signInWithPasskey(test, user, authenticator, { token: byPasskey })).status).toBe(200)
      const answer = await change(bearer, renewed, { token: byPasskey, new_password: 'third-Horse9' })
      expect(answer.status).toBe(200)
    })

    it('for one change of two at the same instant', async () => {
      const { user, token, bearer } = await steppedUp()
      const answers = await Promise.all(
        [NEW, 'third-Horse9'].map((chosen) => change(bearer, user, { token, new_password: chosen })),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
    })

    it('unless none is on: then no token is looked at', async () => {
      const user = await member()
      await addApp(test, user.bearer)
      await set(user.bearer, { totp_enabled: false })
      expect((await change(user.bearer, user, { token: 'x' })).status).toBe(200)
    })

    it('and a reset by mail does not ask for them: it signs nobody in', async () => {
      const { user } = await steppedUp()
      const from = freshPlace()
      await succeed(test, 'POST /accounts/request-reset-password', { body: { email: user.email }, from })
      await expect
        .poll(async () => (await test.mails()).filter(({ to }) => to === user.email).at(-1)?.template)
        .toBe('reset-password')
      const link = (await test.mails()).findLast(({ to }) => to === user.email)?.token
      await succeed(test, 'POST /accounts/reset-password', { body: { token: link, new_password: NEW }, from })
      expect(Object.keys((await password(user, NEW)).data)).toContain('token')
    })
  })
})

async function locked(tx: Tx, userId: string) {
  const user = await lockUser(tx, userId)
  if (!user) throw new Error('the user is gone')
  return user
}
