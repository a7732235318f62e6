import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInPerson, type TestGateway } from '../../../test/gateway.ts'
import {
  addApp,
  addPasskey,
  beginStep,
  challenge,
  signInWithPasskey,
  succeed,
  verdict,
} from '../../../test/people/factors.ts'
import { addPerson, freshPlace, join, type Person } from '../../../test/people/people.ts'
import { signIn, statusOf } from '../../../test/people/sign-in.ts'
import { later, MINUTE } from '../../../test/run/clock.ts'
import { dropFactors } from './drop-factors.ts'

const NEW = 'other-Horse8'

describeEngines('second factors', (engine) => {
  let test: TestGateway
  let root: SignedInPerson
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())
  beforeEach(beginStep)

  async function member(): Promise<Person & { bearer: string }> {
    const person = await addPerson(test)
    await join(test, person, root)
    return { ...person, bearer: (await signIn(test, person)).bearer }
  }
  const set = (bearer: string, body: object) => test.call('PATCH /accounts/mfa-settings', { bearer, body })
  const info = async (bearer: string) => (await succeed(test, 'GET /accounts/user-mfa-info', { bearer })).body.data
  const password = async ({ email, password: typed }: Person, by = typed) =>
    (
      await test.call('POST /accounts/auth-with-password', {
        body: { email, password: by },
        from: freshPlace(),
      })
    ).body

  describe('are switched', () => {
    it('off and stay registered, and on again; the owner gets a mail about less, not about more', async () => {
      const person = await member()
      const { bearer } = person
      const { app } = await addApp(test, bearer)
      await addPasskey(test, bearer)
      expect(await info(bearer)).toEqual({ totp_enabled: true, passkey_enabled: true })
      const off = await changesOf(test, () => set(bearer, { totp_enabled: false }))
      expect(off.answer.body).toEqual({ message: 'The settings are changed.' })
      expect(off.changed).toEqual(['audit_events', 'mails', 'users'])
      expect(off.changes.mails?.added).toMatchObject([{ template: 'factor-removed', to: person.email }])
      expect(off.changes.audit_events?.added).toMatchObject([
        { action: 'mfa.settings_changed', details: '{"totp":false,"passkey":true}' },
      ])
      expect((await password(person)).data).toMatchObject({ totp_enabled: false, passkey_enabled: true })
      await set(bearer, { passkey_enabled: false })
      expect((await password(person)).data.auth_token).toBeDefined()
      const on = await changesOf(test, () => set(bearer, { totp_enabled: true, passkey_enabled: false }))
      expect(on.changed).toEqual(['audit_events', 'users'])
      const token = await challenge(test, person)
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

    // Or the person would be asked for what they don't have.
    it('never on at the very moment in which they are removed', async () => {
      for (let round = 0; round < 4; round += 1) {
        const person = await member()
        const { bearer } = person
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
    const person = await member()
    await addApp(test, person.bearer)
    await addPasskey(test, person.bearer)
    await succeed(test, 'POST /accounts/generate-totp-key', person)
    await succeed(test, 'POST /accounts/begin-passkey-registration', person)
    const { answer, changes } = await changesOf(test, () =>
      test.database.transaction((tx) => dropFactors(tx, person.userId)),
    )
    expect(answer).toEqual({ totp: true, passkeys: 1, recoveryCodes: true })
    const tables = ['passkey_ceremonies', 'passkeys', 'recovery_codes', 'totp_registrations', 'totp_secrets', 'users']
    expect(Object.keys(changes).sort()).toEqual(tables)
    for (const table of tables.slice(0, -1)) expect(changes[table as 'passkeys']?.added).toEqual([])
    expect((await password(person)).data.auth_token).toBeDefined()
    const again = await test.database.transaction((tx) => dropFactors(tx, person.userId))
    expect(again).toEqual({ totp: false, passkeys: 0, recoveryCodes: false })
  })

  describe('are asked for once more by a change of the password', () => {
    const change = (bearer: string, person: Person, more: object) => {
      const body = { password: person.password, new_password: NEW, ...more }
      return test.call('POST /accounts/reset-password', { bearer, from: freshPlace(), body })
    }

    /** Somebody with an app whose challenge is completed: its token, and the session that came of it. */
    async function steppedUp() {
      const person = await member()
      const { app, codes } = await addApp(test, person.bearer)
      const token = await challenge(test, person)
      const body = { token, code: app.code() }
      const { data } = (await succeed(test, 'POST /accounts/auth-with-totp', { body, from: freshPlace() })).body
      return { person, app, codes, token, bearer: data.auth_token as string }
    }

    it('which takes the token of the challenge that the sign-in completed, or of another one, once', async () => {
      const { person, app, token, bearer } = await steppedUp()
      for (const more of [{}, { token: 'A'.repeat(43) }, { token: await challenge(test, person) }]) {
        const { answer, changed } = await changesOf(test, () => change(bearer, person, more))
        expect([...verdict(answer), changed]).toEqual([403, 'step_up_required', []])
      }
      // In the older session: it is the person that the token stands for.
      expect((await change(person.bearer, person, { token })).status).toBe(200)
      expect(await statusOf(test, bearer)).toBe(401)
      const next = { password: NEW, new_password: 'third-Horse9' }
      expect(verdict(await change(person.bearer, person, { ...next, token }))).toEqual([403, 'step_up_required'])
      const another = await challenge(test, { ...person, password: NEW })
      const body = { token: another, code: app.code(1) }
      await succeed(test, 'POST /accounts/auth-with-totp', { body, bearer: person.bearer, from: freshPlace() })
      expect((await change(person.bearer, person, { ...next, token: another })).status).toBe(200)
    })

    it('and stays good for a change that was refused, for five minutes from the second factor on', async () => {
      const { person, token, bearer } = await steppedUp()
      const wrong = await change(bearer, person, { token, password: 'wrong-Horse77' })
      expect(verdict(wrong)).toEqual([401, 'invalid_credentials'])
      expect(verdict(await change(bearer, person, { token, new_password: 'weak' }))).toEqual([400, 'weak_password'])
      await later(4 * MINUTE, async () => expect((await change(bearer, person, { token })).status).toBe(200))
      const late = await steppedUp()
      await later(5 * MINUTE + 1, async () =>
        expect(verdict(await change(late.bearer, late.person, late))).toEqual([403, 'step_up_required']),
      )
    })

    // Attack: somebody steps up for their own account and spends it on another person's.
    it('but not the token of somebody else, nor one whose second factor failed', async () => {
      const [mine, others] = [await steppedUp(), await steppedUp()]
      expect(verdict(await change(mine.bearer, mine.person, { token: others.token }))).toEqual([
        403,
        'step_up_required',
      ])
      const failed = await challenge(test, mine.person)
      const body = { token: failed, code: mine.app.wrongCode() }
      await test.call('POST /accounts/auth-with-totp', { body, from: freshPlace() })
      expect(verdict(await change(mine.bearer, mine.person, { token: failed }))).toEqual([403, 'step_up_required'])
      expect((await change(others.bearer, others.person, { token: others.token })).status).toBe(200)
    })

    it('by a passkey or a recovery code just as well', async () => {
      const { person, codes, bearer } = await steppedUp()
      const { authenticator } = await addPasskey(test, bearer)
      const byCode = await challenge(test, person)
      const body = { token: byCode, code: codes[0] }
      await succeed(test, 'POST /accounts/auth-with-recovery-code', { body, from: freshPlace() })
      expect((await change(bearer, person, { token: byCode })).status).toBe(200)
      const renewed = { ...person, password: NEW }
      const byPasskey = await challenge(test, renewed)
      expect((await signInWithPasskey(test, person, authenticator, { token: byPasskey })).status).toBe(200)
      const answer = await change(bearer, renewed, { token: byPasskey, new_password: 'third-Horse9' })
      expect(answer.status).toBe(200)
    })

    it('for one change of two at the same instant', async () => {
      const { person, token, bearer } = await steppedUp()
      const answers = await Promise.all(
        [NEW, 'third-Horse9'].map((chosen) => change(bearer, person, { token, new_password: chosen })),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
    })

    it('unless none is on: then no token is looked at', async () => {
      const person = await member()
      await addApp(test, person.bearer)
      await set(person.bearer, { totp_enabled: false })
      expect((await change(person.bearer, person, { token: 'x' })).status).toBe(200)
    })

    it('and a reset by mail does not ask for them: it signs nobody in', async () => {
      const { person } = await steppedUp()
      const from = freshPlace()
      await succeed(test, 'POST /accounts/request-reset-password', { body: { email: person.email }, from })
      await expect
        .poll(async () => (await test.mails()).filter(({ to }) => to === person.email).at(-1)?.template)
        .toBe('reset-password')
      const link = (await test.mails()).findLast(({ to }) => to === person.email)?.token
      await succeed(test, 'POST /accounts/reset-password', { body: { token: link, new_password: NEW }, from })
      expect(Object.keys((await password(person, NEW)).data)).toContain('token')
    })
  })
})
