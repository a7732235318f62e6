import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { SignedInUser } from '../../gateway/test/gateway.ts'
import { addMember } from '../../gateway/test/users/members.ts'
import { accessibilityProblems, openProfile, openWorld, type World } from './world.ts'

/** The policy of a careful product: nothing but its own, and the gateway. */
const policy = (gateway: string) =>
  [
    "default-src 'none'",
    `script-src 'self' ${gateway}`,
    `connect-src 'self' ${gateway}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')

// Code for the page is text here: the project's types are those of Node.js, and know no document.
const ISSUE_COLOUR = `getComputedStyle([...document.querySelector('quiva-keys').shadowRoot.querySelectorAll('a')]
  .find(({ textContent }) => /issue/i.test(textContent))).backgroundColor`

/**
 * The least contrast of what is written in an accent or on it, where the page sets nothing but that: each colour of a
 * coarse cube, light and dark. Colours are read as a canvas paints them.
 */
const SHADES = `(() => {
  const element = document.querySelector('quiva-keys')
  const before = element.style.getPropertyValue('--quiva-accent')
  const probe = element.shadowRoot.appendChild(document.createElement('i'))
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  const luminanceOf = (token) => {
    probe.style.color = 'var(--' + token + ')'
    canvas.fillStyle = getComputedStyle(probe).color
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((each) => {
      const part = each / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one, other) => {
    const [a, b] = [luminanceOf(one), luminanceOf(other)]
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
  }
  const pairs = [['on-accent', 'accent'], ['on-accent', 'accent-strong'], ['accent-text', 'accent-soft'],
    ['accent-text', 'hover'], ['accent-text', 'surface'], ['text', 'accent-soft'], ['muted', 'accent-soft']]
  const parts = ['00', '66', 'cc', 'ff']
  const found = []
  for (const theme of ['light', 'dark']) {
    element.setAttribute('theme', theme)
    for (const accent of parts.flatMap((r) => parts.flatMap((g) => parts.map((b) => '#' + r + g + b)))) {
      element.style.setProperty('--quiva-accent', accent)
      found.push([accent, theme, Math.min(...pairs.map(([one, other]) => contrast(one, other)))])
    }
  }
  probe.remove()
  element.removeAttribute('theme')
  element.style.setProperty('--quiva-accent', before)
  return found
})()`

let world: World
let root: SignedInUser
let dev: SignedInUser
let key: string
let product: Server
let example: { tokenFor(email: string): Promise<string> }
let productOrigin: string
/** How often the page has asked its server for a token, and whether the server gives any. */
let asked = 0
let gives = true

beforeAll(async () => {
  world = await openWorld()
  root = await world.test.signUp()
  dev = await addMember(world.test, root, 'developer')
  key = (await world.test.issueKey(root.bearer, 'server', { scopes: ['embed-tokens:write', 'orders:*'] })).key
  // The product does what the document says.
  const document = await readFile(new URL('../../../docs/embedding.md', import.meta.url), 'utf8')
  const snippet = (language: string) => document.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? ''
  const page = snippet('html')
  example = await import(`data:text/javascript,${encodeURIComponent(snippet('js'))}`)
  product = createServer(async (request, response) => {
    if (request.method === 'POST') {
      asked += 1
      if (!gives) return response.writeHead(403).end()
      const token = await example.tokenFor(dev.email).catch(() => 'none')
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token }))
    }
    const element = page.replace('https://gateway.example.com', world.origin)
    const second = request.url === '/two' ? '<quiva-keys theme="dark" token-url="/token"></quiva-keys>' : ''
    response
      .writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy(world.origin) })
      .end(
        `<!doctype html><html lang="en"><head><title>Product</title></head><body><main><h1>Product</h1>${element}${second}</main></body></html>`,
      )
  })
  await new Promise<void>((resolve) => product.listen(0, '127.0.0.1', resolve))
  productOrigin = `http://127.0.0.1:${(product.address() as AddressInfo).port}`
  vi.stubEnv('QUIVA_URL', world.origin)
  vi.stubEnv('QUIVA_EMBED_KEY', key)
  vi.stubEnv('ORIGIN', productOrigin)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  product?.close()
  await world?.close()
})

async function open(url: string, width = 1100): Promise<{ page: Page; problems: string[] }> {
  const context = await openProfile(world, { width })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`))
  await page.exposeFunction('noteViolation', (violation: string) => problems.push(`policy: ${violation}`))
  await page.goto(url)
  return { page, problems }
}

it('is refused on a page whose origin the account does not allow', async () => {
  const { page } = await open(productOrigin)
  await page.getByText('This session has ended').waitFor()
})

it('issues, copies and rotates a key under a strict policy, by keyboard and by role', async () => {
  await world.test.call('POST /accounts/embed-origins', { bearer: root.bearer, body: { origin: productOrigin } })
  const { page, problems } = await open(`${productOrigin}/`)
  await page.getByRole('link', { name: /issue/i }).first().click()
  await page.getByLabel('Name').fill('from the product')
  await page.keyboard.press('Enter')
  const secret = page.getByRole('dialog')
  await secret.waitFor()
  expect(await accessibilityProblems({ page, problems } as never)).toEqual([])
  await secret.getByRole('button', { name: 'Copy', exact: true }).press('Enter')
  const copied = await secret.getByRole('group', { name: 'API key' }).innerText()
  await expect.poll(() => page.evaluate<string>('navigator.clipboard.readText()')).toBe(copied)
  // It is live, and has no scope for this.
  expect((await world.test.call('GET /accounts/info', { key: copied })).status).toBe(403)
  await secret.getByRole('checkbox').last().press('Space')
  await secret.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('heading', { name: 'from the product' }).waitFor()
  await page.getByRole('button', { name: 'Rotate' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click()
  await page.getByRole('dialog').getByRole('checkbox').last().press('Space')
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Actions' }).first().press('Enter')
  await page.getByRole('menuitem', { name: 'Delete' }).press('Enter')
  await page.getByRole('dialog').or(page.getByRole('alertdialog')).first().waitFor()
  await page.keyboard.press('Escape')
  expect(await accessibilityProblems({ page, problems } as never)).toEqual([])
  expect(problems).toEqual([])
  const { body } = await world.test.call('GET /accounts/api-keys', { bearer: dev.bearer })
  expect(body.data.map(({ name, scopes }: { name: string; scopes: string[] }) => [name, scopes])).toEqual([
    ['from the product', ['orders:read', 'orders:write']],
    ['from the product', ['orders:read', 'orders:write']],
  ])
})

it('has the colours of the page, deletes a key, and gets a new session before the hour is over', async () => {
  const { key: ended } = await world.test.issueKey(dev.bearer, 'to be ended')
  const { page, problems } = await open('about:blank')
  await page.clock.install()
  await page.goto(productOrigin)
  await page.getByRole('link', { name: 'to be ended' }).waitFor()
  const colour = () => page.evaluate<string>(ISSUE_COLOUR)
  expect(await colour()).toBe('rgb(47, 84, 216)')
  await page.evaluate(`document.querySelector('quiva-keys').style.setProperty('--quiva-accent', 'rgb(10, 20, 30)')`)
  await expect.poll(colour).toBe('rgb(10, 20, 30)')
  for (const [accent, theme, least] of await page.evaluate<[string, string, number][]>(SHADES))
    expect(least, `${accent}, ${theme}`).toBeGreaterThanOrEqual(4.5)

  await page.getByRole('button', { name: 'Actions for to be ended' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Delete …' }).press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('to be ended')
  await page.keyboard.press('Enter')
  await dialog.getByText('Confirmed everywhere').waitFor()
  expect((await world.test.call('GET /accounts/info', { key: ended })).status).toBe(401)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('link', { name: 'to be ended' }).waitFor({ state: 'detached' })

  const before = asked
  await page.clock.fastForward('58:00')
  expect(asked).toBe(before)
  await page.clock.fastForward('01:30')
  await expect.poll(() => asked).toBe(before + 1)
  expect(await page.getByText('This session has ended').count()).toBe(0)
  // For this browser it is an hour later than for the gateway. It does not ask all the time.
  await page.clock.fastForward('04:30')
  expect(asked).toBe(before + 1)
  gives = false
  await page.clock.fastForward('01:00')
  await page.getByText('This session has ended').waitFor()
  gives = true
  expect(problems).toEqual([])
})

it('goes on with a new token when its session was ended, and says when it gets none', async () => {
  const { page, problems } = await open(`${productOrigin}/two`)
  await page.getByRole('table').nth(1).waitFor()
  expect(problems).toEqual([])
  await page.evaluate(`addEventListener('quiva-keys:expired', () => { document.title = 'expired' })`)
  const end = () => world.test.call('DELETE /accounts/tokens', { bearer: root.bearer, body: { email: dev.email } })
  const before = asked
  expect((await end()).status).toBe(200)
  await page.getByRole('link', { name: 'from the product' }).first().click()
  await page.getByRole('button', { name: 'Rotate' }).waitFor()
  expect(asked).toBeGreaterThan(before)
  // The other element has a session of its own, and stays where it was.
  expect(await page.getByRole('table').count()).toBe(1)
  gives = false
  await end()
  // The dialog may have gone already, because it asks something itself.
  const rotate = page.getByRole('dialog').getByRole('button', { name: 'Rotate' })
  await page.getByRole('button', { name: 'Rotate' }).click()
  await rotate.click({ timeout: 3000 }).catch(() => undefined)
  await page.getByText('This session has ended').waitFor()
  expect(await page.title()).toBe('expired')
  gives = true
})

it('is a page of the gateway, too, whose address has the token only until it is loaded', async () => {
  const body = { email: dev.email, access: 'view' }
  const { data } = (await world.test.call('POST /accounts/embed-token', { key, body })).body
  const { page, problems } = await open(data.url)
  await page.getByRole('table').waitFor()
  expect([page.url(), problems]).toEqual([`${world.origin}/embed/`, []])
  expect(await page.getByRole('link', { name: 'Issue a key' }).count()).toBe(0)
  expect(await accessibilityProblems({ page, problems } as never)).toEqual([])
  const again = await open(data.url)
  await again.page.getByText('This session has ended').waitFor()
})
