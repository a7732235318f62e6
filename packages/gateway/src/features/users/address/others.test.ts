import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../../test/database/engines.ts'
import { changesOf } from '../../../../test/database/snapshot.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../../test/gateway.ts'
import { DAY, later } from '../../../../test/run/clock.ts'
import { openAccount, wakeWorker } from '../../../../test/users/accounts.ts'
import { addressChanges } from '../../../../test/users/address-changes.ts'
import {
  acceptBy,
  type Caller,
  invitationsTo,
  invite,
  listMembers,
  remove,
  resend,
  seenBy,
} from '../../../../test/users/invitations.ts'
import { addUser, freshEmail, freshName, freshPlace, join } from '../../../../test/users/users.ts'

describeEngines('a change of address that concerns others', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const { somebody, asker, request, follow, signInStatus, mailsTo, tokenTo, waiting, change } = addressChanges(
    () => test,
    () => root,
  )
  const invalidLink = { status: 400, body: { code: 'invalid_email_change' } }

  describe('to an address that somebody else has', () => {
    const comparable = ({ headers: _, ...answer }: Answer) => answer

    // Attack: finding out who has a user here by asking for their address.
    it('is answered like any other, in the same time, and only the owner is told', async () => {
      const [ada, bob] = [await asker(), await asker()]
      const owner = await addUser(test)
      const free = freshEmail()
      const [toTaken, toFree] = [await request(ada, owner.email), await request(bob, free)]
      expect(comparable(toTaken)).toEqual(comparable(toFree))

      const tokens = [await tokenTo(ada.email, 'email-change'), await tokenTo(bob.email, 'email-change')]
      const answers: Answer[] = []
      for (const token of tokens) {
        const before = performance.now()
        answers.push(await test.holdingBack(() => follow(token)))
        expect(performance.now() - before).toBeGreaterThan(95)
      }
      expect(answers[0]?.status).toBe(200)
      expect(answers.map(comparable)[0]).toEqual(answers.map(comparable)[1])

      await tokenTo(free, 'email-change-proof')
      const toOwner = await waitFor(async () => {
        const mails = await mailsTo(owner.email)
        return mails.length > 0 ? mails : undefined
      })
      expect(toOwner.map(({ template, token }) => [template, token])).toEqual([['email-change-refused', undefined]])
      expect(toOwner[0]?.text).not.toContain(ada.email)
      expect(await signInStatus(ada.email)).toBe(200)
    })

    // Attack: filling somebody's mailbox, and stealing an address between the two links.
    it('brings its owner three notices in an hour at most, and is not made if it was taken meanwhile', async () => {
      const owner = await addUser(test)
      const tokens = []
      for (let count = 1; count <= 4; count += 1) tokens.push(await waiting('approve', await somebody(), owner.email))
      const answers = await Promise.all(tokens.map((token) => follow(token)))
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      await expect.poll(async () => (await mailsTo(owner.email)).length).toBe(3)

      const ada = await somebody()
      const newEmail = freshEmail()
      const second = await waiting('prove', ada, newEmail)
      await test.database.transaction(({ db }) =>
        db.updateTable('users').set({ email: newEmail }).where('id', '=', owner.userId).execute(),
      )
      const { answer, changed } = await changesOf(test, () => follow(second))
      expect(answer).toMatchObject(invalidLink)
      expect(changed).toEqual([])
      expect(await signInStatus(ada.email)).toBe(200)
    })

    it('brings an address that nobody has proven five mails a day at most, whoever asks', async () => {
      const stranger = freshEmail()
      const tokens = []
      for (let count = 1; count <= 6; count += 1) tokens.push(await waiting('approve', await somebody(), stranger))
      for (const token of tokens) expect((await follow(token)).status).toBe(200)
      await wakeWorker(test)
      await expect.poll(async () => (await mailsTo(stranger)).length).toBe(5)
    })

    it('is made for one of two who prove it at the same instant', async () => {
      const newEmail = freshEmail()
      const first = await waiting('prove', await somebody(), newEmail)
      const second = await waiting('prove', await somebody(), newEmail)
      const answers = await Promise.all([follow(first), follow(second)])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
      const holders = test.database.read.selectFrom('users').select('id').where('email', '=', newEmail)
      expect(await holders.execute()).toHaveLength(1)
    })
  })

  describe('to an address that somebody only claims', () => {
    // Attack: signing up with an address that is not mine, so that its owner never gets it.
    it('makes way: an account that was never confirmed goes, its name is free, its link is dead', async () => {
      const ada = await somebody()
      const newEmail = freshEmail()
      const name = freshName()
      const founding = { name, root_email: newEmail, password: 'squatter-Horse7' }
      await test.call('POST /accounts', { body: founding, from: freshPlace() })
      const squattersLink = await tokenTo(newEmail, 'confirm-email')

      expect((await change(ada, newEmail)).status).toBe(200)

      expect([await signInStatus(newEmail), await signInStatus(newEmail, 'squatter-Horse7')]).toEqual([200, 401])
      const confirm = await test.call('POST /accounts/confirm-email', { body: { token: squattersLink } })
      expect(confirm.body.code).toBe('invalid_confirmation')
      expect((await test.signUp(name)).account).toBe(name)
    })
  })

  // Attack: inviting an address to an account of one's own, to learn whether a user has it, and when they move.
  describe('leaves every invitation with its address, as if nobody had been known by it:', () => {
    const NEW = 'other-Horse8'
    const idOf = async (email: string) =>
      (await test.database.read.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst())?.id
    /** Whose invitations to that account are to be taken back when nobody accepts them. */
    const awaited = async ({ accountId }: { accountId: string }) =>
      (
        await test.database.read
          .selectFrom('outbox')
          .select('key')
          .where('kind', '=', 'expire-invitation')
          .where('key', 'like', `${accountId}/%`)
          .execute()
      ).map(({ key }) => key.split('/')[1])
    const listed = async (by: Caller, email: string) => (await listMembers(test, by)).find((one) => one.email === email)
    /** Invites addresses, in that order; returns the token of the link that each got. */
    async function inviteAll(by: SignedInUser, ...emails: string[]): Promise<string[]> {
      for (const email of emails) expect((await invite(test, by, { email })).status).toBe(200)
      return Promise.all(emails.map(async (email) => (await invitationsTo(test, email)).at(-1) ?? ''))
    }

    it('list and log of who invited the old one, the new one and one of nobody stay the same to the byte', async () => {
      const ada = await somebody()
      const [newEmail, unknown] = [freshEmail(), freshEmail()]
      const inviter = await openAccount(test)
      await later(0, async () => {
        await inviteAll(inviter, ada.email, newEmail, unknown)
        const before = await seenBy(test, inviter)
        expect((await change(ada, newEmail)).status).toBe(200)
        expect(await seenBy(test, inviter)).toEqual(before)
        const entries = await Promise.all([ada.email, newEmail, unknown].map((email) => listed(inviter, email)))
        expect(new Set(entries.map((entry) => JSON.stringify({ ...entry, email: '' }))).size).toBe(1)
      })
      const ids = await Promise.all([ada.email, newEmail, unknown].map(idOf))
      expect([new Set(ids).size, ids[1]]).toEqual([3, ada.userId])
      expect((await awaited(inviter)).sort()).toEqual(ids.sort())
    })

    it('the link to the old one works, and sets the first password of somebody else', async () => {
      const ada = await somebody()
      const { email } = ada
      const inviter = await openAccount(test)
      const [token = ''] = await inviteAll(inviter, email)
      const newEmail = freshEmail()
      await change(ada, newEmail)
      const accepted = await acceptBy(test, token, NEW)
      expect(accepted.status, accepted.text).toBe(200)
      expect(accepted.body.data).toMatchObject({ account_id: inviter.accountId, email, user_id: await idOf(email) })
      expect([await signInStatus(email), await signInStatus(email, NEW)]).toEqual([401, 200])
      expect([await signInStatus(newEmail), await signInStatus(newEmail, NEW)]).toEqual([200, 401])
      expect(await awaited(inviter)).toEqual([])
    })

    it('the link to the new one asks for the password of the person, who has it now', async () => {
      const ada = await somebody()
      const newEmail = freshEmail()
      const inviter = await openAccount(test)
      const [token = ''] = await inviteAll(inviter, newEmail)
      await change(ada, newEmail)
      expect((await acceptBy(test, token, NEW)).body.code).toBe('invalid_credentials')
      expect((await acceptBy(test, token)).body.data).toMatchObject({ user_id: ada.userId, email: newEmail })
      expect(await listed(inviter, newEmail)).toMatchObject({ id: ada.userId, first_name: 'Ada' })
      expect(await awaited(inviter)).toEqual([])
    })

    it('both can be given another role, sent again and taken back; the person stays', async () => {
      const ada = await somebody()
      const newEmail = freshEmail()
      const inviter = await openAccount(test)
      const tokens = await inviteAll(inviter, ada.email, newEmail)
      await change(ada, newEmail)
      for (const [n, email] of [ada.email, newEmail].entries()) {
        const body = { email, role: 'monitor' }
        expect((await test.call('PATCH /accounts/role', { bearer: inviter.bearer, body })).status).toBe(200)
        expect((await resend(test, inviter, email)).status).toBe(200)
        const again = (await invitationsTo(test, email, 2)).at(-1) ?? ''
        expect((await acceptBy(test, tokens[n] ?? '')).body.code).toBe('invalid_invitation')
        expect((await remove(test, inviter, email)).status).toBe(200)
        expect((await acceptBy(test, again)).body.code).toBe('invalid_invitation')
      }
      expect(await awaited(inviter)).toEqual([])
      expect([await idOf(ada.email), await idOf(newEmail)]).toEqual([undefined, ada.userId])
    })

    it('they are taken back at their hour; the record of the old address goes, the person stays', async () => {
      await later(0, async () => {
        const ada = await somebody()
        const newEmail = freshEmail()
        const inviter = await openAccount(test)
        const { key } = await test.issueKey(inviter.bearer)
        await inviteAll(inviter, ada.email, newEmail)
        await change(ada, newEmail)
        await later(2 * DAY, async () => {
          await wakeWorker(test)
          await waitFor(async () => ((await awaited(inviter)).length === 0 ? true : undefined))
          expect((await listMembers(test, { key })).map(({ email }) => email)).toEqual([inviter.email])
        })
        expect([await idOf(ada.email), await idOf(newEmail)]).toEqual([undefined, ada.userId])
      })
    })

    it('only one to the new address goes, in an account that the person is a member of, whose log tells of the change', async () => {
      const ada = await somebody()
      const newEmail = freshEmail()
      const member = await openAccount(test)
      await join(test, ada, member, { role: 'admin', suspended: true })
      const [token = ''] = await inviteAll(member, newEmail)
      const logged = async () => JSON.parse((await seenBy(test, member)).log).data as { action: string }[]
      const before = await logged()
      expect((await change(ada, newEmail)).status).toBe(200)
      expect(await listed(member, newEmail)).toMatchObject({ id: ada.userId, role: 'admin', is_suspended: true })
      expect((await listMembers(test, member)).length).toBe(2)
      expect((await logged()).slice(0, -before.length).map(({ action }) => action)).toEqual(['email.changed'])
      expect((await acceptBy(test, token)).body.code).toBe('invalid_invitation')
      expect(await awaited(member)).toEqual([])
    })

    it('none is lost that comes, to either address, at the same instant', async () => {
      const inviter = await openAccount(test)
      for (let time = 0; time < 3; time += 1) {
        const ada = await somebody()
        const newEmail = freshEmail()
        const held = await openAccount(test)
        await inviteAll(held, newEmail)
        const token = await waiting('prove', ada, newEmail)
        const answers = await Promise.all([
          invite(test, inviter, { email: ada.email }),
          follow(token),
          invite(test, inviter, { email: newEmail }),
        ])
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
        for (const [by, email] of [
          [inviter, ada.email],
          [inviter, newEmail],
          [held, newEmail],
        ] as const)
          expect(await listed(by, email)).toMatchObject({ invitation_pending: true })
        expect(await awaited(inviter)).toEqual(expect.arrayContaining([await idOf(ada.email), ada.userId]))
      }
    })
  })
})
