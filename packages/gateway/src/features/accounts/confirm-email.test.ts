import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { type Mail, openTestGateway, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { HOUR, later, MINUTE } from '../../../test/run/clock.ts'
import { freshEmail, freshName, freshPlace, PASSWORD } from '../../../test/users/users.ts'

/** What a user has who has just signed up: the two halves of one mail. */
type Waiting = { email: string; name: string; token: string; code: string; place: string }

describeEngines('confirmEmail', (engine) => {
  let test: TestGateway
  /** Where who signs up confirms, too. */
  let place: string
  beforeEach(() => {
    place = freshPlace()
  })
  beforeAll(async () => {
    test = await openTestGateway(engine)
  })
  afterAll(() => test.close())

  async function newestMail(email: string, than?: string): Promise<Mail & { token: string; code: string }> {
    return waitFor(async () => {
      const mail = (await test.mails()).findLast(({ to }) => to === email)
      return mail?.token && mail.code && mail.token !== than
        ? { ...mail, token: mail.token, code: mail.code }
        : undefined
    })
  }

  async function signUpOnly(): Promise<Waiting> {
    const [email, name] = [freshEmail(), freshName()]
    const body = { name: name.toUpperCase(), root_email: email, password: PASSWORD }
    expect((await test.call('POST /accounts', { body, from: place })).status).toBe(200)
    const { token, code } = await newestMail(email)
    return { email, name, token, code, place }
  }

  const confirm = (body: unknown, from = place) => test.call('POST /accounts/confirm-email', { body, from })
  const signIn = (email: string) =>
    test.call('POST /accounts/auth-with-password', { body: { email, password: PASSWORD }, from: freshPlace() })

  it.each([
    ['the token of the link', ({ token }: Waiting) => ({ token })],
    ['the code as the mail shows it', ({ code }: Waiting) => ({ code })],
    ['the code without its hyphen', ({ code }: Waiting) => ({ code: code.replace('-', '') })],
    [
      'the code with a space, as some mail programs copy it',
      ({ code }: Waiting) => ({ code: ` ${code.replace('-', ' ')} ` }),
    ],
  ])('opens the account with %s, names it, and gives no tokens', async (_what, proofOf) => {
    const waiting = await signUpOnly()
    expect(waiting.code).toMatch(/^\d{5}-\d{5}$/)
    expect(waiting.token).toMatch(/^[\w-]{43}$/)
    const { answer, changes } = await changesOf(test, () => confirm(proofOf(waiting)))
    expect(answer.status).toBe(200)
    const { account_id, user_id } = answer.body.data
    expect(answer.body).toEqual({ data: { account: waiting.name, email: waiting.email, account_id, user_id } })
    expect(changes.users?.added).toMatchObject([{ id: user_id, email_confirmed_at: expect.any(Number) }])
    expect(changes.accounts?.added).toMatchObject([{ id: account_id, activated_at: expect.any(Number) }])
    for (const table of ['sign_ups', 'sign_up_links', 'account_name_holds'] as const)
      expect(changes[table]).toMatchObject({ added: [], removed: [expect.anything()] })
    expect(changes.audit_events?.added).toMatchObject([
      { action: 'account.created', account_id, target_id: account_id },
      { action: 'account.activated', account_id, target_id: account_id },
      { action: 'email.confirmed', account_id, target_id: user_id },
    ])
    expect(changes.mails).toBeUndefined()
    const signedIn = await signIn(waiting.email)
    expect(signedIn.status).toBe(200)
    expect((await test.issueKey(signedIn.body.data.auth_token)).key).toMatch(/^ms-/)
  })

  it('works once: neither the token nor the code does anything afterwards, whichever was used', async () => {
    for (const first of ['token', 'code'] as const) {
      const waiting = await signUpOnly()
      expect((await confirm({ [first]: waiting[first] })).status).toBe(200)
      for (const again of ['token', 'code'] as const) {
        const { answer, changed } = await changesOf(test, () => confirm({ [again]: waiting[again] }))
        expect(answer.status).toBe(400)
        expect(answer.body.code).toBe('invalid_confirmation')
        expect(changed).toEqual([])
      }
    }
  })

  it('of several at the same instant lets exactly one through, tokens and codes mixed', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { token, code } = await signUpOnly()
      const { answer, changes } = await changesOf(test, () =>
        Promise.all([confirm({ token }), confirm({ code }), confirm({ token }), confirm({ code })]),
      )
      expect(answer.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
      expect(changes.audit_events?.added).toHaveLength(3)
      expect(changes.accounts?.added).toHaveLength(1)
    }
  })

  it('takes every mail of a sign-up, the earlier ones too, and then none', async () => {
    const waiting = await signUpOnly()
    await test.call('POST /accounts/resend-confirmation', { body: { email: waiting.email } })
    const newest = await newestMail(waiting.email, waiting.token)
    expect((await confirm({ code: waiting.code })).status).toBe(200)
    for (const other of [{ token: waiting.token }, { token: newest.token }, { code: newest.code }]) {
      const { answer, changed } = await changesOf(test, () => confirm(other))
      expect(answer.body.code).toBe('invalid_confirmation')
      expect(changed).toEqual([])
    }
  })

  it('refuses token and code when the 48 hours are over, even before the account is gone', async () => {
    const waiting = await signUpOnly()
    await test.gateway.server.ready()
    await later(48 * HOUR - MINUTE, async () => {
      const other = await signUpOnly()
      await later(2 * MINUTE, async () => {
        expect((await confirm({ token: waiting.token })).body.code).toBe('invalid_confirmation')
        expect((await confirm({ code: waiting.code })).body.code).toBe('invalid_confirmation')
        expect((await confirm({ code: other.code })).status).toBe(200)
      })
    })
  })

  it('confirms until the last minute', async () => {
    const { token } = await signUpOnly()
    await later(48 * HOUR - MINUTE, async () => expect((await confirm({ token })).status).toBe(200))
  })

  describe('refuses with 400 and changes nothing:', () => {
    it.each<[string, unknown]>([
      ['neither token nor code', {}],
      ['an empty token', { token: '' }],
      ['an empty code', { code: '' }],
      ['null', { token: null }],
      ['a list of codes', { code: ['12345-67890', '12345-67891'] }],
      ['a number', { code: 1234567890 }],
      ['a token that is too long', { token: 'x'.repeat(201) }],
      ['NUL', { token: 'a\0b' }],
    ])('%s', async (_what, body) => {
      const { answer, changed } = await changesOf(test, () => confirm(body))
      expect(answer.status).toBe(400)
      expect(answer.body.code).toBe('invalid_request')
      expect(changed).toEqual([])
    })

    it('both token and code, even if both are right', async () => {
      const { token, code } = await signUpOnly()
      const { answer, changed } = await changesOf(test, () => confirm({ token, code }))
      expect(answer.status).toBe(400)
      expect(answer.body.code).toBe('invalid_request')
      expect(changed).toEqual([])
      expect((await confirm({ token })).status).toBe(200)
    })

    it.each([
      { token: 'x' },
      { token: 'A'.repeat(43) },
      { token: '%' },
      { code: '00000-00000' },
      { code: '123456' },
      { code: '12345--67890' },
      { code: '١٢٣٤٥-٦٧٨٩٠' },
      { code: "' or 1=1 --" },
    ])('what is not a link or code of anybody: %j', async (body) => {
      const { answer, changed } = await changesOf(test, () => confirm(body))
      expect(answer.status).toBe(400)
      expect(answer.body.code).toBe('invalid_confirmation')
      expect(changed).toEqual([])
    })

    // Attack: a code is short, so it must not be accepted in the place of a token, where tries are not limited.
    it('a code in the place of the token, and a token in the place of the code', async () => {
      const { token, code } = await signUpOnly()
      const digits = code.replace('-', '')
      for (const body of [{ token: code }, { token: digits }, { code: token.slice(0, 32) }]) {
        expect((await confirm(body)).status).toBe(400)
      }
    })
  })

  // Attack: the hash of a token is read from a stolen database and sent as the token.
  it('does not take what the database keeps of a token or a code', async () => {
    await signUpOnly()
    const rows = await test.database.read.selectFrom('sign_up_links').select(['token_hash', 'code_hash']).execute()
    for (const { token_hash, code_hash } of rows.slice(-3)) {
      expect((await confirm({ token: token_hash })).status).toBe(400)
      expect((await confirm({ token: code_hash })).status).toBe(400)
    }
  })
})
