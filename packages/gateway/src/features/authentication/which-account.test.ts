import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addApp, addPasskey, beginStep, challenge, signInWithPasskey, verdict } from '../../../test/users/factors.ts'
import { signIn } from '../../../test/users/sign-in.ts'
import { addUser, freshEmail, freshPlace, join, type User } from '../../../test/users/users.ts'

/** A user of several accounts who is root of none. */
describeEngines('a sign-in that names none of several accounts', (engine) => {
  let test: TestGateway
  let roots: SignedInUser[]
  let names: { name: string; display_name: string }[]
  beforeEach(beginStep)
  beforeAll(async () => {
    test = await openTestGateway(engine)
    roots = [
      await test.signUp('Beta Works'),
      await test.signUp('acme'),
      await test.signUp('waits'),
      await test.signUp('out'),
    ]
    names = [
      { name: 'acme', display_name: 'acme' },
      { name: 'beta works', display_name: 'Beta Works' },
    ]
  })
  afterAll(() => test.close())

  /** In two accounts; in a third one they are suspended, and in a fourth only invited. */
  async function member(): Promise<User> {
    const user = await addUser(test)
    const states = [{}, {}, { suspended: true }, { accepted: false }]
    for (const [index, state] of states.entries()) {
      const account = roots[index]
      if (account) await join(test, user, account, state)
    }
    return user
  }

  const withPassword = (email: string, password: string, account?: string) =>
    test.call('POST /accounts/auth-with-password', { body: { email, password, account }, from: freshPlace() })
  const withCode = (token: string, code: string, account?: string) =>
    test.call('POST /accounts/auth-with-totp', { body: { token, code, account }, from: freshPlace() })

  it('is answered with the names to choose from, those that the person can sign in to', async () => {
    const user = await member()
    const answer = await withPassword(user.email, user.password)
    expect(verdict(answer)).toEqual([400, 'account_required'])
    expect(answer.body.accounts).toEqual(names)
    expect((await withPassword(user.email, user.password, 'Beta Works')).body.data.account.name).toBe('beta works')
  })

  // Attack: the names, or that there are several, are found out by whoever knows an address.
  it('tells nothing before the password is right', async () => {
    const { email } = await member()
    const [known, unknown] = [
      await withPassword(email, 'wrong-Horse7'),
      await withPassword(freshEmail(), 'wrong-Horse7'),
    ]
    expect([known.status, known.text]).toEqual([401, unknown.text])
  })

  it('tells nothing before the second factor is right, whose code then comes again with the name', async () => {
    const user = await member()
    const { app, codes } = await addApp(test, (await signIn(test, user, { account: 'acme' })).bearer)
    const token = await challenge(test, user)
    expect(verdict(await withCode(token, app.wrongCode()))).toEqual([401, 'invalid_second_factor'])
    expect(verdict(await withCode(token, app.wrongCode(), 'acme'))).toEqual([401, 'invalid_second_factor'])
    const asked = await withCode(token, app.code(0))
    expect([...verdict(asked), asked.body.accounts]).toEqual([400, 'account_required', names])
    expect(verdict(await withCode(token, app.code(0), 'waits'))).toEqual([401, 'invalid_second_factor'])
    expect((await withCode(token, app.code(0), ' ACME ')).body.data.account.name).toBe('acme')

    const body = { token: await challenge(test, user), code: codes[0] }
    const byRecovery = (account?: string) =>
      test.call('POST /accounts/auth-with-recovery-code', { body: { ...body, account }, from: freshPlace() })
    expect(verdict(await byRecovery())).toEqual([400, 'account_required'])
    expect((await byRecovery('acme')).status).toBe(200)
  })

  it('may still name only the account of its first half, if that named one', async () => {
    const user = await member()
    const { app } = await addApp(test, (await signIn(test, user, { account: 'acme' })).bearer)
    const token = await challenge(test, user, { account: 'acme' })
    expect(verdict(await withCode(token, app.code(0), 'beta works'))).toEqual([401, 'invalid_second_factor'])
    expect((await withCode(token, app.code(0), 'acme')).status).toBe(200)
  })

  it('is answered alike after a passkey, alone or as the second factor', async () => {
    const user = await member()
    const { authenticator } = await addPasskey(test, (await signIn(test, user, { account: 'acme' })).bearer)
    const alone = await signInWithPasskey(test, user, authenticator)
    expect([...verdict(alone), alone.body.accounts]).toEqual([400, 'account_required', names])
    expect((await signInWithPasskey(test, user, authenticator, { account: 'acme' })).status).toBe(200)
    const token = await challenge(test, user)
    expect(verdict(await signInWithPasskey(test, user, authenticator, { token }))).toEqual([400, 'account_required'])
    const named = await signInWithPasskey(test, user, authenticator, { token, account: 'beta works' })
    expect(named.body.data.account.name).toBe('beta works')
  })

  it('needs no name where only one account is left by the second half', async () => {
    const user = await member()
    const { app } = await addApp(test, (await signIn(test, user, { account: 'acme' })).bearer)
    const token = await challenge(test, user)
    await test.database.transaction(async ({ db }) => {
      const [beta] = roots
      await db
        .deleteFrom('memberships')
        .where('user_id', '=', user.userId)
        .where('account_id', '=', beta?.accountId ?? '')
        .execute()
    })
    expect((await withCode(token, app.code(0))).body.data.account.name).toBe('acme')
  })

  it('can be avoided: the list of accounts gives names as well as ids', async () => {
    const user = await member()
    const { bearer } = await signIn(test, user, { account: 'acme' })
    const list = async (query: string) => (await test.call(`GET /accounts/list${query}`, { bearer })).body.data
    const [beta, acme] = roots
    expect((await list('')).toSorted()).toEqual([beta?.accountId, acme?.accountId].sort())
    expect(await list('?details=false')).toEqual(await list(''))
    expect(await list('?details=true')).toEqual(
      expect.arrayContaining([
        { id: acme?.accountId, ...names[0] },
        { id: beta?.accountId, ...names[1] },
      ]),
    )
    expect(await list('?details=true')).toHaveLength(2)
  })
})
