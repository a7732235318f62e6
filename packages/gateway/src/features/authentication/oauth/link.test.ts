import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../../test/database/engines.ts'
import { openMeanwhile } from '../../../../test/database/meanwhile.ts'
import { untilNothingIsDue } from '../../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../../test/gateway.ts'
import { openTestProvider, type ProviderUser, type TestProvider } from '../../../../test/services/openid-provider.ts'
import { addWaitingChange, followChange } from '../../../../test/users/address-changes.ts'
import { addApp } from '../../../../test/users/factors.ts'
import { remove } from '../../../../test/users/invitations.ts'
import { openBrowser } from '../../../../test/users/oauth-browser.ts'
import { addUser, freshEmail, freshPlace, join, setSuspended, type User } from '../../../../test/users/users.ts'

const APP = 'https://app.example.com'

let subjects = 0
function userOf({ email }: { email: string }): ProviderUser {
  subjects += 1
  return { sub: `subject-${subjects}`, email, email_verified: true }
}

/** What ends the way in by OAuth, and what does not. */
describeEngines('an OAuth sign-in', (engine) => {
  let provider: TestProvider
  let test: TestGateway
  let root: SignedInUser
  const meanwhile = openMeanwhile()
  beforeAll(async () => {
    provider = await openTestProvider({ redirectUri: 'http://gateway.test/accounts/oauth/callback' })
    const environment = { ...provider.environment, APP_ORIGINS: APP }
    test = await openTestGateway(engine, { environment, watch: meanwhile.watch })
    root = await test.signUp()
  })
  afterAll(async () => {
    await test.close()
    await provider.close()
  })

  async function member(traits: Parameters<typeof addUser>[1] = { hasPassword: false }): Promise<User> {
    const ourUser = await addUser(test, traits)
    await join(test, ourUser, root)
    return ourUser
  }

  /** The whole flow. `underWay` is done once the state is taken and the user found. */
  async function signIn(user: ProviderUser, underWay?: () => Promise<unknown>) {
    const browser = openBrowser(test, APP)
    const login = await browser.login(root.account)
    provider.user = user
    const { searchParams } = await provider.visit(login.body.data.oauth_url)
    if (underWay) {
      // So that no transaction but those of the sign-in is counted.
      await untilNothingIsDue(test, { recurring: 'too' })
      meanwhile.do(underWay, { after: 1 })
    }
    return browser.exchange(searchParams)
  }

  const refused = (answer: { status: number; body: { code: string } }) =>
    expect([answer.status, answer.body.code]).toEqual([400, 'oauth_failed'])

  describe('of who once had the mailbox, and linked themselves by it,', () => {
    const NEW = 'other-Horse8'

    async function reset({ email }: User): Promise<void> {
      await test.call('POST /accounts/request-reset-password', { body: { email }, from: freshPlace() })
      const mail = await waitFor(async () =>
        (await test.mails()).find(({ to, template }) => to === email && template === 'reset-password'),
      )
      const body = { token: mail.token, new_password: NEW }
      expect((await test.call('POST /accounts/reset-password', { body, from: freshPlace() })).status).toBe(200)
    }

    it('is over with a password reset by link; the owner is linked anew', async () => {
      const ourUser = await member({})
      const thief = userOf(ourUser)
      expect((await signIn(thief)).status).toBe(200)
      await reset(ourUser)
      expect(await linksOf(ourUser)).toBe(0)
      expect((await signIn(userOf(ourUser))).status).toBe(200)
      refused(await signIn(thief))
    })

    it('is over with a change of address; who has the new one is linked anew', async () => {
      const ourUser = await member()
      const former = userOf(ourUser)
      expect((await signIn(former)).status).toBe(200)
      const email = freshEmail()
      const token = await addWaitingChange(test, 'prove', { ...ourUser, accountId: root.accountId }, email)
      expect((await followChange(test, token, freshPlace())).status).toBe(200)
      refused(await signIn(former))
      expect(await linksOf(ourUser)).toBe(0)
      expect((await signIn(userOf({ email }))).status).toBe(200)
    })

    it.each([false, true])('is over also if it is under way (with a second factor: %s)', async (totp) => {
      const ourUser = await member({ totp })
      const former = userOf(ourUser)
      expect((await signIn(former)).status).toBe(200)
      const answer = await signIn({ ...former, email_verified: false }, () =>
        test.database.transaction(({ db }) =>
          db.deleteFrom('oauth_identities').where('user_id', '=', ourUser.userId).execute(),
        ),
      )
      refused(answer)
      expect(meanwhile.isDone()).toBe(true)
    })

    it('is not linked to a person who is moving to another address', async () => {
      const ourUser = await member()
      const answer = await signIn(userOf(ourUser), () =>
        test.database.transaction(({ db }) =>
          db.updateTable('users').set({ email: freshEmail() }).where('id', '=', ourUser.userId).execute(),
        ),
      )
      refused(answer)
      expect([meanwhile.isDone(), await linksOf(ourUser)]).toEqual([true, 0])
    })
  })

  it('is refused if the person is removed or suspended while it is under way', async () => {
    const elsewhere = await test.signUp()
    for (const how of ['removed', 'suspended'] as const) {
      const ourUser = await member()
      await join(test, ourUser, elsewhere)
      const user = userOf(ourUser)
      await signIn(user)
      const answer = await signIn(user, () =>
        how === 'removed'
          ? remove(test, root, ourUser.email)
          : setSuspended(test, { userId: ourUser.userId, accountId: root.accountId }, true),
      )
      refused(answer)
      expect(meanwhile.isDone()).toBe(true)
    }
  })

  it('asks for the second factor of who switches one on while it is under way', async () => {
    const ourUser = await member()
    const user = userOf(ourUser)
    await signIn(user)
    const answer = await signIn(user, () =>
      test.database.transaction(({ db }) =>
        db.updateTable('users').set({ totp_enabled_at: Date.now() }).where('id', '=', ourUser.userId).execute(),
      ),
    )
    expect(Object.keys(answer.body.data).sort()).toEqual(['passkey_enabled', 'token', 'totp_enabled'])
    expect(answer.body.data.totp_enabled).toBe(true)
  })

  // Attack: somebody locks a user out from afar by guessing their password from many networks.
  it('and its second factor are spared by the lockout that wrong passwords bring', async () => {
    const ourUser = await member({})
    const user = userOf(ourUser)
    const { auth_token: bearer } = (await signIn(user)).body.data
    const { codes } = await addApp(test, bearer)
    const tryPassword = (password: string, from: string) =>
      test.call('POST /accounts/auth-with-password', { body: { email: ourUser.email, password }, from })
    const tryCode = async (code: string | undefined, from: string) => {
      const { token } = (await signIn(user)).body.data
      return test.call('POST /accounts/auth-with-recovery-code', { body: { token, code }, from })
    }
    for (let place = 0; place < 4; place += 1) {
      const from = freshPlace()
      for (let i = 0; i < 5; i += 1) await tryPassword('wrong-Horse7', from)
    }
    expect((await tryPassword(ourUser.password, freshPlace())).status).toBe(429)
    expect((await tryCode(codes[0], freshPlace())).status).toBe(200)

    // A right code is no answer to guesses of the password, and five wrong ones close this way, but not that one.
    expect((await tryPassword(ourUser.password, freshPlace())).status).toBe(429)
    const home = freshPlace()
    for (let i = 0; i < 5; i += 1) expect((await tryCode('0000-0000', home)).status).toBe(401)
    expect((await tryCode(codes[1], home)).status).toBe(429)
  })

  async function linksOf({ userId }: User): Promise<number> {
    const rows = await test.database.read
      .selectFrom('oauth_identities')
      .select('subject')
      .where('user_id', '=', userId)
      .execute()
    return rows.length
  }
})
