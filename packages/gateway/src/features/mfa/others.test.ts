import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { addApp, addPasskey, factorEvents, succeed, verdict } from '../../../test/users/factors.ts'
import { exchangeKey, signIn } from '../../../test/users/sign-in.ts'
import { addUser, freshEmail, join, type User } from '../../../test/users/users.ts'

type Owner = User & { bearer: string; passkey: string; codes: string[] }

/** What one user does to the factors of another. */
const operations: Record<string, (owner: { email: string; passkey: string }) => [route: string, body?: object]> = {
  getUserMfaInfo: ({ email }) => [`GET /accounts/user-mfa-info?email=${encodeURIComponent(email)}`],
  removeTotp: ({ email }) => ['DELETE /accounts/totp', { email }],
  removePasskey: ({ email, passkey: id }) => ['DELETE /accounts/passkey', { email, id }],
  removeAllPasskeys: ({ email }) => ['DELETE /accounts/all-passkeys', { email }],
  issueRecoveryCodes: ({ email }) => ['POST /accounts/recovery-codes', { email }],
  viewRecoveryCodes: ({ email }) => [`GET /accounts/recovery-codes?email=${encodeURIComponent(email)}`],
}
const names = Object.keys(operations)
const NOTHING = { email: '', passkey: 'AAAA' }

/** Whom an administrator reaches, and by what. The matrix of roles is tested elsewhere. */
describeEngines('factors of other people', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let admin: string
  let developer: string
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    await addApp(test, root.bearer)
    admin = (await member('admin')).bearer
    developer = (await member('developer')).bearer
  })
  afterAll(() => test.close())

  async function member(role: 'admin' | 'developer'): Promise<User & { bearer: string }> {
    const user = await addUser(test)
    await join(test, user, root, { role })
    return { ...user, bearer: (await signIn(test, user)).bearer }
  }
  async function owner(): Promise<Owner> {
    const user = await member('developer')
    const { codes } = await addApp(test, user.bearer)
    const { authenticator } = await addPasskey(test, user.bearer)
    return { ...user, passkey: authenticator.credentialId, codes }
  }
  function act(name: string, on: { email: string; passkey: string }, by: { bearer?: string; key?: string }) {
    const [route, body] = operations[name]?.(on) ?? ['']
    return test.call(route, { ...by, body })
  }

  it.each(names)('%s reaches a member who belongs to this account alone; the log names both', async (name) => {
    const user = await owner()
    const answer = await act(name, user, { bearer: admin })
    expect([name, answer.status]).toEqual([name, 200])
    if (name === 'getUserMfaInfo')
      return expect(answer.body.data).toEqual({ totp_enabled: true, passkey_enabled: true })
    if (name === 'viewRecoveryCodes') expect(answer.body.data).toEqual(user.codes)
    if (name === 'issueRecoveryCodes') expect(answer.body.data).toHaveLength(10)
    const byAdmin = (await factorEvents(test, user)).filter((event) => event.actor_user_id !== user.userId)
    expect(byAdmin).toMatchObject([{ account_id: root.accountId }])
    // The owner hears of it, and that it was somebody else.
    await waitFor(async () =>
      (await test.mails()).find(({ to, text }) => to === user.email && text.includes('an administrator')),
    )
  })

  // Attack: somebody opens an account, invites a stranger, and switches off their second factor.
  it('are out of reach of who has them in their account among others, or only as an invitation', async () => {
    const [elsewhere, waiting, theirRoot] = [await owner(), await owner(), await test.signUp()]
    await join(test, elsewhere, theirRoot)
    await join(test, waiting, theirRoot, { accepted: false })
    await join(test, theirRoot, root, { accepted: false })
    const { changed } = await changesOf(test, async () => {
      for (const name of names) {
        const answers = await Promise.all([
          act(name, elsewhere, { bearer: root.bearer }),
          act(name, waiting, { bearer: theirRoot.bearer }),
          act(name, { ...NOTHING, email: theirRoot.email }, { bearer: admin }),
        ])
        for (const answer of answers)
          expect([name, ...verdict(answer)]).toEqual([name, 403, 'insufficient_permissions'])
      }
    })
    expect(changed).toEqual([])
    // An invitation that waits elsewhere binds nobody.
    expect((await act('removeTotp', waiting, { bearer: admin })).status).toBe(200)
  })

  it('are out of reach if they are the root’s; an address of no member is 400', async () => {
    for (const name of names) {
      const answer = await act(name, { ...NOTHING, email: root.email }, { bearer: admin })
      expect([name, ...verdict(answer)]).toEqual([name, 403, 'insufficient_permissions'])
      const stranger = await act(name, { ...NOTHING, email: freshEmail() }, { bearer: admin })
      expect([name, ...verdict(stranger)]).toEqual([name, 400, 'unknown_member'])
    }
  })

  it('answer alike for a member and a stranger to who may reach nobody', async () => {
    for (const name of names) {
      const ask = (email: string) => act(name, { ...NOTHING, email }, { bearer: developer })
      const [known, unknown] = [await ask(root.email), await ask(freshEmail())]
      expect([name, ...verdict(known)]).toEqual([name, 403, 'insufficient_permissions'])
      expect(known.text).toBe(unknown.text)
    }
  })

  it('take a person, not a key: only which are on is told to one', async () => {
    const user = await test.signUp()
    await addApp(test, user.bearer)
    const { key } = await test.issueKey(user.bearer)
    const { bearer } = await exchangeKey(test, key)
    const own = ['GET /accounts/user-mfa-info', 'PATCH /accounts/mfa-settings', 'POST /accounts/generate-totp-key']
    own.push('POST /accounts/confirm-totp-registration', 'DELETE /accounts/totp', 'GET /accounts/passkeys')
    own.push('POST /accounts/begin-passkey-registration', 'POST /accounts/complete-passkey-registration')
    own.push('DELETE /accounts/passkey', 'DELETE /accounts/all-passkeys')
    own.push('POST /accounts/recovery-codes', 'GET /accounts/recovery-codes')
    const { changed } = await changesOf(test, async () => {
      for (const route of own) {
        const expected = route === 'GET /accounts/user-mfa-info' ? [200, undefined] : [403, 'interactive_required']
        for (const by of [{ key }, { bearer: key }, { bearer }]) {
          const body = route.startsWith('GET') ? undefined : {}
          expect([route, ...verdict(await test.call(route, { ...by, body }))]).toEqual([route, ...expected])
        }
        expect((await test.call(route, { body: route.startsWith('GET') ? undefined : {} })).status).toBe(401)
      }
    })
    expect(changed).toEqual([])
    await succeed(test, 'GET /accounts/passkeys', { bearer: user.bearer })
  })

  describe('a selector', () => {
    it.each(['nobody', '', 'a@', 'a b@example.com', 7, null])('%j is 400 at its member', async (email) => {
      for (const route of ['DELETE /accounts/totp', 'DELETE /accounts/all-passkeys', 'POST /accounts/recovery-codes']) {
        const answer = await test.call(route, { bearer: admin, body: { email } })
        expect([answer.status, answer.body.details?.[0]?.path]).toEqual([400, '/body/email'])
      }
    })
  })
})
