import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../../test/database/engines.ts'
import { openMeanwhile } from '../../../../test/database/meanwhile.ts'
import { untilNothingIsDue } from '../../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInPerson, type TestGateway, waitFor } from '../../../../test/gateway.ts'
import { addWaitingChange, followChange } from '../../../../test/people/address-changes.ts'
import { addApp } from '../../../../test/people/factors.ts'
import { remove } from '../../../../test/people/invitations.ts'
import { openBrowser } from '../../../../test/people/oauth-browser.ts'
import { addPerson, freshEmail, freshPlace, join, type Person, setSuspended } from '../../../../test/people/people.ts'
import { openTestProvider, type ProviderUser, type TestProvider } from '../../../../test/services/openid-provider.ts'

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
  let root: SignedInPerson
  const meanwhile = openMeanwhile()
  beforeAll(async () => {
    provider = await openTestProvider({ redirectUri: 'http://gateway.test/accounts/oauth/callback' })
    const environment = { ...provider.environment, APP_ORIGINS: APP }
    test = await openTestGateway(engine, environment, undefined, meanwhile.watch)
    root = await test.signUp()
  })
  afterAll(async () => {
    await test.close()
    await provider.close()
  })

  async function member(traits: Parameters<typeof addPerson>[1] = { hasPassword: false }): Promise<Person> {
    const person = await addPerson(test, traits)
    await join(test, person, root)
    return person
  }

  /** The whole flow. `underWay` is done once the state is taken and the person found. */
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

    async function reset({ email }: Person): Promise<void> {
      await test.call('POST /accounts/request-reset-password', { body: { email }, from: freshPlace() })
      const mail = await waitFor(async () =>
        (await test.mails()).find(({ to, template }) => to === email && template === 'reset-password'),
      )
      const body = { token: mail.token, new_password: NEW }
      expect((await test.call('POST /accounts/reset-password', { body, from: freshPlace() })).status).toBe(200)
    }

    it('is over with a password reset by link; the owner is linked anew', async () => {
      const person = await member({})
      const thief = userOf(person)
      expect((await signIn(thief)).status).toBe(200)
      await reset(person)
      expect(await linksOf(person)).toBe(0)
      expect((await signIn(userOf(person))).status).toBe(200)
      refused(await signIn(thief))
    })

    it('is over with a change of address; who has the new one is linked anew', async () => {
      const person = await member()
      const former = userOf(person)
      expect((await signIn(former)).status).toBe(200)
      const email = freshEmail()
      const token = await addWaitingChange(test, 'prove', { ...person, accountId: root.accountId }, email)
      expect((await followChange(test, token, freshPlace())).status).toBe(200)
      refused(await signIn(former))
      expect(await linksOf(person)).toBe(0)
      expect((await signIn(userOf({ email }))).status).toBe(200)
    })

    it.each([false, true])('is over also if it is under way (with a second factor: %s)', async (totp) => {
      const person = await member({ totp })
      const former = userOf(person)
      expect((await signIn(former)).status).toBe(200)
      const answer = await signIn({ ...former, email_verified: false }, () =>
        test.database.transaction(({ db }) =>
          db.deleteFrom('oauth_identities').where('user_id', '=', person.userId).execute(),
        ),
      )
      refused(answer)
      expect(meanwhile.isDone()).toBe(true)
    })

    it('is not linked to a person who is moving to another address', async () => {
      const person = await member()
      const answer = await signIn(userOf(person), () =>
        test.database.transaction(({ db }) =>
          db.updateTable('users').set({ email: freshEmail() }).where('id', '=', person.userId).execute(),
        ),
      )
      refused(answer)
      expect([meanwhile.isDone(), await linksOf(person)]).toEqual([true, 0])
    })
  })

  it('is refused if the person is removed or suspended while it is under way', async () => {
    const elsewhere = await test.signUp()
    for (const how of ['removed', 'suspended'] as const) {
      const person = await member()
      await join(test, person, elsewhere)
      const user = userOf(person)
      await signIn(user)
      const answer = await signIn(user, () =>
        how === 'removed'
          ? remove(test, root, person.email)
          : setSuspended(test, { userId: person.userId, accountId: root.accountId }, true),
      )
      refused(answer)
      expect(meanwhile.isDone()).toBe(true)
    }
  })

  it('asks for the second factor of who switches one on while it is under way', async () => {
    const person = await member()
    const user = userOf(person)
    await signIn(user)
    const answer = await signIn(user, () =>
      test.database.transaction(({ db }) =>
        db.updateTable('users').set({ totp_enabled_at: Date.now() }).where('id', '=', person.userId).execute(),
      ),
    )
    expect(Object.keys(answer.body.data).sort()).toEqual(['passkey_enabled', 'token', 'totp_enabled'])
    expect(answer.body.data.totp_enabled).toBe(true)
  })

  // Attack: somebody locks a person out from afar by guessing their password from many networks.
  it('and its second factor are spared by the lockout that wrong passwords bring', async () => {
    const person = await member({})
    const user = userOf(person)
    const { auth_token: bearer } = (await signIn(user)).body.data
    const { codes } = await addApp(test, bearer)
    const tryPassword = (password: string, from: string) =>
      test.call('POST /accounts/auth-with-password', { body: { email: person.email, password }, from })
    const tryCode = async (code: string | undefined, from: string) => {
      const { token } = (await signIn(user)).body.data
      return test.call('POST /accounts/auth-with-recovery-code', { body: { token, code }, from })
    }
    for (let place = 0; place < 4; place += 1) {
      const from = freshPlace()
      for (let i = 0; i < 5; i += 1) await tryPassword('wrong-Horse7', from)
    }
    expect((await tryPassword(person.password, freshPlace())).status).toBe(429)
    expect((await tryCode(codes[0], freshPlace())).status).toBe(200)

    // A right code is no answer to guesses of the password, and five wrong ones close this way, but not that one.
    expect((await tryPassword(person.password, freshPlace())).status).toBe(429)
    const home = freshPlace()
    for (let i = 0; i < 5; i += 1) expect((await tryCode('0000-0000', home)).status).toBe(401)
    expect((await tryCode(codes[1], home)).status).toBe(429)
  })

  async function linksOf({ userId }: Person): Promise<number> {
    const rows = await test.database.read
      .selectFrom('oauth_identities')
      .select('subject')
      .where('user_id', '=', userId)
      .execute()
    return rows.length
  }
})
