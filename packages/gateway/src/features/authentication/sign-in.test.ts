import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addUser, deleteAccount, freshPlace, join, type User } from '../../../test/users/users.ts'

describeEngines('authWithPassword', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let other: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp('Root  Inc.')
    other = await test.signUp()
  })
  afterAll(() => test.close())

  const signIn = (user: { email: string; password: string }, more: Record<string, unknown> = {}) =>
    test.call('POST /accounts/auth-with-password', {
      body: { email: user.email, password: user.password, ...more },
      from: freshPlace(),
    })

  describe('who is signed in', () => {
    it('gets two tokens, the account and the factors; the session remembers from where, in one transaction', async () => {
      const { answer, changes } = await changesOf(test, () =>
        test.call('POST /accounts/auth-with-password', {
          body: { email: root.email, password: root.password },
          from: '2001:db8::77',
          headers: { 'user-agent': 'curl/8.1' },
        }),
      )
      expect(answer.status).toBe(200)
      const { auth_token, refresh_token, ...rest } = answer.body.data
      // The version is for changes of the account, which begin with getAccountInfo.
      const { version, ...account } = (await test.call('GET /accounts/info', { bearer: auth_token })).body.data
      expect(version).toEqual(expect.any(String))
      expect(rest).toEqual({ passkey_enabled: false, totp_enabled: false, account })
      const [session] = changes.sessions?.added ?? []
      expect(session).toMatchObject({
        account_id: root.accountId,
        user_id: root.userId,
        kind: 'interactive',
        api_key_id: null,
        ip: '2001:db8::77',
        user_agent: 'curl/8.1',
        ended_at: null,
      })
      expect(changes.refresh_tokens?.added).toMatchObject([{ session_id: session?.id, used_at: null }])
      expect(changes.audit_events?.added).toMatchObject([
        {
          action: 'session.started',
          account_id: root.accountId,
          actor_user_id: root.userId,
          actor_kind: 'interactive',
          credential_id: session?.id,
          ip: '2001:db8::77',
          user_agent: 'curl/8.1',
          details: '{"method":"password"}',
        },
      ])
      // And the mail about a browser and network that are new to this user.
      expect(Object.keys(changes).sort()).toEqual(['audit_events', 'mails', 'refresh_tokens', 'sessions'])
      for (const secret of [auth_token, refresh_token, root.password]) {
        expect(JSON.stringify(changes)).not.toContain(secret)
      }
    })

    it.each([
      (email: string) => email.toUpperCase(),
      (email: string) => ` ${email}\r\n`,
      (email: string) => email.replace('root', 'Root'),
    ])('may spell the address in any case (%#)', async (spell) => {
      expect((await signIn({ ...root, email: spell(root.email) })).status).toBe(200)
    })

    it.each(['root  inc.', ' ROOT  INC. ', 'Ｒoot  Inc.', 'root\u00a0\u00a0inc.'])(
      'may name the account as %j',
      async (account) => {
        expect((await signIn(root, { account })).body.data.account.id).toBe(root.accountId)
      },
    )
  })

  describe('the account is', () => {
    const cases: [string, (user: User) => Promise<Record<string, unknown>>, () => string | undefined][] = [
      [
        'the only one they are in',
        async (user) => {
          await join(test, user, root)
          return {}
        },
        () => root.accountId,
      ],
      [
        'the named one of several',
        async (user) => {
          await join(test, user, root)
          await join(test, user, other)
          return { account: other.account.toUpperCase() }
        },
        () => other.accountId,
      ],
      [
        'the one that is left when they are suspended in the other',
        async (user) => {
          await join(test, user, root, { suspended: true })
          await join(test, user, other)
          return {}
        },
        () => other.accountId,
      ],
      [
        'the one that is left when an invitation to the other waits',
        async (user) => {
          await join(test, user, root)
          await join(test, user, other, { accepted: false })
          return {}
        },
        () => root.accountId,
      ],
      [
        'not the one where they are suspended, even if it is named',
        async (user) => {
          await join(test, user, root, { suspended: true })
          await join(test, user, other)
          return { account: root.account }
        },
        () => undefined,
      ],
      [
        'not the one whose invitation waits, even if it is named',
        async (user) => {
          await join(test, user, root, { accepted: false })
          return { account: root.account }
        },
        () => undefined,
      ],
      ['none for a member of nothing', async () => ({}), () => undefined],
      ['not a foreign one', async () => ({ account: root.account }), () => undefined],
      ['not one that does not exist', async () => ({ account: 'no such account' }), () => undefined],
      [
        'not named by its id',
        async (user) => {
          await join(test, user, root)
          return { account: root.accountId }
        },
        () => undefined,
      ],
    ]

    it.each(cases)('%s', async (_what, arrange, expected) => {
      const user = await addUser(test)
      const more = await arrange(user)
      const answer = await signIn(user, more)
      expect(answer.body.data?.account.id).toBe(expected())
      expect(answer.status).toBe(expected() ? 200 : 401)
    })

    it('the one they are root of, however many others they are in', async () => {
      const user = await test.signUp()
      await join(test, user, root)
      await join(test, user, other)
      expect((await signIn(user)).body.data.account.id).toBe(user.accountId)
      expect((await signIn(user, { account: root.account })).body.data.account.id).toBe(root.accountId)
    })

    it('never a deleted one; its root goes to the only other account', async () => {
      const user = await test.signUp()
      await deleteAccount(test, user)
      expect((await signIn(user)).status).toBe(401)
      expect((await signIn(user, { account: user.account })).status).toBe(401)
      await join(test, user, root)
      expect((await signIn(user)).body.data.account.id).toBe(root.accountId)
    })
  })

  // Attack: the answer tells an outsider who has a user here, in which account, or in which state.
  it('refuses everybody with the same bytes, starts nothing, and leaves only an audit event', async () => {
    const suspended = await addUser(test)
    await join(test, suspended, root, { suspended: true })
    const pending = await addUser(test)
    await join(test, pending, root, { accepted: false })
    const member = await addUser(test)
    await join(test, member, root)
    const wrong = { password: 'wrong-Horse77' }
    const refused: [{ email: string; password: string }, Record<string, unknown>][] = [
      [{ email: 'nobody@example.com', password: 'correct-Horse7' }, {}],
      [{ email: 'nobody@example.com', password: 'x' }, { account: root.account }],
      [root, wrong],
      [root, { ...wrong, account: root.account }],
      [root, { account: other.account }],
      [root, { account: 'no such account' }],
      [member, { password: member.password.toUpperCase() }],
      [member, { password: `${member.password} ` }],
      [suspended, {}],
      [pending, {}],
      [await addUser(test), {}],
      [await addUser(test, { hasPassword: false }), {}],
      [await addUser(test, { confirmed: false, hasPassword: false }), {}],
      [await addUser(test, { confirmed: false }), wrong],
      [await addUser(test, { totp: true }), wrong],
    ]
    for (const [user, more] of refused) {
      const { answer, changes } = await changesOf(test, () => signIn(user, more))
      expect(answer.status).toBe(401)
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="quiva"')
      expect(answer.text).toBe(
        '{"error":"Invalid credentials","message":"Check the email address, the password and the account name.","code":"invalid_credentials"}',
      )
      expect(Object.keys(changes)).toEqual(['audit_events'])
      expect(changes.audit_events?.added).toMatchObject([{ action: 'session.refused', actor_kind: 'anonymous' }])
    }
  })

  it('says that the address is unconfirmed only to who has the right password', async () => {
    const user = await addUser(test, { confirmed: false })
    const { answer, changes } = await changesOf(test, () => signIn(user))
    expect(answer.status).toBe(401)
    expect(answer.body.code).toBe('email_not_confirmed')
    expect((await signIn(user, { account: root.account })).body.code).toBe('email_not_confirmed')
    expect((await signIn({ ...user, password: 'wrong-Horse77' })).body.code).toBe('invalid_credentials')
    // It is the refusal of a sign-in, so it is in the audit log like every other.
    expect(Object.keys(changes)).toEqual(['audit_events'])
    expect(changes.audit_events?.added).toMatchObject([{ action: 'session.refused', actor_user_id: user.userId }])
  })

  describe.each([
    { totp: true, passkey: false },
    { totp: false, passkey: true },
    { totp: true, passkey: true },
  ])('with second factors on (%o)', (factors) => {
    it('gives the token of a challenge instead of tokens, and starts no session', async () => {
      const user = await addUser(test, factors)
      await join(test, user, root)
      const { answer, changes } = await changesOf(test, () => signIn(user))
      expect(answer.status).toBe(200)
      const { token, ...rest } = answer.body.data
      expect(rest).toEqual({ totp_enabled: factors.totp, passkey_enabled: factors.passkey })
      expect(token).toMatch(/^[\w-]{43}$/)
      expect(Object.keys(changes).sort()).toEqual(['audit_events', 'sign_in_challenges'])
      expect(changes.audit_events?.added).toMatchObject([
        { action: 'session.factor_required', account_id: root.accountId },
      ])
      const [challenge] = changes.sign_in_challenges?.added ?? []
      expect(challenge).toMatchObject({ user_id: user.userId, account_id: root.accountId })
      expect(Number(challenge?.expires_at) - Number(challenge?.created_at)).toBeCloseTo(300_000, -4)
      expect(JSON.stringify(changes)).not.toContain(token)
    })

    // Attack: the challenge's token is used as if it were one of the two tokens.
    it('gives a token that is worth nothing by itself', async () => {
      const user = await addUser(test, factors)
      await join(test, user, root)
      const { token } = (await signIn(user)).body.data
      expect((await test.call('GET /accounts/info', { bearer: token })).status).toBe(401)
      expect((await test.call('GET /accounts/info', { key: token })).status).toBe(401)
      expect((await test.call('POST /accounts/token-validate', { body: { token } })).body.data).toBe(false)
      const body = { auth_token: root.bearer, refresh_token: token }
      expect((await test.call('POST /accounts/refresh-token', { body })).status).toBe(401)
    })

    it('refuses who is not a member like everybody else, without a challenge', async () => {
      const user = await addUser(test, factors)
      const { answer, changed } = await changesOf(test, () => signIn(user, { account: root.account }))
      expect(answer.body.code).toBe('invalid_credentials')
      expect(changed).toEqual(['audit_events'])
    })
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['no address', { email: undefined }, '/body/email'],
    ['an address that is none', { email: 'ada' }, '/body/email'],
    ['no password', { password: undefined }, '/body/password'],
    ['an empty password', { password: '' }, '/body/password'],
    ['an object for a password', { password: { $ne: '' } }, '/body/password'],
    ['a list of addresses', { email: ['a@example.com'] }, '/body/email'],
    ['a number for an account', { account: 1 }, '/body/account'],
    ['null for an account', { account: null }, '/body/account'],
    ['NUL in the password', { password: 'a\0b' }, '/body/password'],
    ['half a surrogate pair in the account', { account: 'a\ud800' }, '/body/account'],
    ['a password of ten thousand characters', { password: 'x'.repeat(10_000) }, '/body/password'],
  ])('refuses %s with 400 and its path, and changes nothing', async (_what, more, path) => {
    const { answer, changed } = await changesOf(test, () => signIn(root, more))
    expect(answer.status).toBe(400)
    expect(answer.body.code).toBe('invalid_request')
    expect(answer.body.details.map((detail: { path: string }) => detail.path)).toContain(path)
    expect(changed).toEqual([])
  })

  it('keeps what a browser calls itself to 500 characters, and takes none', async () => {
    const sign = (headers: Record<string, string>) =>
      test.call('POST /accounts/auth-with-password', {
        body: { email: root.email, password: root.password },
        from: freshPlace(),
        headers,
      })
    const long = await changesOf(test, () => sign({ 'user-agent': 'x'.repeat(5000) }))
    expect(long.changes.sessions?.added).toMatchObject([{ user_agent: 'x'.repeat(500) }])
    expect((await sign({ 'user-agent': '' })).status).toBe(200)
  })
})
