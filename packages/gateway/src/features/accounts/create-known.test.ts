import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInPerson, type TestGateway } from '../../../test/gateway.ts'
import {
  addPerson,
  deleteAccount,
  freshEmail,
  freshName,
  freshPlace,
  join,
  PASSWORD,
} from '../../../test/people/people.ts'

const WRONG = 'wrong-Horse77'

describeEngines('createAccount with the address of somebody who is known', (engine) => {
  let test: TestGateway
  let root: SignedInPerson
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
      const person = await addPerson(test)
      await join(test, person, root)
      const name = freshName()
      const { answer, changes } = await changesOf(test, () =>
        create(person.email.toUpperCase(), { name: ` ${name.toUpperCase()} `, root_first_name: 'Eve', country: 'FR' }),
      )
      expect(answer.text).toBe('{"data":{"email_confirmed":true}}')
      expect(changes.accounts?.added).toMatchObject([{ name, root_user_id: person.userId, country: 'FR' }])
      expect(changes.audit_events?.added).toMatchObject([
        { action: 'account.created' },
        { action: 'account.activated' },
      ])
      // The person is as before, and nothing waits for a confirmation; but they hear of it, since it is a sign-in.
      expect(changes.mails?.added).toMatchObject([{ template: 'account-founded', to: person.email }])
      expect(Object.keys(changes).sort()).toEqual(['account_looks', 'accounts', 'audit_events', 'mails', 'memberships'])
      const signedIn = await test.call('POST /accounts/auth-with-password', {
        body: { email: person.email, password: PASSWORD },
      })
      expect(signedIn.body.data.account).toMatchObject({ name, root_email: person.email })
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
      const person = await addPerson(test)
      const { answer, changed } = await changesOf(test, () => create(person.email, { name: root.account }))
      expect(answer.body.code).toBe('account_name_taken')
      expect(changed).toEqual([])
    })

    it('never measures the password they have against the rule for new ones', async () => {
      const person = await addPerson(test)
      const other = await addPerson(test)
      const { createPasswords } = await import('../../platform/crypto/passwords.ts')
      const hash = await createPasswords().hash('old and weak')
      await test.database.transaction(async ({ db }) => {
        await db.updateTable('users').set({ password_hash: hash }).where('id', '=', person.userId).execute()
      })
      expect((await create(person.email, { password: 'old and weak' })).body.data).toEqual({ email_confirmed: true })
      expect((await create(other.email, { password: 'old and weak' })).body.code).toBe('weak_password')
    })

    it('makes one account of several requests at the same instant', async () => {
      for (let round = 0; round < 3; round += 1) {
        const person = await addPerson(test)
        const { answer, changes } = await changesOf(test, () =>
          Promise.all(Array.from({ length: 4 }, () => create(person.email))),
        )
        expect(answer.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
        expect(answer.filter(({ body }) => body.code === 'already_root')).toHaveLength(3)
        expect(changes.accounts?.added).toHaveLength(1)
      }
    })

    it('takes a name that an earlier mistyped password of theirs has held', async () => {
      const person = await addPerson(test)
      const name = freshName()
      expect((await create(person.email, { name, password: WRONG })).status).toBe(200)
      expect((await create(person.email, { name })).body.data).toEqual({ email_confirmed: true })
    })
  })

  // Attack: asking with a victim's address and any password whether they have a user here.
  describe('but without their proof answers like a new person and creates nothing:', () => {
    const people: [string, () => Promise<{ email: string; password: string }>][] = [
      ['root of another account', async () => ({ email: root.email, password: WRONG })],
      ['a member', async () => ({ email: (await joined()).email, password: WRONG })],
      ['member of nothing', async () => ({ email: (await addPerson(test)).email, password: WRONG })],
      ['confirmed, without a password (OAuth)', () => addPerson(test, { hasPassword: false })],
    ]

    async function joined() {
      const person = await addPerson(test)
      await join(test, person, root)
      return person
    }

    it.each(people)('%s', async (_who, find) => {
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
      // Once more, and for another address: like the name that a new person would have asked for.
      expect((await create(email, { name: name.toUpperCase(), password })).text).toBe(fresh.text)
      expect((await create(freshEmail(), { name })).body.code).toBe('account_name_taken')
    })
  })

  // Attack: somebody invites an address, and its owner can never open an account. An invitation binds nobody.
  describe('whom somebody has merely invited', () => {
    const invited: [string, Parameters<typeof addPerson>[1]][] = [
      ['and who never had a password', { confirmed: false, hasPassword: false }],
      ['and whose address an earlier sign-up left behind', { confirmed: false }],
    ]

    it.each(invited)('%s signs up like a new person; the invitation goes on', async (_who, traits) => {
      const person = await addPerson(test, traits)
      await join(test, person, root, { accepted: false })
      const password = 'other-Horse8'
      const name = freshName()
      const fresh = await create(freshEmail(), { name: freshName(), password })
      const { answer, changes } = await changesOf(test, () =>
        create(person.email, { name, password, root_first_name: 'Grace' }),
      )
      expect(withoutDate(answer)).toEqual(withoutDate(fresh))
      expect(changes.sign_ups?.added).toMatchObject([{ name, email: person.email, first_name: 'Grace' }])
      expect(changes.users).toBeUndefined()
      expect(changes.mails?.added).toMatchObject([{ template: 'confirm-email', to: person.email }])
      const token = (await test.mails()).findLast(({ to }) => to === person.email)?.token
      expect((await test.call('POST /accounts/confirm-email', { body: { token, password } })).status).toBe(200)
      const body = { email: person.email, password }
      const signedIn = await test.call('POST /accounts/auth-with-password', { body, from: freshPlace() })
      expect(signedIn.body.data.account.name).toBe(name)
    })
  })

  it('tells the owner in a mail that carries nothing of what the stranger typed, and no link that acts', async () => {
    const person = await addPerson(test)
    const name = freshName()
    const { changes } = await changesOf(test, () =>
      create(person.email, { name, password: WRONG, root_first_name: 'Mallory', company_name: 'Evil Inc' }),
    )
    expect(changes.mails?.added).toMatchObject([{ template: 'account-exists', to: person.email }])
    const mail = String(changes.mails?.added[0]?.text)
    for (const typed of [name, WRONG, 'Mallory', 'Evil Inc', 'token=']) expect(mail).not.toContain(typed)
  })
})

function withoutDate({ status, headers, text }: { status: number; headers: Record<string, unknown>; text: string }) {
  const { date: _, 'x-request-id': __, ...rest } = headers
  return { status, headers: rest, text }
}
