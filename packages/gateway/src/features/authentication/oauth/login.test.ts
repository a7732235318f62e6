import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../../test/database/engines.ts'
import { openTestGateway, type TestGateway } from '../../../../test/gateway.ts'
import { openRogueProvider, type RogueProvider } from '../../../../test/services/rogue-provider.ts'
import { readConfig } from '../../../platform/config/config.ts'

const APP = 'https://app.example.com'

describeEngines('getOAuthLoginUrl', (engine) => {
  let test: TestGateway
  let rogue: RogueProvider
  beforeAll(async () => {
    rogue = await openRogueProvider({ sub: 'root', email: 'root@example.com' })
    test = await openTestGateway(engine, {
      environment: { ...rogue.environment, APP_ORIGINS: `${APP},http://localhost:3000` },
    })
  })
  afterAll(async () => {
    await test.close()
    await rogue.close()
  })

  const login = (query: string, headers: Record<string, string>) =>
    test.call(`GET /accounts/oauth/login?${query}`, { headers })
  const states = () => test.database.read.selectFrom('oauth_states').selectAll().execute()

  it.each([`${APP}/`, APP, `${APP}/deep/page?with=query`, 'http://localhost:3000/', 'HTTPS://APP.example.com:443/'])(
    'serves a page of an allow-listed origin: %s',
    async (referer) => {
      const answer = await login('account=acme', { referer })
      expect(answer.status).toBe(200)
      expect(Object.keys(answer.body.data)).toEqual(['oauth_url'])
    },
  )

  // Attack (open redirect): the browser would be sent to whatever origin asked.
  it.each([
    'https://evil.example/',
    'https://app.example.com.evil.example/',
    'https://app.example.com@evil.example/',
    'https://evil.example/https://app.example.com/',
    'http://app.example.com/',
    'https://app.example.com:8443/',
    'https://sub.app.example.com/',
    '//app.example.com/',
    'null',
    'javascript:alert(1)//https://app.example.com',
    'not a url',
  ])('refuses any other: %s', async (referer) => {
    const before = await states()
    const answer = await login('account=acme', { referer })
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
    expect(answer.body.details[0].path).toBe('/headers/referer')
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(await states()).toEqual(before)
  })

  it.each([
    ['no Referer', 'account=acme', {}, '/headers/referer'],
    ['an empty Referer', 'account=acme', { referer: '' }, '/headers/referer'],
    ['no account', 'connection=github', { referer: APP }, '/querystring/account'],
    ['an empty account', 'account=', { referer: APP }, '/querystring/account'],
    ['two accounts', 'account=a&account=b', { referer: APP }, '/querystring/account'],
    ['a long account', `account=${'a'.repeat(201)}`, { referer: APP }, '/querystring/account'],
    ['NUL in it', 'account=a%00b', { referer: APP }, '/querystring/account'],
    ['a long connection', `account=a&connection=${'a'.repeat(101)}`, { referer: APP }, '/querystring/connection'],
  ])('refuses %s and says where', async (_what, query, headers, path) => {
    const answer = await login(query, headers as Record<string, string>)
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
    expect(answer.body.details[0].path).toBe(path)
  })

  it('answers an unknown account like a known one', async () => {
    const { account } = await test.signUp()
    const shapes = []
    for (const name of [account, 'no such account', ` ${account.toUpperCase()} `]) {
      const answer = await login(`account=${encodeURIComponent(name)}`, { referer: APP })
      const { headers, body } = answer
      shapes.push([answer.status, Object.keys(headers).sort(), body.data.oauth_url.length, headers['content-length']])
    }
    expect(new Set(shapes.map((shape) => JSON.stringify(shape))).size).toBe(1)
  })

  it('sets a cookie that no script reads, for this flow and ten minutes, and keeps the one that is there', async () => {
    const first = await login('account=acme', { referer: APP })
    const set = String(first.headers['set-cookie'])
    expect(set).toMatch(/^quiva_oauth=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/)
    const [cookie = ''] = set.split(';')
    const second = await login('account=acme', { referer: APP, cookie: `a=b; ${cookie}; c=d` })
    expect(String(second.headers['set-cookie'])).toContain(cookie)
  })

  it('lets the page of an allow-listed origin read the answer with credentials, and no other', async () => {
    const ours = await login('account=acme', { referer: APP, origin: APP })
    expect(ours.headers).toMatchObject({
      'access-control-allow-origin': APP,
      'access-control-allow-credentials': 'true',
      vary: 'Authorization, X-Api-Key, Origin',
      'cache-control': 'no-store',
    })
    const theirs = await login('account=acme', { referer: APP, origin: 'https://evil.example' })
    expect(theirs.headers['access-control-allow-origin']).toBeUndefined()
    const refused = await login('account=', { referer: APP, origin: APP })
    expect(refused.headers['access-control-allow-origin']).toBe(APP)
  })

  it.each([
    ['no code', 'state=x'],
    ['no state', 'code=x'],
    ['nothing', ''],
    ['empty ones', 'code=&state='],
    ['a long state', `code=x&state=${'a'.repeat(201)}`],
    ['NUL', 'code=x&state=%00'],
    ['two states', 'code=x&state=a&state=b'],
    ['an error for a program', 'error=access_denied&state=x'],
  ])('the callback refuses %s with 400', async (_what, query) => {
    for (const accept of ['application/json', 'text/html']) {
      const answer = await test.call(`GET /accounts/oauth/callback?${query}`, { headers: { accept } })
      expect(answer.status).toBe(400)
      expect(answer.headers.location).toBeUndefined()
    }
  })

  it('the callback sends nobody anywhere for a state that it does not know', async () => {
    for (const query of ['code=x&state=y', 'error=access_denied&state=y']) {
      const answer = await test.call(`GET /accounts/oauth/callback?${query}`, {
        headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate', referer: APP },
      })
      expect([answer.status, answer.body.code]).toEqual([400, 'oauth_failed'])
    }
  })
})

