import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SignedInUser } from '../../gateway/test/gateway.ts'
import { describeWithProgram } from '../../gateway/test/run/with-program.ts'
import { openAccount } from '../../gateway/test/users/accounts.ts'
import { join } from '../../gateway/test/users/users.ts'
import { openPage, openPageOf, openProfile, openWorld, settled, type World } from './world.ts'

describeWithProgram('chromium', 'the session of a browser', () => {
  let world: World
  let root: SignedInUser
  beforeAll(async () => {
    world = await openWorld()
    root = await openAccount(world.test)
  })
  afterAll(() => world?.close())

  it('signs in by keyboard alone, keeps nothing where scripts can read it, and comes back to where it was', async () => {
    const { page, context, problems } = await openPage(world, '/members')
    await page.getByLabel('Email address', { exact: true }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/console/sign-in')
    // The address has the focus already.
    await page.keyboard.type(root.email)
    await page.keyboard.press('Tab')
    await page.keyboard.type(root.password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Members' }).waitFor()
    const kept = await page.evaluate<string>(
      'JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }, history.state, location.href])',
    )
    for (const secret of [root.password, 'eyJ']) expect(kept).not.toContain(secret)
    expect(await context.cookies()).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }])
    expect(problems).toEqual([])
    await context.close()
  })

  it('two tabs share one renewal of an access token that has ended, and nobody is signed out', async () => {
    const first = await openPageOf(world, root, '/')
    const second = await openPage(world, '/members', {}, first.context)
    await settled(second)
    const renewals: string[] = []
    first.context.on('request', (request) => {
      if (request.url().endsWith('/console/session/refresh')) renewals.push(request.url())
    })
    // Each tab's next request is refused as if its token had ended, and none before both have asked: a tab that asks
    // later has the new token. Then the gateway decides again.
    const both = Promise.withResolvers<void>()
    let asked = 0
    for (const { page } of [first, second]) {
      await page.route(
        '**/accounts/**',
        async (route) => {
          asked += 1
          if (asked === 2) both.resolve()
          await both.promise
          const error = { error: 'Unauthorized', code: 'unauthorized', message: 'The token has ended.' }
          return route.fulfill({ status: 401, json: error })
        },
        { times: 1 },
      )
    }
    await Promise.all([
      first.page.getByRole('link', { name: 'Audit log' }).click(),
      second.page.getByRole('link', { name: 'Audit log' }).click(),
    ])
    for (const { page } of [first, second]) await page.getByText('signed in (password)').first().waitFor()
    expect(renewals).toHaveLength(1)
    expect([...first.problems, ...second.problems]).toEqual([])

    // Signed out in one tab is signed out in the other.
    await first.page.getByRole('button', { name: `Ada Lovelace ${root.email}` }).click()
    await first.page.getByRole('menuitem', { name: 'Sign out' }).click()
    for (const { page } of [first, second]) await page.getByLabel('Email address', { exact: true }).waitFor()
    expect(await first.context.cookies()).toEqual([])
    await first.context.close()
  })

  it('a change of the account is seen in every tab: nothing of the former account can be acted upon', async () => {
    const other = await openAccount(world.test, 'Other House')
    await join(world.test, root, other, { role: 'developer' })
    const first = await openPageOf(world, root, '/')
    const second = await openPage(world, '/members', {}, first.context)
    await second.page.getByRole('table', { name: 'Members' }).waitFor()
    await first.page.getByRole('button', { name: 'Switch account' }).click()
    await first.page.getByRole('menuitem', { name: 'Other House' }).click()
    for (const { page } of [first, second]) {
      await page.getByRole('button', { name: 'Other House developer' }).waitFor()
      expect(new URL(page.url()).pathname).toBe('/console/')
    }
    expect([...first.problems, ...second.problems]).toEqual([])
    await first.context.close()
  })

  it('says that the gateway is away, and goes on by itself when it is back', async () => {
    const { page, context } = await openPageOf(world, root, '/')
    await context.setOffline(true)
    await page.getByRole('link', { name: 'Members' }).click()
    await page.getByText('No connection to the gateway').waitFor()
    await context.setOffline(false)
    await page.getByText('No connection to the gateway').waitFor({ state: 'detached' })
    await page.getByRole('table', { name: 'Members' }).waitFor()
    await context.close()
  })

  it('signs in with a passkey that the browser offers at the address field, or behind its button', async () => {
    const user = await openAccount(world.test)
    const opened = await openPageOf(world, user, '/you')
    const { page, context, problems } = opened
    const devTools = await context.newCDPSession(page)
    await devTools.send('WebAuthn.enable')
    const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    })
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('this laptop')
    await page.keyboard.press('Enter')
    await page.getByRole('checkbox', { name: /^I have kept these codes/ }).click()
    await page.getByRole('button', { name: 'Done' }).click()
    const { credentials } = await devTools.send('WebAuthn.getCredentials', { authenticatorId })
    expect(credentials).toMatchObject([{ isResidentCredential: true }])

    const signOut = async () => {
      await page.getByRole('button', { name: `Ada Lovelace ${user.email}` }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
    }
    const steps: string[] = []
    page.on('request', (request) => steps.push(new URL(request.url()).pathname.replace('/console/session', '')))
    const signedIn = async () => {
      await page.waitForResponse((answer) => answer.url().endsWith('/console/session/passkey'))
      await page.getByRole('heading', { name: 'Your profile' }).waitFor()
    }
    // The virtual authenticator chooses what the browser offers, as a person would: nothing is typed or pressed.
    const chosen = signedIn()
    await signOut()
    await chosen
    expect(steps.filter((step) => /^\/(begin-)?passkey$/.test(step))).toEqual(['/begin-passkey', '/passkey'])

    // A browser that offers none at the field: the button asks for one, without an address.
    await page.evaluate('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
    await signOut()
    const asked = signedIn()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await asked
    expect(problems).toEqual([])
    await context.close()
  })

  it('goes on with what an OpenID provider has sent back, and shows it in no address', async () => {
    const page = await (await openProfile(world)).newPage()
    await page.goto(`${world.origin}/?code=a-code&state=a-state`)
    // This gateway has no provider, so the sign-in says that it did not succeed.
    await page.getByText('The single sign-on did not succeed.').waitFor()
    expect(page.url()).toBe(`${world.origin}/console/sign-in`)
    await page.context().close()
  })

  it('leads nowhere but into the console after a sign-in', async () => {
    const { page, context } = await openPage(world, `/sign-in?to=${encodeURIComponent('//example.com/x')}`)
    await page.getByLabel('Email address').fill(root.email)
    await page.getByLabel('Password', { exact: true }).fill(root.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    expect(new URL(page.url()).origin).toBe(world.origin)
    await context.close()
  })
})
