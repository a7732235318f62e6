import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../gateway/test/gateway.ts'
import { openChromium } from '../../gateway/test/http/chromium.ts'
import { buildConsole } from './build.ts'

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
  await buildConsole()
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
const NOTHING_LOADS = `!document.querySelector('[role=status] [aria-hidden=true], [aria-busy=true]')`
const RUN_AXE = `axe.run().then(({ violations }) => violations.map(({ id, help, nodes }) =>
  id + ': ' + help + ': ' + nodes.map(({ html }) => html).join(' | ')))`
const SCROLLS_SIDEWAYS = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** A new browser profile with a page at `path`, which is below /console. */
export async function openPage(
  world: World,
  path: string,
  { theme = 'light', width = 1280 }: Look = {},
): Promise<ConsolePage> {
  const context = await world.browser.newContext({
    colorScheme: theme,
    viewport: { width, height: width < 500 ? 800 : 900 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Lisbon',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // A refusal of the gateway is no fault of the page; Chromium writes one line for each.
    const isRefusal = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isRefusal) problems.push(`console: ${message.text()}`)
  })
  await page.exposeFunction('noteViolation', (violation: string) => problems.push(`policy: ${violation}`))
  await page.addInitScript(NOTE_VIOLATIONS)
  await page.addInitScript({ path: axe })
  await page.goto(`${world.origin}/console${path}`)
  return { page, context, problems }
}

/** Signs somebody in as the page does, without typing. */
export async function signInTo({ page }: ConsolePage, world: World, user: SignedInUser): Promise<void> {
  const { email, password, account } = user
  const body = JSON.stringify(JSON.stringify({ email, password, account }))
  const status = await page.evaluate<number>(
    `fetch('/console/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${body} })
      .then(({ status }) => status)`,
  )
  if (status !== 200) throw new Error(`the sign-in answered ${status}`)
  await page.goto(`${world.origin}/console/`)
}

/** A page of somebody who is signed in. */
export async function openPageOf(
  world: World,
  user: SignedInUser,
  path: string,
  look: Look = {},
): Promise<ConsolePage> {
  const opened = await openPage(world, '/sign-in', look)
  await signInTo(opened, world, user)
  if (path !== '/') await opened.page.goto(`${world.origin}/console${path}`)
  await settled(opened)
  return opened
}

/** Waits until the screen has what it shows: nothing is loading any more. */
export async function settled({ page }: ConsolePage): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(NOTHING_LOADS)
}

/** What axe-core (WCAG 2.2 AA and best practices) finds wrong with the page. */
export const accessibilityProblems = ({ page }: ConsolePage): Promise<string[]> => page.evaluate<string[]>(RUN_AXE)

/** Whether something sticks out of the page to the side. */
export const scrollsSideways = ({ page }: ConsolePage): Promise<boolean> => page.evaluate<boolean>(SCROLLS_SIDEWAYS)
