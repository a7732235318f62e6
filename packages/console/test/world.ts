import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { buildConsole } from '../../gateway/src/features/console/build.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../gateway/test/gateway.ts'
import { openChromium } from '../../gateway/test/http/chromium.ts'

/** A gateway with the console on a port of localhost, and a real browser. */
export type World = {
  test: TestGateway
  origin: string
  browser: Browser
  close(): Promise<void>
}

export type Look = { theme?: 'light' | 'dark'; width?: number }

/** A page of the console. What a browser complains about is in `problems`, which must stay empty. */
export type ConsolePage = { page: Page; context: BrowserContext; problems: string[] }

export async function openWorld(environment: Record<string, string> = {}): Promise<World> {
  await buildConsole({ environment: process.env })
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const [test, browser] = await Promise.all([
    openTestGateway('sqlite', { environment: { PUBLIC_URL: origin, ...environment } }),
    openChromium(),
  ])
  await test.gateway.server.listen({ host: 'localhost', port })
  return {
    test,
    origin,
    browser,
    async close() {
      await browser.close()
      await test.close()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

// Code for the page is text here: the project's types are those of Node.js, and know no document.
const NOTE_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) => {
  noteViolation([event.violatedDirective, event.blockedURI, event.sourceFile, event.sample].join(' '))
})`
const LOADING = '[role=status] [aria-hidden=true], [aria-busy=true]'
const RUN_AXE = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.map(
  ({ id, help, nodes }) => id + ': ' + help + ': ' + nodes.map(({ html }) => html).join(' | ')))`
const SCROLLS_SIDEWAYS = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'

/** Axe-core, which makes the global `axe`. Pages get it when they are checked: most never are. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A new browser profile: its own cookies. */
export async function openProfile(world: World, { theme = 'light', width = 1280 }: Look = {}): Promise<BrowserContext> {
  const context = await world.browser.newContext({
    colorScheme: theme,
    viewport: { width, height: width < 500 ? 800 : 900 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Lisbon',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await context.addInitScript(NOTE_VIOLATIONS)
  return context
}

/** A page at `path`, which is below /console; in a new profile, or in one that is there already. */
export async function openPage(
  world: World,
  path: string,
  look: Look = {},
  profile?: BrowserContext,
): Promise<ConsolePage> {
  const context = profile ?? (await openProfile(world, look))
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // A refusal of the gateway is no fault of the page; Chromium writes one line for each.
    const isRefusal = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isRefusal) problems.push(`console: ${message.text()}`)
  })
  await page.exposeFunction('noteViolation', (violation: string) => problems.push(`policy: ${violation}`))
  await page.goto(`${world.origin}/console${path}`)
  return { page, context, problems }
}

/**
 * Signs somebody in within a profile: it gets the cookie that the page would get, without a page. `code`: a recovery
 * code, where the sign-in asks for a second factor.
 */
export async function signInTo(
  context: BrowserContext,
  { origin }: World,
  { email, password, account }: SignedInUser,
  code?: string,
): Promise<void> {
  const post = async (step: string, data: object): Promise<string | undefined> => {
    const answer = await context.request.post(`${origin}/console/session${step}`, { data, headers: { origin } })
    if (answer.status() !== 200) throw new Error(`the sign-in answered ${answer.status()}`)
    return (await answer.json()).data?.token
  }
  const token = await post('', { email, password, account })
  if (token !== undefined) await post('/recovery-code', { token, code })
}

/** A page of somebody who is signed in, in a new profile. */
export async function openPageOf(
  world: World,
  user: SignedInUser,
  path: string,
  look: Look = {},
): Promise<ConsolePage> {
  const context = await openProfile(world, look)
  await signInTo(context, world, user)
  const opened = await openPage(world, path, look, context)
  await settled(opened)
  return opened
}

/** Waits until the screen has what it shows: nothing is loading any more. */
export async function settled({ page }: ConsolePage): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.locator(LOADING).first().waitFor({ state: 'detached' })
}

/** What axe-core (WCAG 2.2 AA and best practices) finds wrong with the page. */
export async function accessibilityProblems({ page }: ConsolePage): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate<string[]>(RUN_AXE)
}

/** Whether something sticks out of the page to the side. */
export const scrollsSideways = ({ page }: ConsolePage): Promise<boolean> => page.evaluate<boolean>(SCROLLS_SIDEWAYS)