describeEngines('without a provider', (engine) => {
  it('both operations say that OAuth is not configured', async () => {
    const test = await openTestGateway(engine)
    const login = await test.call('GET /accounts/oauth/login?account=a', {
      headers: { referer: 'http://gateway.test/' },
    })
    expect([login.status, login.body.code]).toEqual([400, 'oauth_not_configured'])
    const callback = await test.call('GET /accounts/oauth/callback?code=a&state=b')
    expect([callback.status, callback.body.code]).toEqual([400, 'oauth_not_configured'])
    await test.close()
  })
})

it('with https the cookie is a __Host- one, which no sibling host can plant', async () => {
  const rogue = await openRogueProvider({ sub: 'root', email: 'root@example.com' })
  const test = await openTestGateway('sqlite', {
    environment: { ...rogue.environment, PUBLIC_URL: 'https://gateway.example.com' },
  })
  const referer = 'https://gateway.example.com/'
  const answer = await test.call('GET /accounts/oauth/login?account=a', { headers: { referer } })
  expect(answer.headers['set-cookie']).toMatch(
    /^__Host-quiva_oauth=[\w-]{43}; Max-Age=600; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
  )
  const redirect = new URL(answer.body.data.oauth_url).searchParams.get('redirect_uri')
  expect(redirect).toBe('https://gateway.example.com/accounts/oauth/callback')
  await test.close()
  await rogue.close()
})

describe('configuration', () => {
  const provider = { OIDC_ISSUER: 'https://id.example.com/', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' }

  it('takes a provider whole or not at all', () => {
    expect(readConfig({}).oidc).toBeUndefined()
    expect(readConfig(provider).oidc).toEqual({ issuer: 'https://id.example.com/', clientId: 'a', clientSecret: 'b' })
    for (const name of Object.keys(provider))
      expect(() => readConfig({ ...provider, [name]: '' })).toThrow('must be set together')
  })

  it.each([
    'http://id.example.com',
    'http://127.evil.example',
    'id.example.com',
    'https://id.example.com/?a',
    'ftp://a',
  ])('refuses the issuer %s', (issuer) => {
    expect(() => readConfig({ ...provider, OIDC_ISSUER: issuer })).toThrow('OIDC_ISSUER')
  })

  it.each(['http://localhost:4000', 'http://127.0.0.1:4000/realm', 'http://[::1]:4000'])(
    'takes plain http on this machine: %s',
    (issuer) => {
      expect(readConfig({ ...provider, OIDC_ISSUER: issuer }).oidc?.issuer).toBe(issuer)
    },
  )

  it('APP_ORIGINS is PUBLIC_URL unless it says otherwise', () => {
    expect(readConfig({ PUBLIC_URL: 'https://a.example' }).appOrigins).toEqual(['https://a.example'])
    const more = { PUBLIC_URL: 'https://a.example', APP_ORIGINS: 'https://a.example, http://localhost:3000' }
    expect(readConfig(more).appOrigins).toHaveLength(2)
    expect(() => readConfig({ APP_ORIGINS: 'https://a.example/path' })).toThrow('APP_ORIGINS')
  })
})
