import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addUser, deleteAccount, freshEmail, freshName, freshPlace, join, PASSWORD } from '../../../test/users/users.ts'

const WRONG = 'wrong-Horse77'

describeEngines('createAccount with the address of somebody who is known', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const create = (email: string, more: Record<string, unknown> = {}) =>
    test.call('POST /accounts', {
      from: freshPlace(),
      body: { name: freshName(), root_email: email, password: PASSWORD, ...more },
    })

  describe('and the right password', () => {
    it('opens the account at once, and their sign-in goes to it', async () => {
      const user = await addUser(test)
      await join(test, user, root)
      const name = freshName()
      const { answer, changes } = await changesOf(test, () =>
        create(user.email.toUpperCase(), { name: ` ${name.toUpperCase()} `, root_first_name: 'Eve', country: 'FR' }),
      )
      expect(answer.text).toBe('{"data":{"email_confirmed":true}}')
      expect(changes.accounts?.added).toMatchObject([{ name, root_user_id: user.userId, country: 'FR' }])
      expect(changes.audit_events?.added).toMatchObject([
        { action: 'account.created' },
        { action: 'account.activated' },
      ])
      // The user is as before, and nothing waits for a confirmation; but they hear of it, since it is a sign-in.
      expect(changes.mails?.added).toMatchObject([{ template: 'account-founded', to: user.email }])
      expect(Object.keys(changes).sort()).toEqual(['account_looks', 'accounts', 'audit_events', 'mails', 'memberships'])
      const signedIn = await test.call('POST /accounts/auth-with-password', {
        body: { email: user.email, password: PASSWORD },
      })
      expect(signedIn.body.data.account).toMatchObject({ name, root_email: user.email })
      const key = await test.issueKey(signedIn.body.data.auth_token)
      expect((await test.call('GET /accounts/info', key)).body.data.name).toBe(name)
    })

    it('refuses who is root of an account already', async () => {
      const { answer, changed } = await changesOf(test, () => create(root.email))
      expect(answer.status).toBe(400)
      expect(answer.body.code).toBe('already_root')
      expect(changed).toEqual([])
    })

    it('lets who was root of a deleted account begin again', async () => {
      const former = await test.signUp()
      await deleteAccount(test, former)
      expect((await create(former.email)).text).toBe('{"data":{"email_confirmed":true}}')
    })

    it('refuses a name that is taken', async () => {
      const user = await addUser(test)
      const { answer, changed } = await changesOf(test, () => create(user.email, { name: root.account }))
      expect(answer.body.code).toBe('account_name_taken')
      expect(changed).toEqual([])
    })

    it('never measures the password they have against the rule for new ones', async () => {
      const user = await addUser(test)
      const other = await addUser(test)
      const { createPasswords } = await import('../../platform/crypto/passwords.ts')
      const hash = await createPasswords().hash('old and weak')
      await test.database.transaction(async ({ db }) => {
        await db.updateTable('users').set({ password_hash: hash }).where('id', '=', user.userId).execute()
      })
      expect((await create(user.email, { password: 'old and weak' })).body.data).toEqual({ email_confirmed: true })
      expect((await create(other.email, { password: 'old and weak' })).body.code).toBe('weak_password')
    })

    it('makes one account of several requests at the same instant', async () => {
      for (let round = 0; round < 3; round += 1) {
        const user = await addUser(test)
        const { answer, changes } = await changesOf(test, () =>
          Promise.all(Array.from({ length: 4 }, () => create(user.email))),
        )
        expect(answer.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
        expect(answer.filter(({ body }) => body.code === 'already_root')).toHaveLength(3)
        expect(changes.accounts?.added).toHaveLength(1)
      }
    })

    it('takes a name that an earlier mistyped password of theirs has held', async () => {
      const user = await addUser(test)
      const name = freshName()
      expect((await create(user.email, { name, password: WRONG })).status).toBe(200)
      expect((await create(user.email, { name })).body.data).toEqual({ email_confirmed: true })
    })
  })

  // Attack: asking with a victim's address and any password whether they have a user here.
  describe('but without their proof answers like a new person and creates nothing:', () => {
    const users: [string, () => Promise<{ email: string; password: string }>][] = [
      ['root of another account', async () => ({ email: root.email, password: WRONG })],
      ['a member', async () => ({ email: (await joined()).email, password: WRONG })],
      ['member of nothing', async () => ({ email: (await addUser(test)).email, password: WRONG })],
      ['confirmed, without a password (OAuth)', () => addUser(test, { hasPassword: false })],
    ]

    async function joined() {
      const user = await addUser(test)
      await join(test, user, root)
      return user
    }

    it.each(users)('%s', async (_who, find) => {
      const { email, password } = await find()
      const name = freshName()
      const fresh = await create(freshEmail())
      const { answer, changes } = await changesOf(test, () => create(email, { name, password }))
      expect(withoutDate(answer)).toEqual(withoutDate(fresh))
      expect(changes.account_name_holds?.added).toMatchObject([{ name }])
      expect(changes.sign_ups?.added).toMatchObject([{ email, password_hash: null }])
      expect(changes.mails?.added).toMatchObject([{ template: 'account-exists', to: email }])
      expect(changes.audit_events?.added).toMatchObject([{ action: 'account.creation_refused', account_id: null }])
      expect(Object.keys(changes).sort()).toEqual(['account_name_holds', 'audit_events', 'mails', 'sign_ups'])
      // Once more, and for another address: like the name that a new user would have asked for.
      expect((await create(email, { name: name.toUpperCase(), password })).text).toBe(fresh.text)
      expect((await create(freshEmail(), { name })).body.code).toBe('account_name_taken')
    })
  })

  // Attack: somebody invites an address, and its owner can never open an account. An invitation binds nobody.
  describe('whom somebody has merely invited', () => {
    const invited: [string, Parameters<typeof addUser>[1]][] = [
      ['and who never had a password', { confirmed: false, hasPassword: false }],
      ['and whose address an earlier sign-up left behind', { confirmed: false }],
    ]

    it.each(invited)('%s signs up like a new person; the invitation goes on', async (_who, traits) => {
      const user = await addUser(test, traits)
      await join(test, user, root, { accepted: false })
      const password = 'other-Horse8'
      const name = freshName()
      const fresh = await create(freshEmail(), { name: freshName(), password })
      const { answer, changes } = await changesOf(test, () =>
        create(user.email, { name, password, root_first_name: 'Grace' }),
      )
      expect(withoutDate(answer)).toEqual(withoutDate(fresh))
      expect(changes.sign_ups?.added).toMatchObject([{ name, email: user.email, first_name: 'Grace' }])
      expect(changes.users).toBeUndefined()
      expect(changes.mails?.added).toMatchObject([{ template: 'confirm-email', to: user.email }])
      const token = (await test.mails()).findLast(({ to }) => to === user.email)?.token
      expect((await test.call('POST /accounts/confirm-email', { body: { token, password } })).status).toBe(200)
      const body = { email: user.email, password }
      const signedIn = await test.call('POST /accounts/auth-with-password', { body, from: freshPlace() })
      expect(signedIn.body.data.account.name).toBe(name)
    })
  })

  it('tells the owner in a mail that carries nothing of what the stranger typed, and no link that acts', async () => {
    const user = await addUser(test)
    const name = freshName()
    const { changes } = await changesOf(test, () =>
      create(user.email, { name, password: WRONG, root_first_name: 'Mallory', company_name: 'Evil Inc' }),
    )
    expect(changes.mails?.added).toMatchObject([{ template: 'account-exists', to: user.email }])
    const mail = String(changes.mails?.added[0]?.text)
    for (const typed of [name, WRONG, 'Mallory', 'Evil Inc', 'token=']) expect(mail).not.toContain(typed)
  })
})

function withoutDate({ status, headers, text }: { status: number; headers: Record<string, unknown>; text: string }) {
  const { date: _, 'x-request-id': __, ...rest } = headers
  return { status, headers: rest, text }
}
