import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openMeanwhile } from '../../../test/database/meanwhile.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { DAY, HOUR, later } from '../../../test/run/clock.ts'
import { addWaitingChange, followChange } from '../../../test/users/address-changes.ts'
import { eventsAbout, signIn, statusOf } from '../../../test/users/sign-in.ts'
import {
  addUser,
  deleteAccount,
  freshEmail,
  freshName,
  freshPlace,
  join,
  type User,
} from '../../../test/users/users.ts'
import { replacePasswordLink } from '../../access/directory/password-links.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import { randomToken } from '../../platform/crypto/random.ts'
import type { Role } from '../../platform/values/roles.ts'

const NEW = 'other-Horse8'

/** setPassword. Invitations come through the store, which is quicker than createUser. */
describeEngines('an invitation', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let elsewhere: SignedInUser
  const meanwhile = openMeanwhile()
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: meanwhile.watch })
    root = await test.signUp()
    elsewhere = await test.signUp()
  })
  afterAll(() => test.close())

  async function invite(
    user: User,
    { accountId }: { accountId: string } = root,
    role: Exclude<Role, 'root'> = 'developer',
  ): Promise<string> {
    const token = randomToken()
    await join(test, user, { accountId }, { role, accepted: false })
    await mailAgain(user, token, accountId)
    return token
  }
  const mailAgain = ({ userId }: User, token: string, accountId = root.accountId) =>
    test.database.transaction((tx) =>
      replacePasswordLink(tx, {
        purpose: 'set-password',
        tokenHash: sha256(token),
        userId,
        accountId,
        expiresAt: Date.now() + 2 * DAY,
      }),
    )
  const accept = (token: string, password: string, from = freshPlace()) =>
    test.call('POST /accounts/set-password', { body: { token, password }, from })
  const tryPassword = ({ email }: { email: string }, password: string, account?: string, from = freshPlace()) =>
    test.call('POST /accounts/auth-with-password', { body: { email, password, account }, from })
  const membership = ({ userId }: { userId: string }, { accountId } = root) =>
    test.database.read
      .selectFrom('memberships')
      .selectAll()
      .where('user_id', '=', userId)
      .where('account_id', '=', accountId)
      .executeTakeFirst()
  const newcomer = () => addUser(test, { confirmed: false, hasPassword: false })

  describe('of a new person', () => {
    it.each(['admin', 'developer', 'monitor', 'billing'] as const)(
      'as %s: the password is set, the address proven, the membership live; then they sign in',
      async (role) => {
        const user = await newcomer()
        const token = await invite(user, root, role)
        expect((await tryPassword(user, NEW)).status).toBe(401)
        const from = freshPlace()
        const answer = await accept(token, NEW, from)
        expect(answer.status, answer.text).toBe(200)
        expect(answer.body).toEqual({
          data: { account_id: root.accountId, user_id: user.userId, account: root.account, email: user.email },
        })
        const session = await signIn(test, { ...user, password: NEW })
        expect(await statusOf(test, session.bearer)).toBe(200)
        const holdsKeys = role === 'admin' || role === 'developer'
        const member = await membership(user)
        expect(member?.accepted_at).toBeGreaterThan(0)
        expect(typeof member?.nats_signing_key).toBe(holdsKeys ? 'string' : 'object')
        const issued = await test.call('POST /accounts/api-key', { bearer: session.bearer, body: { key_name: 'ci' } })
        expect(issued.status).toBe(holdsKeys ? 200 : 403)
        const events = await eventsAbout(test, user.userId)
        expect(events.map(({ action }) => action).sort()).toEqual(['member.accepted', 'password.changed'])
        for (const event of events) {
          expect(event).toMatchObject({ account_id: root.accountId, actor_user_id: user.userId, ip: from })
        }
        const notice = await waitFor(async () => (await test.mails()).find(({ to }) => to === user.email))
        expect(notice.template).toBe('password-changed')
      },
    )

    it('takes a strong password; a weak one leaves the link as it is', async () => {
      const user = await newcomer()
      const token = await invite(user)
      for (const [password, code] of [
        ['weak', 'weak_password'],
        ['Password1!', 'common_password'],
      ] as const) {
        const { answer, changed } = await changesOf(test, () => accept(token, password))
        expect([answer.status, answer.body.code, changed]).toEqual([400, code, []])
      }
      expect((await accept(token, NEW)).status).toBe(200)
    })

    it('works once, of ten at the same instant too', async () => {
      const user = await newcomer()
      const token = await invite(user)
      const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => accept(token, `${NEW}${n}`)))
      const won = answers.flatMap(({ status }, n) => (status === 200 ? [n] : []))
      expect(won).toHaveLength(1)
      expect((await tryPassword(user, `${NEW}${won[0]}`)).status).toBe(200)
      const again = await accept(token, 'third-Horse9')
      expect([again.status, again.body.code]).toEqual([400, 'invalid_invitation'])
    })

    it('to two accounts, accepted at the same instant: one sets the password, the other has to prove it', async () => {
      const user = await newcomer()
      const tokens = [await invite(user), await invite(user, elsewhere)]
      const answers = await Promise.all(tokens.map((token, n) => accept(token, `${NEW}${n}`)))
      const won = answers.findIndex(({ status }) => status === 200)
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
      expect((await tryPassword(user, `${NEW}${won}`)).status).toBe(200)
      expect((await accept(tokens[1 - won] ?? '', `${NEW}${won}`)).status).toBe(200)
      expect(await membership(user, elsewhere)).toMatchObject({ accepted_at: expect.any(Number) })
    })

    it('accepts this membership and no other', async () => {
      const user = await newcomer()
      const token = await invite(user)
      const other = await invite(user, elsewhere)
      await accept(token, NEW)
      expect((await membership(user, elsewhere))?.accepted_at).toBeNull()
      expect((await tryPassword(user, NEW, elsewhere.account)).status).toBe(401)
      // Now they have a password, which the other invitation asks for.
      expect((await accept(other, 'third-Horse9')).status).toBe(401)
      expect((await accept(other, NEW)).status).toBe(200)
      expect((await tryPassword(user, NEW, elsewhere.account)).status).toBe(200)
    })

    // Attack: somebody opens an account with the address before its owner is invited, and waits.
    it('who never confirmed the address gets the password of the link, not the one a squatter set', async () => {
      const user = await addUser(test, { confirmed: false, hasPassword: false })
      const name = freshName()
      const squatting = { name, root_email: user.email, password: 'squatter-Horse7' }
      await test.call('POST /accounts', { body: squatting, from: freshPlace() })
      const token = await invite(user)
      expect((await accept(token, NEW)).status).toBe(200)
      expect((await tryPassword(user, 'squatter-Horse7')).status).toBe(401)
      expect((await tryPassword(user, 'squatter-Horse7', root.account)).status).toBe(401)
      expect((await tryPassword(user, NEW, root.account)).status).toBe(200)
      // The squatter's account was not confirmed by this.
      expect((await tryPassword(user, NEW, name)).status).toBe(401)
    })
  })

  // An invitation never changes the password of a user who has proven the address.
  it('of somebody who confirms the address between look-up and transaction leaves their password, and asks for it', async () => {
    const { userId, email } = await addUser(test, { confirmed: false, hasPassword: false })
    const own = 'own-Horse7'
    await test.call('POST /accounts', { body: { name: freshName(), root_email: email, password: own } })
    const confirmation = await waitFor(async () => (await test.mails()).find(({ to }) => to === email)?.token)
    const token = await invite({ userId, email, password: own })
    meanwhile.do(() => test.call('POST /accounts/confirm-email', { body: { token: confirmation } }))
    const refused = await accept(token, NEW)
    expect([refused.status, refused.body.code, meanwhile.isDone()]).toEqual([401, 'invalid_credentials', true])
    expect((await tryPassword({ email }, NEW)).status).toBe(401)
    expect((await tryPassword({ email }, own)).status).toBe(200)
    expect((await accept(token, own)).status).toBe(200)
  })

  describe('of a person with a confirmed address', () => {
    it('proves the password and never changes it', async () => {
      const user = await addUser(test)
      await join(test, user, elsewhere)
      const session = await signIn(test, user)
      const token = await invite(user)
      const before = await test.database.read
        .selectFrom('users')
        .selectAll()
        .where('id', '=', user.userId)
        .executeTakeFirst()
      expect((await accept(token, user.password)).status).toBe(200)
      const after = await test.database.read
        .selectFrom('users')
        .selectAll()
        .where('id', '=', user.userId)
        .executeTakeFirst()
      expect(after).toEqual(before)
      expect(await statusOf(test, session.bearer)).toBe(200)
      expect((await tryPassword(user, user.password, root.account)).status).toBe(200)
      expect((await eventsAbout(test, user.userId)).map(({ action }) => action)).toEqual(['member.accepted'])
      expect(
        (await test.mails()).filter(({ to, template }) => to === user.email && template === 'password-changed'),
      ).toEqual([])
    })

    // Attack: who reads the mailbox of a user for a moment must not get their other accounts by it.
    it('is 401 with another one; that counts together with sign-ins; the link lives on', async () => {
      const user = await addUser(test)
      await join(test, user, elsewhere)
      const token = await invite(user)
      const from = freshPlace()
      for (let time = 0; time < 3; time += 1) {
        const answer = await accept(token, NEW, from)
        expect([answer.status, answer.body.code]).toEqual([401, 'invalid_credentials'])
      }
      for (let time = 0; time < 2; time += 1) {
        expect((await tryPassword(user, 'wrong-Horse77', elsewhere.account, from)).status).toBe(401)
      }
      expect((await accept(token, user.password, from)).status).toBe(429)
      expect((await membership(user))?.accepted_at).toBeNull()
      expect((await accept(token, user.password)).status).toBe(200)
    })

    it('is no failure with the right one, and no sign-in either', async () => {
      const user = await addUser(test)
      await join(test, user, elsewhere)
      const from = freshPlace()
      for (let time = 0; time < 4; time += 1) await tryPassword(user, 'wrong-Horse77', elsewhere.account, from)
      expect((await accept(await invite(user), user.password, from)).status).toBe(200)
      expect((await tryPassword(user, 'wrong-Horse77', elsewhere.account, from)).status).toBe(401)
      expect((await tryPassword(user, user.password, elsewhere.account, from)).status).toBe(429)
    })

    it('and without a password (OAuth only) sets the first one', async () => {
      const user = await addUser(test, { hasPassword: false })
      expect((await accept(await invite(user), NEW)).status).toBe(200)
      expect((await tryPassword(user, NEW)).status).toBe(200)
    })

    it('leaves no change of address that was begun before its first one', async () => {
      const user = await addUser(test, { hasPassword: false })
      const change = await addWaitingChange(test, 'prove', { ...user, accountId: root.accountId }, freshEmail())
      expect((await accept(await invite(user), NEW)).status).toBe(200)
      const answer = await followChange(test, change, freshPlace())
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_email_change'])
    })
  })

  describe('is not to be accepted', () => {
    const refused = async (token: string, password = NEW) => {
      const { answer, changed } = await changesOf(test, () => accept(token, password))
      expect([answer.status, answer.body.code, changed]).toEqual([400, 'invalid_invitation', []])
    }

    it.each(['x', 'A'.repeat(43), 'A'.repeat(200)])('with the token %.10j', (token) => refused(token))

    it('after it has run out', async () => {
      const user = await newcomer()
      await later(0, async () => {
        const token = await invite(user)
        await later(2 * DAY, async () => expect((await accept(token, NEW)).body.code).toBe('invalid_invitation'))
        await later(2 * DAY - HOUR, async () => {
          expect((await accept(token, NEW)).status).toBe(200)
          // Before the clock goes back: what is due then would be found by a test that follows.
          await waitFor(async () => (await test.mails()).find(({ to }) => to === user.email))
        })
      })
    })

    it('when a newer one was mailed', async () => {
      const user = await newcomer()
      const first = await invite(user)
      const second = randomToken()
      await mailAgain(user, second)
      await refused(first)
      expect((await accept(second, NEW)).status).toBe(200)
    })

    it('when the membership was taken back', async () => {
      const user = await newcomer()
      const token = await invite(user)
      await test.database.transaction(({ db }) =>
        db.deleteFrom('memberships').where('user_id', '=', user.userId).execute(),
      )
      await refused(token)
    })

    it('when the account was deleted', async () => {
      const user = await newcomer()
      const account = await test.signUp()
      const token = await invite(user, account)
      await deleteAccount(test, account)
      await refused(token)
    })

    it('when it was accepted already, by another link', async () => {
      const user = await newcomer()
      const token = await invite(user)
      await test.database.transaction(({ db }) =>
        db.updateTable('memberships').set({ accepted_at: 1 }).where('user_id', '=', user.userId).execute(),
      )
      await refused(token)
    })

    it('with the link of a password reset, nor the other way round', async () => {
      const user = await addUser(test)
      await join(test, user, root)
      await test.call('POST /accounts/request-reset-password', { body: { email: user.email }, from: freshPlace() })
      const reset = await waitFor(async () => (await test.mails()).find(({ to }) => to === user.email)?.token)
      await refused(reset)
      const invited = await newcomer()
      const token = await invite(invited)
      const body = { token, new_password: NEW }
      const answer = await test.call('POST /accounts/reset-password', { body, from: freshPlace() })
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_reset'])
      expect((await accept(token, NEW)).status).toBe(200)
    })
  })

  it('that was suspended meanwhile gives no access when it is accepted, until it is let in again', async () => {
    const user = await newcomer()
    const token = await invite(user)
    const suspend = (at: number | null) =>
      test.database.transaction(({ db }) =>
        db.updateTable('memberships').set({ suspended_at: at }).where('user_id', '=', user.userId).execute(),
      )
    await suspend(Date.now())
    await accept(token, NEW)
    expect((await tryPassword(user, NEW)).status).toBe(401)
    await suspend(null)
    expect((await tryPassword(user, NEW)).status).toBe(200)
  })

  it.each([
    {},
    { token: 'x' },
    { password: NEW },
    { token: '', password: NEW },
    { token: 'x', password: '' },
    { token: 7, password: NEW },
  ])('is 400 for the body %j', async (body) => {
    const answer = await test.call('POST /accounts/set-password', { body })
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
  })
})
