import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { toMarkup } from '../../platform/values/html.ts'
import { confirmEmailFailedPage, confirmEmailPage } from './confirm-email-page.ts'
import type { Page } from './page.ts'
import { createWords } from './words.ts'

const HOSTILE = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
const PAGE = `<html><head><title>Quiva Gateway</title><link rel="icon" href="/console/favicon.svg" type="image/svg+xml" />
<link rel="stylesheet" href="/console/assets/a.css"></head><body><img class="splash" src="/console/favicon.svg" alt="" /></body></html>`
const EMBED = '<html><head><title>API keys</title></head><body><main></main></body></html>'
const SETTINGS = {
  accent: '#0a6b4a',
  language: 'he',
  links: { '<b>Help</b>': 'https://example.com/?a=1&b="2"', Write: 'mailto:help@example.com' },
  texts: {
    'confirm-by-code-page': {
      title: 'Code <b>for</b> {app_name}',
      code_hint: '**Ten** digits & <script>alert(1)</script> `quiva`',
    },
    console: { 'sign-in.title': '<i>Hello</i> at {app_name}' },
  },
}

let test: TestGateway
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'quiva-brand-'))
  const [brand, console] = [path.join(folder, 'brand'), path.join(folder, 'console')]
  await mkdir(brand)
  await mkdir(path.join(console, 'embed'), { recursive: true })
  await writeFile(path.join(brand, 'logo.svg'), HOSTILE)
  await writeFile(path.join(brand, 'logo-dark.svg'), HOSTILE)
  await writeFile(path.join(brand, 'branding.json'), JSON.stringify(SETTINGS))
  await writeFile(path.join(console, 'index.html'), PAGE)
  await writeFile(path.join(console, 'embed/index.html'), EMBED)
  const environment = { BRANDING_DIR: brand, APP_NAME: '$& <Ltd>' }
  test = await openTestGateway('sqlite', { environment, consoleFolder: console })
})
afterAll(async () => {
  await test?.close()
  await rm(folder, { recursive: true })
})

const get = (url: string, headers: Record<string, string> = {}) => test.gateway.server.inject({ url, headers })

describe('a page of a brand', () => {
  it('shows the logo, the name, the colour and the links of the brand, and allows nothing else', async () => {
    const { body, headers } = await get('/confirm-email')
    expect(body).toMatch(/<source media="\(prefers-color-scheme: dark\)" srcset="\/branding\/logo-dark\?v=[\w-]{16}">/)
    expect(body).toMatch(/<img src="\/branding\/logo\?v=[\w-]{16}" alt="">/)
    expect(body).toMatch(/<link rel="icon" href="\/branding\/icon\?v=[\w-]{16}">/)
    expect(body).toContain('$&amp; &lt;Ltd&gt;</header>')
    expect(body).toContain('--accent: #0a6b4a;')
    expect(body).toContain('<html lang="he" dir="rtl">')
    // The address of the page may have the token of a mail.
    expect(body).toContain(
      '<footer><a href="https://example.com/?a=1&amp;b=%222%22" target="_blank" rel="noopener noreferrer">&lt;b&gt;Help&lt;/b&gt;</a><a href="mailto:help@example.com"',
    )
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    )
  })

  // Attack: markup in the file, and a name that `replace` would read as a pattern.
  it('has the words of the brand as text, with two marks and nothing else', async () => {
    const { body } = await get('/confirm-email')
    expect(body).toContain('<title>Code &lt;b&gt;for&lt;/b&gt; $&amp; &lt;Ltd&gt; · $&amp; &lt;Ltd&gt;</title>')
    expect(body).toContain(
      '<p class="hint" id="code-hint"><strong>Ten</strong> digits &amp; &lt;script&gt;alert(1)&lt;/script&gt; <code>quiva</code></p>',
    )
    expect(body).toContain('<label for="password">Your password</label>')
    expect(body).not.toContain('<script')
  })

  it('writes times in the language of the brand', () => {
    const words = createWords({ appName: 'ACME', language: 'de', texts: {} })
    const markup = (page: Page) => toMarkup(page.body(words))
    const failed = confirmEmailFailedPage({ reason: 'too-many-attempts', retryAfterSeconds: 840 })
    expect(markup(failed)).toContain('in 14 Minuten.')
    const signUp = { account: 'x', email: 'a@b.example', askedAt: Date.UTC(2026, 9, 2, 13, 5) }
    expect(markup(confirmEmailPage({ token: 't', signUp }))).toContain('On 2. Oktober 2026 um 13:05 UTC somebody')
  })
})

