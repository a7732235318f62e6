import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../../test/database/engines.ts'
import { openMeanwhile } from '../../../../test/database/meanwhile.ts'
import { untilNothingIsDue } from '../../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../../test/gateway.ts'
import { openTestProvider, type ProviderUser, type TestProvider } from '../../../../test/services/openid-provider.ts'
import { openBrowser } from '../../../../test/users/oauth-browser.ts'
import { signIn as signInByPassword } from '../../../../test/users/sign-in.ts'
import { addUser, join, type User } from '../../../../test/users/users.ts'

const APP = 'https://app.example.com'
const TRUSTED = 'trusted.example'

let subjects = 0
const subject = () => {
  subjects += 1
  return `providers-${subjects}`
}

/** What providers say of addresses, and where; and what a user does about their links. */
describeEngines('a provider', (engine) => {
  let provider: TestProvider
  let test: TestGateway
  let root: SignedInUser
  const meanwhile = openMeanwhile()
  beforeAll(async () => {
    const redirectUri = 'http://gateway.test/accounts/oauth/callback'
    provider = await openTestProvider({ redirectUri, addressInIdToken: true })
    const environment = {
      ...provider.environment,
      APP_ORIGINS: APP,
      OIDC_TRUSTED_EMAIL_DOMAINS: `${TRUSTED}, other.example`,
    }
    test = await openTestGateway(engine, { environment, watch: meanwhile.watch })
    root = await test.signUp()
  })
  afterAll(async () => {
    await test.close()
    await provider.close()
  })

  async function member(email?: string): Promise<User> {
    const ourUser = await addUser(test, email === undefined ? {} : { email })
    await join(test, ourUser, root)
    return ourUser
  }
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
  const outcome = async (user: ProviderUser) => {
    const { status, body } = await signIn(user)
    return status === 200 ? 'in' : body.code
  }

  describe('that says of an address', () => {
    it.each<[string, Omit<ProviderUser, 'sub' | 'email'>, string]>([
      ['"true" as text (Cognito, Apple)', { email_verified: 'true' }, 'in'],
      ['"false" as text', { email_verified: 'false' }, 'oauth_failed'],
      ['nothing', {}, 'oauth_failed'],
    ])('%s', async (_what, claims, expected) => {
      const { email } = await member()
      expect(await outcome({ sub: subject(), email, ...claims })).toBe(expected)
    })

    it('only in its UserInfo answer that it is verified is asked there', async () => {
      const { email } = await member()
      const user = { sub: subject(), email, email_verified: true, inIdToken: { email } }
      const before = provider.requests.length
      expect(await outcome(user)).toBe('in')
      expect(provider.requests.slice(before)).toContain('/me')
    })

    // Attack: a user of the provider writes somebody's address where nobody checks it.
    it('in its UserInfo answer that another one is verified links nobody to that of the ID token', async () => {
      const [victim, own] = [await member(), await member()]
      const user = { sub: subject(), email: own.email, email_verified: true, inIdToken: { email: victim.email } }
      const { body } = await signIn(user)
      const me = await test.call('GET /accounts/user-login-data', { bearer: body.data.auth_token })
      expect(me.body.data.user).toBe(own.email)
    })

    it('nothing, where the operator trusts its domain (Microsoft), and not where it is another one', async () => {
      const name = subject()
      const [trusted, sub, other] = [
        await member(`${name}@${TRUSTED}`),
        await member(`${name}@sub.${TRUSTED}`),
        await member(`${name}@not${TRUSTED}`),
      ]
      const before = provider.requests.length
      expect(await outcome({ sub: subject(), email: trusted.email })).toBe('in')
      expect(provider.requests.slice(before)).not.toContain('/me')
      for (const { email } of [sub, other]) expect(await outcome({ sub: subject(), email })).toBe('oauth_failed')
      // One that says no is believed.
      const refused = await member(`${name}-2@${TRUSTED}`)
      expect(await outcome({ sub: subject(), email: refused.email, email_verified: false })).toBe('oauth_failed')
    })
  })

  describe('whose user is linked to a person', () => {
    async function linked() {
      const ourUser = await member()
      const user = { sub: subject(), email: ourUser.email, email_verified: true }
      expect(await outcome(user)).toBe('in')
      const { bearer } = await signInByPassword(test, ourUser)
      return { ourUser, user, bearer }
    }
    const list = async (bearer: string) => (await test.call('GET /accounts/oauth-links', { bearer })).body.data
    const remove = (bearer: string, issuer = provider.issuer) =>
      test.call('DELETE /accounts/oauth-link', { bearer, body: { issuer } })

    it('is in their list, with since when, and in nobody else’s', async () => {
      const { bearer } = await linked()
      const other = await linked()
      const { host } = new URL(provider.issuer)
      expect(await list(bearer)).toEqual([{ issuer: provider.issuer, provider: host, linked_on: expect.any(String) }])
      expect(await list(root.bearer)).toEqual([])
      expect((await remove(bearer)).status).toBe(200)
      expect([await list(bearer), (await list(other.bearer)).length]).toEqual([[], 1])
    })

    it('signs in as them no more once they remove the link, also if the sign-in is under way; they get a mail', async () => {
      const { ourUser, user, bearer } = await linked()
      const answer = await signIn({ ...user, email_verified: false }, () => remove(bearer))
      expect([meanwhile.isDone(), answer.status]).toEqual([true, 400])
      expect(await outcome({ ...user, email_verified: false })).toBe('oauth_failed')
      await waitFor(async () =>
        (await test.mails()).find(({ to, template }) => to === ourUser.email && template === 'oauth-unlinked'),
      )
      const events = await test.database.read
        .selectFrom('audit_events')
        .select(['action', 'account_id', 'actor_user_id', 'details'])
        .where('target_id', '=', ourUser.userId)
        .where('action', '=', 'oauth.unlinked')
        .execute()
      const details = JSON.stringify({ issuer: provider.issuer })
      const [actor_user_id, account_id] = [ourUser.userId, root.accountId]
      expect(events).toEqual([{ action: 'oauth.unlinked', account_id, actor_user_id, details }])
      // With the address verified they are linked again, and so is another user of the provider with it.
      expect(await outcome({ ...user, sub: subject() })).toBe('in')
    })

    it('is not there to be removed twice, or of another provider', async () => {
      const { bearer } = await linked()
      const gone = (answer: { status: number; body: { code: string } }) => [answer.status, answer.body.code]
      expect(gone(await remove(bearer, 'https://other.example.com'))).toEqual([404, 'unknown_oauth_link'])
      const both = await Promise.all([remove(bearer), remove(bearer)])
      expect(both.map(({ status }) => status).sort()).toEqual([200, 404])
    })

    it('is out of reach of keys', async () => {
      const { bearer } = await linked()
      const { key } = await test.issueKey(root.bearer)
      expect((await test.call('GET /accounts/oauth-links', { key })).body.code).toBe('interactive_required')
      const body = { issuer: provider.issuer }
      expect((await test.call('DELETE /accounts/oauth-link', { key, body })).body.code).toBe('interactive_required')
      expect(await list(bearer)).toHaveLength(1)
    })
  })
})
