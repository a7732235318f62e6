import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { describeEngines } from '../../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../../test/gateway.ts'
import { close, listen } from '../../../../test/http/loopback.ts'
import { type Forgery, openRogueProvider, type RogueProvider } from '../../../../test/services/rogue-provider.ts'
import { openBrowser } from '../../../../test/users/oauth-browser.ts'
import { addUser, join } from '../../../../test/users/users.ts'

const APP = 'https://app.example.com'

describeEngines('a provider that misbehaves', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let rogue: RogueProvider
  beforeAll(async () => {
    const user = { sub: 'root', email: 'unknown@example.com' }
    rogue = await openRogueProvider(user)
    test = await openTestGateway(engine, { environment: { ...rogue.environment, APP_ORIGINS: APP } })
    root = await test.signUp()
    user.email = root.email
  })
  afterAll(async () => {
    await test.close()
    await rogue.close()
  })
  beforeEach(() => {
    rogue.forge = {}
    rogue.discovery = {}
  })

  async function signIn(forge: Forgery) {
    const browser = openBrowser(test, APP)
    const { body } = await browser.login(root.account)
    rogue.forge = forge
    return browser.exchange(rogue.visit(body.data.oauth_url))
  }

  it('signs in as long as everything is right', async () => {
    expect((await signIn({})).status).toBe(200)
  })

  it.each([
    [599_000, 200],
    [600_001, 400],
  ])('after %d ms, with a code that still works, the answer is %d', async (afterMs, status) => {
    const browser = openBrowser(test, APP)
    const { body } = await browser.login(root.account)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + afterMs })
    const answer = await browser.exchange(rogue.visit(body.data.oauth_url))
    vi.useRealTimers()
    expect(answer.status).toBe(status)
  })

  const hour = 3600
  const now = Math.floor(Date.now() / 1000)
  it.each<[string, Forgery]>([
    ['another nonce', { claims: { nonce: 'another' } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['another issuer', { claims: { iss: 'https://evil.example' } }],
    ['another audience', { claims: { aud: 'another-client' } }],
    ['more audiences and no azp', { claims: { aud: ['quiva-gateway', 'another'] } }],
    ['an end that has passed', { claims: { exp: now - hour, iat: now - 2 * hour } }],
    ['no subject', { claims: { sub: undefined } }],
    ["somebody else's signature", { foreignKey: true }],
    ['no signature (alg: none)', { unsigned: true }],
  ])('an ID token with %s signs nobody in', async (_what, forge) => {
    const answer = await signIn(forge)
    expect([answer.status, answer.body.code]).toEqual([400, 'oauth_failed'])
  })

  it.each(['TRUE', 1, 'yes', false, 'false'])(
    'email_verified has to be true or "true", not %j',
    async (email_verified) => {
      const ourUser = await addUser(test)
      await join(test, ourUser, root)
      const claims = { sub: `subject of ${ourUser.userId}`, email: ourUser.email }
      const answer = await signIn({ claims: { ...claims, email_verified } })
      expect([answer.status, answer.body.code]).toEqual([400, 'oauth_failed'])
      for (const verified of ['true', true])
        expect((await signIn({ claims: { ...claims, email_verified: verified } })).status).toBe(200)
    },
  )

  it('a code that it refuses is the browser’s fault', async () => {
    const answer = await signIn({
      answer: (response) =>
        response.writeHead(403, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}'),
    })
    expect([answer.status, answer.body.code]).toEqual([400, 'oauth_failed'])
  })

  it.each<[string, Forgery['answer']]>([
    ['500', (response) => response.writeHead(500).end('away')],
    ['HTML', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>')],
    ['broken JSON', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{')],
    ['nothing', (response) => void response.destroy()],
    [
      'that our secret is wrong',
      (response) => response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"invalid_client"}'),
    ],
    [
      'without end',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        for (let i = 0; i < 20; i += 1) response.write(' '.repeat(100_000))
        response.end('{}')
      },
    ],
  ])('a token endpoint that answers %s is its own fault', async (_what, answer) => {
    const answered = await signIn({ answer })
    expect([answered.status, answered.body.code]).toEqual([500, 'oauth_provider_failed'])
    const [line] = test.logged.filter(({ level }) => level === 'warn').slice(-1)
    expect(line?.message).toBe('the OpenID provider did not answer correctly')
  })

  // Attack: the code, the verifier and our secret would go wherever a redirect leads.
  it('a redirect of the token endpoint is not followed', async () => {
    const seen: string[] = []
    const elsewhere = createServer((request, response) => {
      seen.push(request.url ?? '')
      response.end('{}')
    })
    const location = await listen(elsewhere)
    const answer = await signIn({ answer: (response) => response.writeHead(307, { location }).end() })
    expect([answer.status, answer.body.code]).toEqual([500, 'oauth_provider_failed'])
    expect(seen).toEqual([])
    await close(elsewhere)
  })

  it('no log has a claim, a code or the client secret', () => {
    const logged = JSON.stringify(test.logged)
    for (const secret of [rogue.environment.OIDC_CLIENT_SECRET, 'code-', 'an access token', root.email, 'eyJ'])
      expect(logged).not.toContain(secret)
  })
})

describeEngines('a provider that is away', (engine) => {
  let test: TestGateway
  let rogue: RogueProvider
  let root: SignedInUser
  beforeAll(async () => {
    rogue = await openRogueProvider({ sub: 'root', email: 'root@example.com' })
    test = await openTestGateway(engine, { environment: { ...rogue.environment, APP_ORIGINS: APP } })
    root = await test.signUp()
  })
  afterAll(async () => {
    vi.useRealTimers()
    await test.close()
    await rogue.close()
  })

  const login = () => openBrowser(test, APP).login(root.account)
  /** A discovery document is believed for an hour. */
  function expire(): void {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_001 })
  }

  it('makes a 500 of its own within seconds, and a failure is not kept', async () => {
    rogue.discovery = 'broken'
    expect((await login()).body.code).toBe('oauth_provider_failed')
    rogue.discovery = 'hang'
    const started = performance.now()
    const hung = await login()
    expect([hung.status, hung.body.code]).toEqual([500, 'oauth_provider_failed'])
    expect(performance.now() - started).toBeLessThan(8000)
    for (const elsewhere of ['http://evil.example/authorize', 'javascript:alert(1)']) {
      rogue.discovery = { authorization_endpoint: elsewhere }
      expect((await login()).body.code).toBe('oauth_provider_failed')
      expire()
    }
    rogue.discovery = { issuer: 'https://evil.example' }
    expect((await login()).body.code).toBe('oauth_provider_failed')
    rogue.discovery = {}
    expect((await login()).status).toBe(200)
  })
})

describeEngines('the discovery document', (engine) => {
  it('is fetched with the first sign-in, once for all that come together', async () => {
    const rogue = await openRogueProvider({ sub: 'root', email: 'root@example.com' })
    const test = await openTestGateway(engine, { environment: { ...rogue.environment, APP_ORIGINS: APP } })
    expect(rogue.requests).toEqual([])
    const logins = await Promise.all(Array.from({ length: 10 }, () => openBrowser(test, APP).login('any')))
    expect(logins.map(({ status }) => status)).toEqual(Array(10).fill(200))
    await openBrowser(test, APP).login('any')
    expect(rogue.requests).toHaveLength(1)
    await test.close()
    await rogue.close()
  })
})
