import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SignedInUser } from '../../gateway/test/gateway.ts'
import { describeWithProgram } from '../../gateway/test/run/with-program.ts'
import {
  accessibilityProblems,
  type ConsolePage,
  openPage,
  openProfile,
  openWorld,
  settled,
  signInTo,
  type World,
} from './world.ts'

/** The example of docs/branding.md. */
const BRAND = path.resolve(import.meta.dirname, '../../../docs/branding')
const COLOUR = { light: 'rgb(10, 107, 74)', dark: 'rgb(95, 214, 164)' } as const

// Code for the page is text here: the project's types are those of Node.js, and know no document.
const LOGO = `(() => {
  const { currentSrc, naturalWidth, alt } = document.querySelector('img')
  return [currentSrc.replace(/v=[\\w-]{16}$/, 'v='), naturalWidth > 0, alt]
})()`
const colourOf = (selector: string, property = 'backgroundColor') =>
  `getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${property}`
const ACCENT = `getComputedStyle(document.documentElement).getPropertyValue('--accent')`

describeWithProgram('chromium', 'a gateway with a brand', () => {
  let world: World
  let root: SignedInUser
  beforeAll(async () => {
    world = await openWorld({ BRANDING_DIR: BRAND, APP_NAME: 'Northwind' })
    root = await world.test.signUp()
  })
  afterAll(() => world?.close())

  const shows = async ({ page }: ConsolePage, theme: 'light' | 'dark') => {
    const name = theme === 'light' ? 'logo' : 'logo-dark'
    await expect.poll(() => page.evaluate(LOGO)).toEqual([`${world.origin}/branding/${name}?v=`, true, ''])
  }
  const isRight = async (opened: ConsolePage) => {
    expect(await accessibilityProblems(opened)).toEqual([])
    expect(opened.problems).toEqual([])
  }

  // No default is there first: what a browser has before any script ran is the brand's.
  it('is its own from the first byte', async () => {
    const context = await openProfile(world, { theme: 'dark' })
    const asked: string[] = []
    context.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await context.route(/\.js$/, (route) => route.abort())
    const { page } = await openPage(world, '/sign-in', {}, context)
    expect([await page.title(), await page.evaluate(ACCENT)]).toEqual(['Northwind', '#5fd6a4'])
    expect(await page.locator('img.splash').getAttribute('src')).toMatch(/^\/branding\/icon\?v=/)
    expect(asked).not.toContain('/console/favicon.svg')
    await context.close()
  })

  it.each(['light', 'dark'] as const)(
    'shows logo, name, colours, words and links at the sign-in and behind it (%s)',
    async (theme) => {
      const context = await openProfile(world, { theme })
      const opened = await openPage(world, '/sign-in', {}, context)
      const { page } = opened
      await page.getByRole('heading', { name: 'Sign in to Northwind' }).waitFor()
      await page.getByText('Ask your team lead first').waitFor()
      expect(await page.title()).toBe('Sign in to Northwind · Northwind')
      await shows(opened, theme)
      expect(await page.evaluate(colourOf('button[type=submit]'))).toBe(COLOUR[theme])
      const help = page.getByRole('link', { name: 'Help' })
      expect(await help.getAttribute('href')).toBe('https://example.com/help')
      await isRight(opened)

      await signInTo(context, world, root)
      await page.goto(`${world.origin}/console/`)
      await settled(opened)
      await shows(opened, theme)
      expect(await page.title()).toBe('Overview · Northwind')
      await isRight(opened)
      await page.getByRole('button', { name: root.email }).click()
      await page.getByRole('menuitem', { name: 'Privacy' }).waitFor()
      await context.close()
    },
  )

  it('has them on the page around the key screens, too, and on those to which mails lead', async () => {
    const { body } = await world.test.call('POST /accounts/embed-token', {
      bearer: root.bearer,
      body: { email: root.email, key_scopes: ['orders:read'] },
    })
    const opened = await openPage(world, '/sign-in', { theme: 'dark' })
    const { page } = opened
    await page.goto(body.data.url)
    const issue = page.getByRole('link', { name: /issue/i }).first()
    await issue.waitFor()
    await shows(opened, 'dark')
    expect(await page.title()).toBe('API keys · Northwind')
    const colour =
      'getComputedStyle(document.querySelector("quiva-keys").shadowRoot.querySelector("a")).backgroundColor'
    expect(await page.evaluate(colour)).toBe(COLOUR.dark)
    await isRight(opened)

    await page.goto(`${world.origin}/confirm-email`)
    await shows(opened, 'dark')
    expect(await page.evaluate(colourOf('button'))).toBe(COLOUR.dark)
    await isRight(opened)
    await opened.context.close()
  })
})
