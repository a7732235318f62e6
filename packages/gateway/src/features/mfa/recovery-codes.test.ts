import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import {
  addApp,
  addPasskey,
  beginStep,
  challenge,
  factorEvents,
  succeed,
  verdict,
} from '../../../test/users/factors.ts'
import { eventsAbout, signIn } from '../../../test/users/sign-in.ts'
import { addUser, freshPlace, join, type User } from '../../../test/users/users.ts'

describeEngines('recovery codes', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())
  beforeEach(beginStep)

  type Member = User & { bearer: string; codes: string[] }

  /** Somebody with an authenticator app. */
  async function member(): Promise<Member> {
    const user = await addUser(test)
    await join(test, user, root)
    const { bearer } = await signIn(test, user)
    const { codes } = await addApp(test, bearer)
    return { ...user, bearer, codes }
  }
  const first = ({ codes: [code = ''] }: { codes: string[] }) => code
  const use = (token: string, code: string, from = freshPlace()) =>
    test.call('POST /accounts/auth-with-recovery-code', { body: { token, code }, from })
  const view = async ({ bearer }: { bearer: string }) =>
    (await succeed(test, 'GET /accounts/recovery-codes', { bearer })).body.data as string[]
  const mailsTo = async ({ email }: User, template: string) =>
    (await test.mails()).filter((mail) => mail.to === email && mail.template === template)

  it('are ten of 40 random bits each, easy to type, and only sealed in the database', async () => {
    const { answer, changes } = await changesOf(test, async () => [await member(), await member()])
    const codes = answer.flatMap((user) => user.codes)
    expect(new Set(codes).size).toBe(20)
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    // Of 160 random characters nearly all of the 32 are there.
    expect(new Set(codes.join('').replaceAll('-', '')).size).toBeGreaterThan(16)
    for (const code of codes) expect(JSON.stringify(changes)).not.toContain(code)
  })

  describe('one of them', () => {
    it('completes a sign-in, once; session and log name it, and a mail says how many are left', async () => {
      const user = await member()
      const code = first(user)
      const answer = await use(await challenge(test, user), code)
      expect(answer.status).toBe(200)
      const { sid } = JSON.parse(Buffer.from(answer.body.data.auth_token.split('.')[1], 'base64url').toString()) as {
        sid: string
      }
      expect(await eventsAbout(test, sid)).toMatchObject([{ details: '{"method":"password+recovery_code"}' }])
      expect((await factorEvents(test, user))[0]).toMatchObject({
        action: 'recovery_code.used',
        account_id: root.accountId,
        details: { left: 9 },
      })
      const [mail] = await waitFor(async () => {
        const found = await mailsTo(user, 'recovery-code-used')
        return found.length > 0 ? found : undefined
      })
      expect(mail?.text).toContain('left: 9')
      expect(mail?.text).not.toContain(code)
      expect(verdict(await use(await challenge(test, user), code))).toEqual([401, 'invalid_recovery_code'])
      expect(await view(user)).toEqual(user.codes.slice(1))
    })

    it.each([
      (code: string) => code.toLowerCase(),
      (code: string) => ` ${code.replace('-', ' ')} `,
      (code: string) => code.replace('-', ''),
      (code: string) => code.replaceAll('0', 'o').replaceAll('1', 'l'),
    ])('is taken however it is typed: %s', async (typed) => {
      const user = await member()
      expect((await use(await challenge(test, user), typed(first(user)))).status).toBe(200)
    })

    // Attack: one code, many requests at the same instant.
    it('gets one request in, of many at once, for one challenge or for several', async () => {
      const user = await member()
      const tokens = await Promise.all([1, 2, 3].map(() => challenge(test, user)))
      const answers = await Promise.all([...tokens, ...tokens].map((token) => use(token, first(user))))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(await view(user)).toHaveLength(9)
    })

    it('leaves another one alone that is used at the same instant', async () => {
      const user = await member()
      const tokens = await Promise.all([0, 1, 2].map(() => challenge(test, user)))
      const answers = await Promise.all(tokens.map((token, index) => use(token, user.codes[index] ?? '')))
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
      expect(await view(user)).toEqual(user.codes.slice(3))
    })

    it('is refused if it is wrong, somebody else’s, or the challenge’s five tries are spent, also by codes of the app', async () => {
      const [user, other] = [await member(), await member()]
      const token = await challenge(test, user)
      const refused = async (code: string) =>
        expect(await use(token, code)).toMatchObject({
          status: 401,
          body: { code: 'invalid_recovery_code', error: 'Used or invalid recovery code' },
        })
      for (const code of ['0000-0000', first(other), '-', first(user).slice(1)]) await refused(code)
      await test.call('POST /accounts/auth-with-totp', { body: { token, code: '000000' }, from: freshPlace() })
      await refused(first(user))
      expect(await view(user)).toHaveLength(10)
    })

    it('counts with passwords and codes of the app', async () => {
      const user = await member()
      const from = freshPlace()
      for (let time = 0; time < 5; time += 1)
        expect((await use(await challenge(test, user, { from }), '0000-0000', from)).status).toBe(401)
      const token = await challenge(test, user)
      expect(verdict(await use(token, first(user), from))).toEqual([429, 'too_many_requests'])
      expect((await use(token, first(user))).status).toBe(200)
    })
  })

  describe('are issued anew', () => {
    it('for who has a second factor on; the earlier ones are worthless, and the owner gets a mail', async () => {
      const user = await member()
      const { answer, changes } = await changesOf(test, () =>
        test.call('POST /accounts/recovery-codes', { bearer: user.bearer }),
      )
      expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store'])
      const codes: string[] = answer.body.data
      expect(codes).toHaveLength(10)
      expect(Object.keys(changes).sort()).toEqual(['audit_events', 'mails', 'recovery_codes'])
      expect(changes.mails?.added).toMatchObject([{ template: 'recovery-codes-issued', to: user.email }])
      expect(JSON.stringify(changes)).not.toContain(codes[0])
      expect((await use(await challenge(test, user), first(user))).status).toBe(401)
      expect((await use(await challenge(test, user), codes[9] ?? '')).status).toBe(200)
    })

    it('not for who has none, or has switched all off', async () => {
      const user = await addUser(test)
      await join(test, user, root)
      const { bearer } = await signIn(test, user)
      const { answer, changed } = await changesOf(test, () => test.call('POST /accounts/recovery-codes', { bearer }))
      expect([...verdict(answer), changed]).toEqual([400, 'mfa_not_enabled', []])
      const off = await member()
      const settings = { bearer: off.bearer, body: { totp_enabled: false } }
      await succeed(test, 'PATCH /accounts/mfa-settings', settings)
      const again = await test.call('POST /accounts/recovery-codes', { bearer: off.bearer })
      expect(verdict(again)).toEqual([400, 'mfa_not_enabled'])
    })

    it('when a factor is added and all of them are used', async () => {
      const user = await member()
      for (const code of user.codes) expect((await use(await challenge(test, user), code)).status).toBe(200)
      expect(await view(user)).toEqual([])
      expect((await addPasskey(test, user.bearer)).codes).toHaveLength(10)
    })
  })

  describe('can be read again', () => {
    it('by their owner, those that are left, with a mail and an event; an empty list where there are none', async () => {
      const user = await member()
      await use(await challenge(test, user), first(user))
      const { answer, changes } = await changesOf(test, () =>
        test.call('GET /accounts/recovery-codes', { bearer: user.bearer }),
      )
      expect([answer.status, answer.headers['cache-control'], answer.body.data]).toEqual([
        200,
        'no-store',
        user.codes.slice(1),
      ])
      expect(Object.keys(changes).sort()).toEqual(['audit_events', 'mails'])
      expect(changes.mails?.added).toMatchObject([{ template: 'recovery-codes-viewed', to: user.email }])
      expect(changes.audit_events?.added).toMatchObject([{ action: 'recovery_codes.viewed', details: '{"left":9}' }])
      const { answer: none, changes: left } = await changesOf(test, () =>
        test.call('GET /accounts/recovery-codes', { bearer: root.bearer }),
      )
      expect([none.body, Object.keys(left)]).toEqual([{ data: [] }, ['audit_events']])
    })

    // Attack: a stolen session fills its owner's mailbox.
    it('20 times a quarter of an hour', async () => {
      const { bearer } = await member()
      const answers = []
      for (let time = 0; time < 20; time += 1) answers.push(await test.call('GET /accounts/recovery-codes', { bearer }))
      // Setting the app up was the first.
      expect(answers.map(({ status }) => status)).toEqual([...Array(19).fill(200), 429])
    })
  })
})
