import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { openChromium, openTab, servePasskeyPage, type Tab } from '../../../test/http/chromium.ts'
import { describeWithProgram } from '../../../test/run/with-program.ts'
import { challenge, freshenSession, succeed, verdict } from '../../../test/users/factors.ts'
import { signIn } from '../../../test/users/sign-in.ts'
import { addUser, freshPlace, join, type User } from '../../../test/users/users.ts'

type Page = Awaited<ReturnType<typeof servePasskeyPage>>

/**
 * The ceremonies as a real browser does them, on a real page, with a virtual authenticator. On one engine: on both they
 * are tested with an authenticator in software (passkeys.test.ts).
 */
describeWithProgram('chromium', 'passkeys in a real browser', () => {
  let browser: Browser
  let page: Page
  let otherPage: Page
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    browser = await openChromium()
    page = await servePasskeyPage()
    otherPage = await servePasskeyPage()
    test = await openTestGateway('sqlite', { environment: { APP_ORIGINS: page.origin, WEBAUTHN_RP_ID: 'localhost' } })
    root = await test.signUp()
  })
  afterAll(async () => {
    await browser?.close()
    await test?.close()
    await page?.close()
    await otherPage?.close()
  })

  async function member(): Promise<User & { bearer: string }> {
    const user = await addUser(test)
    await join(test, user, root)
    return { ...user, bearer: (await signIn(test, user)).bearer }
  }
  async function register(tab: Tab, { bearer }: { bearer: string }): Promise<Answer> {
    const { data } = (await succeed(test, 'POST /accounts/begin-passkey-registration', { bearer })).body
    const body = { credential: await tab.create(data), credential_alias: 'this computer' }
    return test.call('POST /accounts/complete-passkey-registration', { bearer, body })
  }
  const options = async ({ email }: User) =>
    (await succeed(test, 'POST /accounts/begin-auth-with-passkey', { body: { email }, from: freshPlace() })).body.data
  const complete = (credential: unknown, more: object = {}) =>
    test.call('POST /accounts/complete-auth-with-passkey', { body: { credential, ...more }, from: freshPlace() })
  const refused = [401, 'passkey_refused']

  it('a passkey is registered, signs in alone, and completes a password', async () => {
    const tab = await openTab(browser, page.origin)
    const user = await member()
    const registered = await register(tab, user)
    expect(registered.status, registered.text).toBe(200)
    const [stored] = await tab.stored()
    expect(Buffer.from(stored?.credentialId ?? '', 'base64').toString('base64url')).toBe(
      registered.body.data.passkey.id,
    )
    const alone = await complete(await tab.get(await options(user)))
    expect([alone.status, alone.body.data?.account.id]).toEqual([200, root.accountId])
    const token = await challenge(test, user)
    expect((await complete(await tab.get(await options(user)), { token })).status).toBe(200)
    // The contract has the credential as text.
    expect((await complete(JSON.stringify(await tab.get(await options(user))))).status).toBe(200)
    const { data } = (await succeed(test, 'GET /accounts/passkeys', { bearer: user.bearer })).body
    expect(data).toMatchObject([{ transports: ['internal'], last_used_on: expect.any(String) }])
    await freshenSession(test, user.bearer)
    // The browser itself refuses to make a second one with the same authenticator.
    await expect(register(tab, user)).rejects.toThrow(/previously registered/)
    await tab.close()
  })

  it('one without user verification is a second factor, and no way in alone', async () => {
    const tab = await openTab(browser, page.origin, { verifiesUser: false })
    const user = await member()
    expect((await register(tab, user)).status).toBe(200)
    expect(verdict(await complete(await tab.get(await options(user))))).toEqual(refused)
    const token = await challenge(test, user)
    expect((await complete(await tab.get(await options(user)), { token })).status).toBe(200)
    await tab.close()
  })

  // The other page is of the same domain, so that the browser itself has nothing against it.
  it('another origin gets neither a registration nor a sign-in', async () => {
    const [tab, other] = [await openTab(browser, page.origin), await openTab(browser, otherPage.origin)]
    const user = await member()
    expect(verdict(await register(other, user))).toEqual([400, 'invalid_passkey'])
    await register(tab, user)
    await other.put(await tab.stored())
    expect(verdict(await complete(await other.get(await options(user))))).toEqual(refused)
    expect((await complete(await tab.get(await options(user)))).status).toBe(200)
    await Promise.all([tab.close(), other.close()])
  })

  it('a challenge is answered once, and only by a passkey of the person who asked', async () => {
    const [tab, foreign] = [await openTab(browser, page.origin), await openTab(browser, page.origin)]
    const [user, stranger] = [await member(), await member()]
    await register(tab, user)
    await register(foreign, stranger)
    const credential = await tab.get(await options(user))
    expect((await complete(credential)).status).toBe(200)
    expect(verdict(await complete(credential))).toEqual(refused)
    const { challenge: asked } = await options(user)
    const theirs = { ...(await options(stranger)), challenge: asked }
    expect(verdict(await complete(await foreign.get(theirs)))).toEqual(refused)
    await Promise.all([tab.close(), foreign.close()])
  })

  it('a copied authenticator is noticed by its counter', async () => {
    const [tab, copy] = [await openTab(browser, page.origin), await openTab(browser, page.origin)]
    const user = await member()
    await register(tab, user)
    await copy.put(await tab.stored())
    for (let time = 0; time < 2; time += 1)
      expect((await complete(await tab.get(await options(user)))).status).toBe(200)
    expect(verdict(await complete(await copy.get(await options(user))))).toEqual(refused)
    await expect
      .poll(async () => (await test.mails()).filter(({ to }) => to === user.email).at(-1)?.template)
      .toBe('passkey-copied')
    await Promise.all([tab.close(), copy.close()])
  })
})
