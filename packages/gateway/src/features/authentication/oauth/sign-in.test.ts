import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { describeEngines, type Engine } from '../../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../../test/gateway.ts'
import { openTestProvider, type ProviderUser, type TestProvider } from '../../../../test/services/openid-provider.ts'
import { addApp } from '../../../../test/users/factors.ts'
import { openBrowser } from '../../../../test/users/oauth-browser.ts'
import { addUser, deleteAccount, join, setSuspended, type User } from '../../../../test/users/users.ts'

const APP = 'https://app.example.com'
const REDIRECT_URI = 'http://gateway.test/accounts/oauth/callback'

let subjects = 0
function userOf({ email }: { email: string }, more: Partial<ProviderUser> = {}): ProviderUser {
  subjects += 1
  return { sub: `subject-${subjects}`, email, email_verified: true, ...more }
}

describeEngines('OAuth sign-in through a real OpenID provider', (engine) => {
  let provider: TestProvider
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    provider = await openTestProvider({ redirectUri: REDIRECT_URI })
    test = await openTestGateway(engine, {
      environment: { ...provider.environment, APP_ORIGINS: `${APP},https://other.example.com` },
    })
    root = await test.signUp()
  })
  afterAll(async () => {
    await test.close()
    await provider.close()
  })
  afterEach(() => void vi.useRealTimers())

  async function member(traits: Parameters<typeof addUser>[1] = { hasPassword: false }): Promise<User> {
    const ourUser = await addUser(test, traits)
    await join(test, ourUser, root)
    return ourUser
  }

  /** The whole flow: login, the provider, the browser's way back, and the page's request for the tokens. */
  async function signIn(user: ProviderUser | null, account = root.account) {
    const browser = openBrowser(test, APP)
    const login = await browser.login(account)
    provider.user = user
    const back = await provider.visit(login.body.data.oauth_url)
    const landed = await browser.navigate(back.searchParams)
    const home = new URL(String(landed.headers.location))
    const answer = await browser.exchange(home.searchParams)
    return { browser, login, back, landed, home, answer }
  }

  const events = (userId: string) =>
    test.database.read
      .selectFrom('audit_events')
      .select(['action', 'account_id', 'details'])
      .where('actor_user_id', '=', userId)
      .orderBy('id')
      .execute()

  const refused = (answer: { status: number; body: { code: string } }) =>
    expect([answer.status, answer.body.code]).toEqual([400, 'oauth_failed'])

  it('signs a member in by their verified address, links them, mails them, and the token works', async () => {
    const ourUser = await member()
    const { answer } = await signIn(userOf(ourUser))
    expect(answer.status).toBe(200)
    expect(answer.body.data).toMatchObject({ totp_enabled: false, account: { id: root.accountId } })
    const me = await test.call('GET /accounts/user-login-data', { bearer: answer.body.data.auth_token })
    expect(me.body.data.user).toBe(ourUser.email)
    const recorded = await events(ourUser.userId)
    expect(recorded.map((event) => event.action)).toEqual(['oauth.linked', 'session.started'])
    expect(recorded.every((event) => event.account_id === root.accountId)).toBe(true)
    expect(JSON.parse(recorded[1]?.details ?? '')).toEqual({ method: 'oauth' })
    const mail = await waitFor(async () =>
      (await test.mails()).find(({ to, template }) => to === ourUser.email && template === 'oauth-linked'),
    )
    expect(mail.text).toContain(new URL(provider.issuer).host)
  })

  it('carries PKCE, state, nonce and connection to the provider, and asks for nothing but the address', async () => {
    const browser = openBrowser(test, APP)
    const { body } = await browser.login(root.account, { connection: 'github' })
    const { origin, searchParams } = new URL(body.data.oauth_url)
    expect(origin).toBe(provider.issuer)
    const { state, nonce, code_challenge, ...rest } = Object.fromEntries(searchParams)
    for (const random of [state, nonce, code_challenge]) expect(random).toMatch(/^[\w-]{43}$/)
    expect(rest).toEqual({
      client_id: 'quiva-gateway',
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: 'openid email',
      code_challenge_method: 'S256',
      connection: 'github',
    })
  })

  it('no redirect carries a token, and the tokens come uncached, to the page that asked only', async () => {
    const ourUser = await member()
    const { landed, home, answer } = await signIn(userOf(ourUser))
    expect(landed.status).toBe(302)
    expect(home.origin).toBe(APP)
    expect([...home.searchParams.keys()].sort()).toEqual(['code', 'iss', 'state'])
    const { auth_token: accessToken, refresh_token: refreshToken } = answer.body.data
    expect(home.href).not.toContain(accessToken)
    expect(home.href).not.toContain(refreshToken)
    expect(home.href).not.toContain('eyJ')
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'access-control-allow-origin': APP,
      'access-control-allow-credentials': 'true',
    })
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it('a program that follows no redirects gets the tokens with code and state alone', async () => {
    const ourUser = await member()
    const browser = openBrowser(test, APP)
    const { body } = await browser.login(root.account)
    provider.user = userOf(ourUser)
    const { searchParams } = await provider.visit(body.data.oauth_url)
    const query = { code: searchParams.get('code') ?? '', state: searchParams.get('state') ?? '' }
    expect((await browser.exchange(query)).status).toBe(200)
  })

  it('knows the linked person by issuer and subject, whatever their address is now', async () => {
    const ourUser = await member()
    const stranger = await member()
    const user = userOf(ourUser)
    await signIn(user)
    for (const email of ['new-name@example.com', stranger.email, undefined]) {
      const { answer } = await signIn({ sub: user.sub, ...(email && { email, email_verified: false }) })
      const me = await test.call('GET /accounts/user-login-data', { bearer: answer.body.data.auth_token })
      expect(me.body.data.user).toBe(ourUser.email)
    }
    expect((await events(ourUser.userId)).filter((event) => event.action === 'oauth.linked')).toHaveLength(1)
  })

  // Attack: an address is given to somebody else at the provider, who then asks for the former owner's account.
  it('links no second user of the provider to a person, though the address is verified', async () => {
    const ourUser = await member()
    await signIn(userOf(ourUser))
    refused((await signIn(userOf(ourUser))).answer)
  })

  // Attack: a provider lets anybody claim any address until it is verified.
  it.each([false, undefined])('links nobody when the provider says email_verified: %s', async (email_verified) => {
    const ourUser = await member()
    refused((await signIn({ ...userOf(ourUser), email_verified })).answer)
    expect(await linksOf(ourUser)).toBe(0)
  })

  // Attack: sign up with the victim's address and a password, and wait until they come by the provider.
  it('links nobody whose address is not confirmed here', async () => {
    const ourUser = await member({ confirmed: false })
    refused((await signIn(userOf(ourUser))).answer)
    expect(await linksOf(ourUser)).toBe(0)
  })

  it('refuses strangers, non-members, the suspended, the invited, deleted and unknown accounts, all alike', async () => {
    const gone = await test.signUp()
    const [nonMember, suspended, invited, ofGone] = await Promise.all([1, 2, 3, 4].map(() => addUser(test)))
    if (!nonMember || !suspended || !invited || !ofGone) throw new Error('unreachable')
    await join(test, suspended, root, { suspended: true })
    await join(test, invited, root, { accepted: false })
    await join(test, ofGone, gone)
    await deleteAccount(test, gone)
    const answers = []
    for (const [user, account] of [
      [userOf({ email: 'nobody-here@example.com' }), root.account],
      [userOf(nonMember), root.account],
      [userOf(suspended), root.account],
      [userOf(invited), root.account],
      [userOf(ofGone), gone.account],
      [userOf(root), 'no such account'],
    ] as const) {
      const { login, landed, answer } = await signIn(user, account)
      expect([login.status, landed.status]).toEqual([200, 302])
      refused(answer)
      answers.push(answer.text)
    }
    expect(new Set(answers).size).toBe(1)
    for (const ourUser of [nonMember, suspended, invited, ofGone]) expect(await linksOf(ourUser)).toBe(0)
    const [event] = (await events(suspended.userId)).slice(-1)
    expect([event?.action, event?.details]).toEqual(['session.refused', '{"method":"oauth","reason":"membership"}'])
  })

  it('a linked person who is suspended is refused, and let in again afterwards', async () => {
    const ourUser = await member()
    const user = userOf(ourUser)
    await signIn(user)
    const membership = { userId: ourUser.userId, accountId: root.accountId }
    await setSuspended(test, membership, true)
    refused((await signIn(user)).answer)
    await setSuspended(test, membership, false)
    expect((await signIn(user)).answer.status).toBe(200)
  })

  it('asks for the second factor of who has one', async () => {
    const ourUser = await member({ totp: true })
    const { answer } = await signIn(userOf(ourUser))
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.body.data).sort()).toEqual(['passkey_enabled', 'token', 'totp_enabled'])
    expect((await events(ourUser.userId)).map((event) => event.action)).not.toContain('session.started')
  })

  it('is completed by that factor, and the session names both', async () => {
    const user = userOf(await member())
    const { auth_token: bearer } = (await signIn(user)).answer.body.data
    const { codes } = await addApp(test, bearer)
    const { token } = (await signIn(user)).answer.body.data
    const answer = await test.call('POST /accounts/auth-with-recovery-code', { body: { token, code: codes[0] } })
    expect(answer.status).toBe(200)
    const list = await test.call('GET /accounts/session-tokens', { bearer: answer.body.data.auth_token })
    expect(list.body.data.auth.find(({ current }: { current: boolean }) => current).method).toBe('oauth+recovery_code')
  })

  it('is spared by the lockout that wrong passwords bring', async () => {
    const ourUser = await member({})
    const wrong = { email: ourUser.email, password: 'wrong-Horse7' }
    for (let i = 0; i < 6; i += 1) await test.call('POST /accounts/auth-with-password', { body: wrong })
    expect((await test.call('POST /accounts/auth-with-password', { body: wrong })).status).toBe(429)
    expect((await signIn(userOf(ourUser))).answer.status).toBe(200)
  })

  describe('state', () => {
    /** A browser that is back from the provider. */
    async function comeBack() {
      const ourUser = await member()
      const browser = openBrowser(test, APP)
      const { body } = await browser.login(root.account)
      provider.user = userOf(ourUser)
      const { searchParams } = await provider.visit(body.data.oauth_url)
      return { browser, query: Object.fromEntries(searchParams) }
    }

    // Attack (login CSRF): the attacker signs in as themselves and lets the victim's browser finish.
    it.each(['no cookie', "another browser's cookie", 'garbage'])(
      'is refused with %s, and not spoilt',
      async (which) => {
        const { browser, query } = await comeBack()
        const other = openBrowser(test, APP)
        if (which === "another browser's cookie") await other.login(root.account)
        if (which === 'garbage') other.cookie = 'quiva_oauth=x; quiva_oauth=;;=,quiva_oauth'
        refused(await other.exchange(query))
        const sentHome = await other.navigate(query)
        expect(sentHome.headers.location).toBe(`${APP}/?error=oauth_failed`)
        expect((await browser.exchange(query)).status).toBe(200)
      },
    )

    it('works once: a replay is refused, also with a fresh code, and sends nobody anywhere', async () => {
      const { browser, query } = await comeBack()
      expect((await browser.exchange(query)).status).toBe(200)
      refused(await browser.exchange(query))
      refused(await browser.exchange({ ...query, code: 'another' }))
      const again = await browser.navigate(query)
      refused(again)
      expect(again.headers.location).toBeUndefined()
    })

    it('of eight requests at once one gets tokens', async () => {
      const { browser, query } = await comeBack()
      const answers = await Promise.all(Array.from({ length: 8 }, () => browser.exchange(query)))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    })

    it('a used code is refused with another state of the same browser', async () => {
      const { browser, query } = await comeBack()
      expect((await browser.exchange(query)).status).toBe(200)
      const { body } = await browser.login(root.account)
      const state = new URL(body.data.oauth_url).searchParams.get('state') ?? ''
      refused(await browser.exchange({ ...query, state }))
    })

    // Attack (code injection): a code that leaked from somebody else's sign-in, under the attacker's own state.
    it("another sign-in's code is refused: it belongs to another verifier", async () => {
      const { query: victim } = await comeBack()
      const { browser, query } = await comeBack()
      refused(await browser.exchange({ ...query, code: victim.code ?? '' }))
    })

    it('ends after ten minutes, and its row is tidied away', async () => {
      const { browser, query } = await comeBack()
      vi.useFakeTimers({ toFake: ['Date'] })
      vi.setSystemTime(Date.now() + 600_001)
      refused(await browser.exchange(query))
      refused(await browser.navigate(query))
      const { tidyChallenges } = await import('../tidy.ts')
      await test.database.transaction((tx) => tidyChallenges(tx, Date.now()))
      expect(await test.database.read.selectFrom('oauth_states').selectAll().execute()).toEqual([])
    })

    it('a page of another origin is refused, though it may sign in for itself', async () => {
      const { browser, query } = await comeBack()
      const other = openBrowser(test, 'https://other.example.com')
      other.cookie = browser.cookie
      refused(await other.exchange(query))
    })

    it('two tabs of one browser sign in side by side', async () => {
      const ourUser = await member()
      const browser = openBrowser(test, APP)
      const first = await browser.login(root.account)
      const second = await browser.login(root.account)
      provider.user = userOf(ourUser)
      for (const { body } of [first, second]) {
        const { searchParams } = await provider.visit(body.data.oauth_url)
        expect((await browser.exchange(searchParams)).status).toBe(200)
      }
    })

    it('an issuer that is not ours is refused', async () => {
      const { browser, query } = await comeBack()
      refused(await browser.exchange({ ...query, iss: 'https://evil.example' }))
    })

    it('who presses Cancel at the provider is sent home with an error, and the state is over', async () => {
      const browser = openBrowser(test, APP)
      const { body } = await browser.login(root.account)
      provider.user = null
      const { searchParams } = await provider.visit(body.data.oauth_url)
      expect(searchParams.get('error')).toBe('access_denied')
      const sentHome = await browser.navigate(searchParams)
      expect([sentHome.status, sentHome.headers.location]).toEqual([302, `${APP}/?error=oauth_failed`])
      refused(await browser.navigate(searchParams))
      expect((await browser.exchange(searchParams)).body.code).toBe('invalid_request')
    })
  })

  it('the database has neither state nor cookie nor verifier as they are, and no log has any secret', async () => {
    const ourUser = await member()
    const { browser, back, answer } = await signIn(userOf(ourUser))
    const { body } = await browser.login(root.account)
    const { state, nonce } = Object.fromEntries(new URL(body.data.oauth_url).searchParams)
    const rows = JSON.stringify(await test.database.read.selectFrom('oauth_states').selectAll().execute())
    const cookie = browser.cookie?.split('=')[1]
    for (const secret of [state, nonce, cookie]) expect(rows).not.toContain(secret)
    const logged = JSON.stringify(test.logged)
    const code = back.searchParams.get('code')
    const { auth_token: accessToken, refresh_token: refreshToken } = answer.body.data
    const clientSecret = provider.environment.OIDC_CLIENT_SECRET
    for (const secret of [state, nonce, cookie, code, accessToken, refreshToken, clientSecret])
      expect(logged).not.toContain(secret)
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

describe.each([
  ['client_secret_post', true],
  ['client_secret_basic', true],
  ['client_secret_post', false],
] as const)('a provider that takes %s, address in the ID token: %s', (authMethod, addressInIdToken) => {
  it('works without being told so', async () => {
    const engine: Engine = 'sqlite'
    const provider = await openTestProvider({ redirectUri: REDIRECT_URI, authMethod, addressInIdToken })
    const test = await openTestGateway(engine, { environment: { ...provider.environment, APP_ORIGINS: APP } })
    const root = await test.signUp()
    for (let i = 0; i < 2; i += 1) {
      const browser = openBrowser(test, APP)
      const { body } = await browser.login(root.account)
      provider.user = { sub: 'root', email: root.email.toUpperCase(), email_verified: true }
      expect((await browser.exchange((await provider.visit(body.data.oauth_url)).searchParams)).status).toBe(200)
    }
    expect(provider.requests.filter((path) => path.includes('openid-configuration'))).toHaveLength(1)
    await test.close()
    await provider.close()
  })
})
