import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { join } from '../../../test/users/users.ts'
import { defaultPreferences } from './notification-preferences.ts'

describeEngines('getUserLoginData', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const loginData = (call: { bearer?: string; key?: string }) => test.call('GET /accounts/user-login-data', call)

  async function setUser(userId: string, values: Record<string, string | number | null>): Promise<void> {
    await test.database.transaction(async ({ db }) => {
      await db.updateTable('users').set(values).where('id', '=', userId).execute()
    })
  }

  async function showImage(userId: string, name: string): Promise<void> {
    const image = { name, user_id: userId, file_name: 'ada.png', content_type: 'image/png', created_at: 1, shown_at: 1 }
    await test.database.transaction(({ db }) => db.insertInto('profile_images').values(image).execute())
  }

  it('shows the caller, the account, and the settings of a user interface, without nulls', async () => {
    const { answer, changed } = await changesOf(test, () => loginData({ bearer: root.bearer }))
    expect(answer.status).toBe(200)
    const { version: _, ...account } = (await test.call('GET /accounts/info', { bearer: root.bearer })).body.data
    expect(answer.body).toEqual({
      data: {
        account,
        user: root.email,
        user_id: root.userId,
        role: 'root',
        first_name: '',
        last_name: '',
        mfa: { passkey_enabled: false, totp_enabled: false },
        theme: 'auto',
        sound: true,
        notification_preferences: defaultPreferences,
        version: expect.any(String),
      },
    })
    expect(changed).toEqual([])
  })

  it.each(['admin', 'developer', 'monitor', 'billing'] as const)('is open to a %s, about themselves', async (role) => {
    const member = await addMember(test, root, role)
    const shown = (await loginData({ bearer: member.bearer })).body.data
    expect(shown).toMatchObject({ user: member.email, user_id: member.userId, role, account: { id: root.accountId } })
  })

  it('is open to a key and to a session made from one, about the owner of the key', async () => {
    const { key } = await test.issueKey(root.bearer)
    const exchanged = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
    for (const call of [{ key }, { bearer: exchanged.body.data.auth_token }]) {
      expect((await loginData(call)).body.data).toMatchObject({ user_id: root.userId, role: 'root' })
    }
  })

  it('shows factors, theme, sound and image as they are now, not as they were when the credential was first seen', async () => {
    const ourUser = await test.signUp()
    await loginData({ bearer: ourUser.bearer })
    await setUser(ourUser.userId, {
      first_name: 'Ada',
      last_name: 'Lovelace',
      theme: 'dark',
      sound: 0,
      totp_enabled_at: 1,
      passkey_enabled_at: 1,
    })
    await showImage(ourUser.userId, 'a'.repeat(43))
    expect((await loginData({ bearer: ourUser.bearer })).body.data).toMatchObject({
      first_name: 'Ada',
      last_name: 'Lovelace',
      mfa: { passkey_enabled: true, totp_enabled: true },
      theme: 'dark',
      sound: false,
      profile_image: {
        name: 'ada.png',
        contentType: 'image/png',
        url: `http://gateway.test/profile-images/${'a'.repeat(43)}`,
      },
    })
  })

  it('shows the role of the account that the person is signed in to', async () => {
    const other = await test.signUp()
    await join(test, root, other, { role: 'billing' })
    const signedIn = await test.call('POST /accounts/auth-with-password', {
      body: { email: root.email, password: root.password, account: other.account },
    })
    const shown = (await loginData({ bearer: signedIn.body.data.auth_token })).body.data
    expect(shown).toMatchObject({ role: 'billing', account: { id: other.accountId } })
  })
})
