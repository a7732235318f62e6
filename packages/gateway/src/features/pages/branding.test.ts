import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'

const HOSTILE = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

let test: TestGateway
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'quiva-brand-'))
  await writeFile(path.join(folder, 'logo.svg'), HOSTILE)
  await writeFile(path.join(folder, 'logo-dark.svg'), HOSTILE)
  await writeFile(path.join(folder, 'branding.json'), JSON.stringify({ accent: '#0a6b4a' }))
  test = await openTestGateway('sqlite', { environment: { BRANDING_DIR: folder, APP_NAME: 'ACME <Ltd>' } })
})
afterAll(async () => {
  await test?.close()
  await rm(folder, { recursive: true })
})

const get = (url: string, headers: Record<string, string> = {}) => test.gateway.server.inject({ url, headers })

it('a page shows the logo, the name and the colour of the brand, and allows nothing else', async () => {
  const { body, headers } = await get('/confirm-email')
  expect(body).toMatch(/<source media="\(prefers-color-scheme: dark\)" srcset="\/branding\/logo-dark\?v=[\w-]{16}">/)
  expect(body).toMatch(/<img src="\/branding\/logo\?v=[\w-]{16}" alt="">/)
  expect(body).toContain('ACME &lt;Ltd&gt;</header>')
  expect(body).toContain('--accent: #0a6b4a;')
  expect(headers['content-security-policy']).toContain("img-src 'self'; form-action 'self'")
})

// Attack: an SVG with a script in it, opened by itself on the origin of the gateway.
it('an SVG is served as an image that runs nothing', async () => {
  for (const url of ['/branding/logo', '/branding/logo-dark?v=1']) {
    const { statusCode, body, headers } = await get(url)
    expect({ statusCode, body }).toEqual({ statusCode: 200, body: HOSTILE })
    expect(headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect((await get(url, { 'if-none-match': String(headers.etag) })).statusCode).toBe(304)
  }
  expect((await get('/branding/branding.json')).statusCode).toBe(404)
})
