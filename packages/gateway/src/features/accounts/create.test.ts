import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { HOUR } from '../../../test/run/clock.ts'
import { freshEmail, freshName, freshPlace, PASSWORD } from '../../../test/users/users.ts'

describeEngines('createAccount by a new person', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp('Taken')
  })
  afterAll(() => test.close())

  const create = (body: Record<string, unknown>) =>
    test.call('POST /accounts', {
      from: freshPlace(),
      body: { name: freshName(), root_email: freshEmail(), password: PASSWORD, ...body },
    })

  it('makes neither person nor account, keeps what was typed, and mails a link and a code', async () => {
    const email = freshEmail()
    const { answer, changes } = await changesOf(test, () =>
      create({
        name: '  ACME Corp ',
        root_email: email.toUpperCase(),
        root_first_name: ' Ada ',
        root_last_name: 'Lovelace',
        country: 'UK',
        company_name: 'ACME Corporation',
        address: '1 Street',
        website: 'https://acme.example',
        phone_number: '+44 1',
      }),
    )
    expect(answer.status).toBe(200)
    expect(answer.text).toBe('{"data":{"email_confirmed":false}}')
    const [signUp] = changes.sign_ups?.added ?? []
    expect(signUp).toMatchObject({
      email,
      name: 'acme corp',
      display_name: 'ACME Corp',
      first_name: 'Ada',
      last_name: 'Lovelace',
      country: 'UK',
      company_name: 'ACME Corporation',
      address: '1 Street',
      website: 'https://acme.example',
      phone_number: '+44 1',
    })
    expect(Number(signUp?.expires_at) - Number(signUp?.created_at)).toBeCloseTo(48 * HOUR, -4)
    expect(changes.mails?.added).toMatchObject([{ template: 'confirm-email', to: email }])
    expect(changes.audit_events?.added).toMatchObject([{ action: 'account.requested', account_id: null }])
    expect(Object.keys(changes).sort()).toEqual(
      ['account_name_holds', 'audit_events', 'mails', 'sign_up_links', 'sign_ups'].sort(),
    )
  })

  it('stores the password, the link and the code only as hashes', async () => {
    const email = freshEmail()
    const password = 'Very-Secret-77'
    const { changes } = await changesOf(test, () => create({ root_email: email, password }))
    const mail = (await test.mails()).find(({ to }) => to === email)
    const rows = JSON.stringify({ ...changes, mails: undefined })
    const code = mail?.code ?? 'no code'
    for (const secret of [password, mail?.token ?? 'no token', code, code.replace('-', '')]) {
      expect(rows).not.toContain(secret)
    }
  })

  it('lets nobody in before the address is confirmed', async () => {
    const email = freshEmail()
    await create({ root_email: email })
    const refused = await test.call('POST /accounts/auth-with-password', { body: { email, password: PASSWORD } })
    expect(refused.status).toBe(401)
    expect(refused.body.code).toBe('email_not_confirmed')
  })

  it('needs no more than name, address and password', async () => {
    const { answer, changes } = await changesOf(test, () => create({}))
    expect(answer.status).toBe(200)
    expect(changes.sign_ups?.added).toMatchObject([{ first_name: '', last_name: '', country: null, website: null }])
  })

  it.each(['taken', ' TAKEN ', 'Ｔaken', '\u00a0taken'])(
    'refuses the name %j of another account, and changes nothing',
    async (name) => {
      const { answer, changed } = await changesOf(test, () => create({ name }))
      expect(answer.status).toBe(400)
      expect(answer.body.code).toBe('account_name_taken')
      expect(changed).toEqual([])
    },
  )

  it('frees the name of a deleted account', async () => {
    const gone = await test.signUp()
    await test.database.transaction(async ({ db }) => {
      await db.updateTable('accounts').set({ deleted_at: Date.now() }).where('id', '=', gone.accountId).execute()
      await db.deleteFrom('account_looks').where('account_id', '=', gone.accountId).execute()
    })
    expect((await create({ name: gone.account })).status).toBe(200)
  })

  it.each(['Password1!', 'P@ssw0rd', 'Welcome2024!', '\uff30assword\uff11!'])(
    'refuses the common password %j, and changes nothing',
    async (password) => {
      const { answer, changed } = await changesOf(test, () => create({ password }))
      expect([answer.status, answer.body.code, changed]).toEqual([400, 'common_password', []])
      expect(answer.text).not.toContain(password)
    },
  )

  it.each(['Aa1!aaa', 'alllower1!', 'ALLUPPER1!', 'NoDigits!!', 'NoSpecial11', `Aa1!${'x'.repeat(96)}`])(
    'refuses the weak password %j, and changes nothing',
    async (password) => {
      const { answer, changed } = await changesOf(test, () => create({ password }))
      expect(answer.status).toBe(400)
      expect(answer.body.code).toBe('weak_password')
      expect(answer.text).not.toContain(password)
      expect(changed).toEqual([])
    },
  )

  describe('refuses what is missing or malformed with its path, and changes nothing:', () => {
    it.each<[string, Record<string, unknown>, string]>([
      ['no name', { name: undefined }, '/body/name'],
      ['an empty name', { name: '' }, '/body/name'],
      ['a name of spaces', { name: '   ' }, '/body/name'],
      ['a name that is too long', { name: 'x'.repeat(65) }, '/body/name'],
      ['a name with a right-to-left override', { name: 'acme\u202e' }, '/body/name'],
      ['a name with NUL', { name: 'ac\0me' }, '/body/name'],
      ['a name with half a surrogate pair', { name: 'acme\ud800' }, '/body/name'],
      ['a number for a name', { name: 5 }, '/body/name'],
      ['no address', { root_email: undefined }, '/body/root_email'],
      ['an address that is none', { root_email: 'ada' }, '/body/root_email'],
      ['an address with a line break', { root_email: '"a\r\nBcc: eve"@example.com' }, '/body/root_email'],
      ['an address in a list', { root_email: ['ada@example.com'] }, '/body/root_email'],
      ['no password', { password: undefined }, '/body/password'],
      ['an empty password', { password: '' }, '/body/password'],
      ['null for a password', { password: null }, '/body/password'],
      ['a password of ten thousand characters', { password: 'x'.repeat(10_000) }, '/body/password'],
      ['a number for a first name', { root_first_name: 1 }, '/body/root_first_name'],
      ['NUL in a country', { country: '\0' }, '/body/country'],
      ['a phone number that is too long', { phone_number: '1'.repeat(101) }, '/body/phone_number'],
    ])('%s', async (_what, body, path) => {
      const { answer, changed } = await changesOf(test, () => create(body))
      expect(answer.status).toBe(400)
      expect(answer.body.code).toBe('invalid_request')
      expect(answer.body.details.map((detail: { path: string }) => detail.path)).toContain(path)
      expect(changed).toEqual([])
    })

    it.each([['[]'], ['"text"'], ['null'], ['5']])('a body that is %s', async (payload) => {
      const { answer, changed } = await changesOf(test, () =>
        test.call('POST /accounts', { body: payload, headers: { 'content-type': 'application/json' } }),
      )
      expect(answer.status).toBe(400)
      expect(changed).toEqual([])
    })

    it('no body at all', async () => {
      const { answer, changed } = await changesOf(test, () => test.call('POST /accounts'))
      expect(answer.status).toBe(400)
      expect(changed).toEqual([])
    })
  })

  it('ignores members that it does not know, whatever they are called', async () => {
    const { answer, changes } = await changesOf(test, () =>
      create({
        id: '1',
        role: 'admin',
        activated_at: 1,
        email_confirmed: true,
        __proto__x: {},
        root_user_id: root.userId,
      }),
    )
    expect(answer.status).toBe(200)
    expect(changes.sign_ups?.added).toMatchObject([{ id: expect.stringMatching(/^sup_/) }])
    expect(changes.users).toBeUndefined()
  })

  it('refuses a credential that is no good, as every public operation does', async () => {
    const { answer, changed } = await changesOf(test, () =>
      test.call('POST /accounts', {
        bearer: 'nonsense',
        body: { name: freshName(), root_email: freshEmail(), password: PASSWORD },
      }),
    )
    expect(answer.status).toBe(401)
    expect(changed).toEqual([])
  })

  it('of two at the same instant with the same name gives it to exactly one', async () => {
    for (let round = 0; round < 5; round += 1) {
      const name = freshName()
      const { answer, changes } = await changesOf(test, () =>
        Promise.all(Array.from({ length: 4 }, () => create({ name }))),
      )
      expect(answer.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
      expect(answer.filter(({ body }) => body.code === 'account_name_taken')).toHaveLength(3)
      expect(changes.sign_ups?.added).toHaveLength(1)
    }
  })

  it('of several at the same instant with the same address lets each stand by itself, and answers all alike', async () => {
    for (let round = 0; round < 5; round += 1) {
      const email = freshEmail()
      const { answer, changes } = await changesOf(test, () =>
        Promise.all(Array.from({ length: 4 }, () => create({ root_email: email }))),
      )
      expect(new Set(answer.map(({ text }) => text))).toEqual(new Set(['{"data":{"email_confirmed":false}}']))
      expect(changes.sign_ups?.added).toHaveLength(4)
      expect(changes.account_name_holds?.added).toHaveLength(1)
    }
  })
})
