import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { listen, sendRaw } from '../../../test/http/raw-http.ts'
import { openTestProvider, type TestProvider } from '../../../test/services/openid-provider.ts'
import { OWN_PAGE, openConsole, setCookies } from '../../../test/users/console-browser.ts'
import { addUser, join } from '../../../test/users/users.ts'
import { CONSOLE_POLICY } from './static-routes.ts'

const HOME = 'http://localhost:8080'
const APP = 'https://app.example.com'
const PAGE = '<!doctype html><title>Console</title><script type="module" src="/console/assets/main-abc123.js"></script>'
const SCRIPT = `console.log(${JSON.stringify('x'.repeat(2000))})`
const HTML = { accept: 'text/html,application/xhtml+xml;q=0.9', host: 'localhost:8080' }

describe('the pages of the console', () => {
  let folder: string
  let provider: TestProvider
  let test: TestGateway
  let port: number
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'quiva-console-'))
    await writeFile(path.join(folder, 'secret.txt'), 'beside the build')
    provider = await openTestProvider({ redirectUri: `${HOME}/accounts/oauth/callback` })
    const environment = { ...provider.environment, PUBLIC_URL: HOME, CORS_ORIGINS: APP, APP_ORIGINS: APP }
    test = await openTestGateway('sqlite', { environment, consoleFolder: path.join(folder, 'dist') })
    port = await listen(test)
  })
  afterAll(async () => {
    await test.close()
    await provider.close()
    await rm(folder, { recursive: true })
  })

  const get = (target: string, headers: Record<string, string> = HTML) => test.call(`GET ${target}`, { headers })
  const expectNotFound = (answer: Answer) => {
    expect([answer.status, answer.body?.code]).toEqual([404, 'not_found'])
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  }

  async function build(page = PAGE): Promise<void> {
    const dist = path.join(folder, 'dist')
    await mkdir(path.join(dist, 'assets'), { recursive: true })
    await mkdir(path.join(dist, '.vite'), { recursive: true })
    await writeFile(path.join(dist, 'index.html'), page)
    await writeFile(path.join(dist, 'favicon.svg'), '<svg/>')
    await writeFile(path.join(dist, 'assets/main-abc123.js'), SCRIPT)
    await writeFile(path.join(dist, 'assets/main-abc123.js.map'), '{}')
    await writeFile(path.join(dist, '.vite/manifest.json'), '{}')
    await writeFile(path.join(dist, '.env.js'), 'secret')
    await symlink('../secret.txt', path.join(dist, 'link.txt')).catch(() => {})
  }

  it('say what to do as long as there are none, and are there as soon as they are built', async () => {
    const none = await get('/console/')
    expect([none.status, none.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8'])
    expect(none.text).toContain('npm run build -w packages/console')
    expectNotFound(await get('/console/assets/main-abc123.js'))
    await build()
    expect((await get('/console/')).text).toBe(PAGE)
    // And a new build without a restart.
    await build(`${PAGE}2`)
    await utimes(path.join(folder, 'dist/index.html'), new Date(), new Date(Date.now() + 5000))
    expect((await get('/console/')).text).toBe(`${PAGE}2`)
    await build()
    await utimes(path.join(folder, 'dist/index.html'), new Date(), new Date(Date.now() + 10_000))
  })

  it.each(['/console/', '/console/keys', '/console/keys/key_01kc9f3m', '/console/device?code=BCDF-GHJK'])(
    'are one page at %s, with every header',
    async (target) => {
      const answer = await get(target)
      expect([answer.status, answer.text]).toEqual([200, PAGE])
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'content-security-policy': CONSOLE_POLICY,
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      })
      expect(setCookies(answer)).toEqual([])
    },
  )

  it('have the policy that forbids whatever they do not need', () => {
    expect(CONSOLE_POLICY).toContain("default-src 'none'")
    expect(CONSOLE_POLICY).toContain("require-trusted-types-for 'script'")
    expect(CONSOLE_POLICY).not.toMatch(/unsafe|\*|https?:/)
  })

  it('load files that may be kept for ever, compressed as the client can', async () => {
    const target = '/console/assets/main-abc123.js'
    const plain = await get(target)
    expect(plain.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': CONSOLE_POLICY,
      vary: 'Accept-Encoding',
    })
    expect([plain.text, plain.headers['content-encoding']]).toEqual([SCRIPT, undefined])
    const fetched = async (encoding: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}${target}`, { headers: { 'accept-encoding': encoding } })
      return [answer.headers.get('content-encoding'), await answer.text()]
    }
    expect(await fetched('gzip, deflate, br')).toEqual(['br', SCRIPT])
    expect(await fetched('gzip, br;q=0')).toEqual(['gzip', SCRIPT])
    expect(await fetched('identity')).toEqual([null, SCRIPT])
    const head = await test.call(`HEAD ${target}`, { headers: HTML })
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', String(SCRIPT.length)])
    const { etag } = plain.headers
    const known = await get(target, { ...HTML, 'if-none-match': String(etag) })
    expect([known.status, known.text, known.headers['cache-control']]).toEqual([
      304,
      '',
      plain.headers['cache-control'],
    ])
    const page = await get('/console/')
    expect((await get('/console/keys', { ...HTML, 'if-none-match': String(page.headers.etag) })).status).toBe(304)
    expect((await get('/console/favicon.svg')).headers['cache-control']).toBe('no-cache')
  })

  // Attacks: files beside the build, hidden ones, and what a link in it points to.
  it.each([
    '/console/../secret.txt',
    '/console/%2e%2e/secret.txt',
    '/console/..%2fsecret.txt',
    '/console/..%5csecret.txt',
    '/console/assets/..%2f..%2f..%2fsecret.txt',
    '/console//etc/passwd.txt',
    '/console/%2fetc%2fpasswd.txt',
    '/console/secret.txt%00.js',
    '/console/link.txt',
    '/console/.env.js',
    '/console/.vite/manifest.json',
    '/console/%2evite/manifest.json',
    '/console/assets/main-abc123.js.map',
    '/console/assets/main-abc123.js/',
    '/console/assets/main-other.js',
    '/console/constructor.js',
    '/console/__proto__.js',
    '/console/index.html.',
  ])('give away nothing else: %s', async (target) => {
    const { status, text } = await sendRaw(
      port,
      `GET ${target} HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n`,
    )
    expect(text).not.toContain('beside the build')
    expect(text).not.toContain('secret')
    expect([400, 404]).toContain(status)
  })

  it.each(['/console/__proto__', '/console/constructor', '/console/assets'])(
    'are one page at %s too',
    async (target) => {
      expect((await get(target)).text).toBe(PAGE)
    },
  )

  it('are where a browser is led that opens the gateway, with what an OAuth provider has sent', async () => {
    const led = async (target: string, headers: Record<string, string>) => {
      const { status, headers: answered } = await get(target, headers)
      return [status, answered.location]
    }
    expect(await led('/', HTML)).toEqual([302, '/console/'])
    expect(await led('/?code=a%26b&state=c', HTML)).toEqual([302, '/console/?code=a%26b&state=c'])
    expect(await led('/console?x=1', HTML)).toEqual([302, '/console/?x=1'])
    for (const accept of ['application/json', '*/*']) expectNotFound(await get('/', { accept }))
    expectNotFound(await get('/', {}))
  })

  it('are at localhost, where passkeys work, for a browser that comes by the address', async () => {
    for (const host of ['127.0.0.1:8080', '[::1]:8080']) {
      expect((await get('/?code=1', { ...HTML, host })).headers.location).toBe(`${HOME}/console/?code=1`)
      expect((await get('/console/keys?q=1', { ...HTML, host })).headers.location).toBe(`${HOME}/console/keys?q=1`)
    }
    // Another port is another server, and another name may be a proxy.
    const none = ['localhost:99999', '127.999.1.1', '[::1]:99999']
    for (const host of ['127.0.0.1:9090', 'gateway.example.com', 'localhost:8080', ...none])
      expect((await get('/console/', { ...HTML, host })).status).toBe(200)
  })

  it('leave other paths and methods to the API', async () => {
    expectNotFound(await get('/consoles'))
    expectNotFound(await get('/nothing'))
    const post = await test.call('POST /console/keys', { body: {} })
    expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
    const put = await test.call('PUT /console/session', { body: {} })
    expect([put.status, put.headers.allow]).toEqual([405, 'DELETE, OPTIONS, POST'])
  })

  // Attack: a page that the operator allows to call the API wants the session of the console, too.
  it('are alone with their session, whatever CORS_ORIGINS says', async () => {
    const preflight = { origin: APP, 'access-control-request-method': 'POST' }
    const ofApi = await test.call('OPTIONS /accounts/auth-with-password', { headers: preflight })
    expect(ofApi.headers['access-control-allow-origin']).toBe(APP)
    for (const route of ['OPTIONS /console/session', 'OPTIONS /console/session/refresh']) {
      const answer = await test.call(route, { headers: preflight })
      expect([answer.status, allowed(answer)]).toEqual([204, []])
    }
    const foreign = { origin: APP, 'sec-fetch-site': 'cross-site' }
    for (const headers of [foreign, { ...foreign, 'sec-fetch-site': 'same-site' }, { origin: APP }]) {
      const answer = await test.call('POST /console/session/refresh', { body: {}, headers })
      expect([answer.body.code, allowed(answer)]).toEqual(['forbidden_origin', []])
    }
  })

  // Attack: what the gate refuses is refused before anybody has looked at the origin.
  it('let no other page read what the gate refuses', async () => {
    for (const route of ['POST /console/session', 'POST /console/session/totp', 'POST /console/session/passkey']) {
      const headers = { origin: APP, 'sec-fetch-site': 'cross-site', authorization: 'Bearer x' }
      const answer = await test.call(route, { headers, body: {} })
      expect([route, answer.body.code, allowed(answer)]).toEqual([route, 'unauthorized', []])
    }
  })
  const allowed = ({ headers }: Answer) => Object.keys(headers).filter((name) => name.startsWith('access-control-'))

  it('sign in on plain http on this machine, and in an old browser that sends only Origin', async () => {
    const root = await test.signUp()
    const body = { email: root.email, password: root.password }
    for (const headers of [OWN_PAGE, { ...OWN_PAGE, origin: HOME }, { origin: HOME }]) {
      const browser = openConsole(test, { host: 'localhost:8080' })
      const answer = await browser.send('POST /console/session', body, headers)
      expect(setCookies(answer)).toEqual([
        expect.stringMatching(/^quiva_session=[^;]+; Max-Age=86400; Path=\/; HttpOnly/),
      ])
      expect((await browser.send('POST /console/session/refresh', {}, headers)).status).toBe(200)
    }
  })

  it('sign in through an OpenID provider, in the browser that began it, although APP_ORIGINS names only others', async () => {
    const root = await test.signUp()
    const user = await addUser(test, { hasPassword: false })
    await join(test, user, root)
    provider.user = { sub: 'console-1', email: user.email, email_verified: true }
    const begin = async () => {
      const login = await test.call(`GET /accounts/oauth/login?account=${encodeURIComponent(root.account)}`, {
        headers: { referer: `${HOME}/console/sign-in`, ...OWN_PAGE },
      })
      const back = await provider.visit(login.body.data.oauth_url)
      const cookie = setCookies(login)[0]?.split(';', 1)[0] ?? ''
      const navigation = { accept: 'text/html', 'sec-fetch-mode': 'navigate', cookie }
      const landed = await test.call(`GET /accounts/oauth/callback?${back.searchParams}`, { headers: navigation })
      const home = new URL(String(landed.headers.location))
      expect(home.origin).toBe(HOME)
      const page = new URL(String((await get(`/${home.search}`)).headers.location), HOME)
      return { cookie, values: Object.fromEntries(page.searchParams) }
    }
    const stolen = await begin()
    const elsewhere = openConsole(test, { host: 'localhost:8080' })
    const refused = await elsewhere.send('POST /console/session/oauth', stolen.values)
    expect([refused.status, refused.body.code, setCookies(refused)]).toEqual([400, 'oauth_failed', []])
    const browser = openConsole(test, { host: 'localhost:8080' })
    const { cookie, values } = await begin()
    browser.cookie = cookie
    const answer = await browser.send('POST /console/session/oauth', values)
    expect(answer.body.data.user.user_id).toBe(user.userId)
    expect(answer.body.data.refresh_token).toBeUndefined()
    expect((await browser.refresh()).status).toBe(200)
    browser.cookie = cookie
    expect((await browser.send('POST /console/session/oauth', values)).body.code).toBe('oauth_failed')
  })
})

it('CONSOLE=off: nothing of it is there', async () => {
  const test = await openTestGateway('sqlite', { environment: { CONSOLE: 'off' } })
  const headers = { accept: 'text/html', ...OWN_PAGE }
  for (const route of ['GET /', 'GET /console', 'GET /console/', 'GET /console/config', 'POST /console/session'])
    expect([
      route,
      (await test.call(route, { headers, ...(route.startsWith('POST') && { body: {} }) })).status,
    ]).toEqual([route, 404])
  expect((await test.call('GET /openapi.json')).text).not.toContain('/console')
  await test.close()
})