describe('the console of a brand', () => {
  it('has name, icon and colours in the page, behind the styles of the build, and the same policy', async () => {
    const { body, headers } = await get('/console/keys', { accept: 'text/html' })
    expect(body).toMatch(/<title>\$&amp; &lt;Ltd&gt;<\/title><link rel="icon" href="\/branding\/icon\?v=[\w-]{16}">/)
    expect(body).toMatch(/a\.css"><link rel="stylesheet" href="\/branding\/style\.css\?v=[\w-]{16}">\n<\/head>/)
    expect(body).toMatch(/class="splash" src="\/branding\/icon\?v=[\w-]{16}"/)
    expect(body).not.toContain('favicon')
    expect(headers['content-security-policy']).not.toContain('unsafe')
    const embed = await get('/embed/')
    expect(embed.body).toContain('<title>API keys · $&amp; &lt;Ltd&gt;</title>')
    expect(embed.body).toMatch(/<header><picture>.*\$&amp; &lt;Ltd&gt;<\/header>\n<main><\/main>\n<footer><a /)
  })

  it('is told the rest: pictures, links and words', async () => {
    const { branding } = JSON.parse((await get('/console/config')).body).data
    expect(branding).toEqual({
      logo: expect.stringMatching(/^\/branding\/logo\?v=[\w-]{16}$/),
      logo_dark: expect.stringMatching(/^\/branding\/logo-dark\?v=/),
      logo_has_name: false,
      links: [
        { text: '<b>Help</b>', url: 'https://example.com/?a=1&b=%222%22' },
        { text: 'Write', url: 'mailto:help@example.com' },
      ],
      texts: [{ name: 'sign-in.title', text: '<i>Hello</i> at $& <Ltd>' }],
    })
  })
})

describe('what a brand brings is served', () => {
  // Attack: an SVG with a script in it, opened by itself on the origin of the gateway.
  it.each(['logo', 'logo-dark', 'icon'])('%s: as an image that runs nothing', async (name) => {
    const { statusCode, body, headers } = await get(`/branding/${name}`)
    expect([statusCode, body.includes('<svg')]).toEqual([200, true])
    expect(headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-cache',
    })
    expect((await get(`/branding/${name}`, { 'if-none-match': String(headers.etag) })).statusCode).toBe(304)
  })

  it('kept for ever under the address that has its hash, and under no other', async () => {
    const { body } = await get('/console/')
    const paths = [...body.matchAll(/\/branding\/[^"]+/g)].map(([found]) => found)
    expect(paths.length).toBe(3)
    for (const url of paths) {
      expect((await get(url)).headers['cache-control']).toBe('public, max-age=31536000, immutable')
      for (const other of [`${url}x`, `${url}&v=2`, url.replace(/=.*/, '=')])
        expect((await get(other)).headers['cache-control']).toBe('no-cache')
    }
    const { headers, body: css } = await get('/branding/style.css')
    expect(headers).toMatchObject({ 'content-type': 'text/css; charset=utf-8', 'x-content-type-options': 'nosniff' })
    for (const token of ['--accent: #0a6b4a;', '--quiva-accent: #0a6b4a;', '--on-accent: #ffffff;'])
      expect(css).toContain(token)
  })

  it('and nothing else of its folder', async () => {
    for (const name of ['branding.json', 'logo.svg', '..%2Fbranding.json', ''])
      expect((await get(`/branding/${name}`)).statusCode).toBe(404)
  })
})
