import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { addWaitingChange, followChange } from '../../../test/users/address-changes.ts'
import { eventsAbout, exchangeKey, refreshStatusOf, signIn, statusOf } from '../../../test/users/sign-in.ts'
import { addUser, freshEmail, freshPlace, join, type User } from '../../../test/users/users.ts'

const NEW = 'other-Horse8'

/** resetPassword with a credential. */
describeEngines('a password changed while signed in', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  type By = { bearer?: string; key?: string; from?: string }
  const change = (by: By, body: object) =>
    test.call('POST /accounts/reset-password', { from: freshPlace(), ...by, body: { new_password: NEW, ...body } })
  const tryPassword = async ({ email }: { email: string }, password: string, from = freshPlace()) =>
    (await test.call('POST /accounts/auth-with-password', { body: { email, password }, from })).status

  async function member(role: 'admin' | 'developer' | 'monitor' | 'billing' = 'developer'): Promise<User> {
    const user = await addUser(test)
    await join(test, user, root, { role })
    return user
  }

  it('ends every other session, in other accounts and of keys too; the current one and keys go on; with a notice', async () => {
    const user = await test.signUp()
    const elsewhere = await test.signUp()
    await join(test, user, elsewhere)
    const { key } = await test.issueKey(user.bearer)
    const others = [
      await signIn(test, user, { account: user.account }),
      await signIn(test, user, { account: elsewhere.account }),
      await exchangeKey(test, key),
    ]
    const current = await signIn(test, user, { account: user.account })
    for (const session of [...others, current]) expect(await statusOf(test, session.bearer)).toBe(200)
    const answer = await change({ bearer: current.bearer }, { password: user.password })
    expect([answer.status, answer.body]).toEqual([
      200,
      { message: 'The password was changed, and your other sessions were revoked.' },
    ])
    for (const session of others) {
      expect(await statusOf(test, session.bearer)).toBe(401)
      expect(await refreshStatusOf(test, session)).toBe(401)
    }
    expect(await statusOf(test, current.bearer)).toBe(200)
    expect(await refreshStatusOf(test, current)).toBe(200)
    expect((await test.call('GET /accounts/info', { key })).status).toBe(200)
    expect(await tryPassword(user, user.password)).toBe(401)
    expect(await tryPassword(user, NEW)).toBe(200)
    const notice = await waitFor(async () =>
      (await test.mails()).find(({ to, template }) => to === user.email && template === 'password-changed'),
    )
    expect(notice.text).not.toContain(NEW)
    expect((await eventsAbout(test, user.userId)).at(-1)).toMatchObject({
      action: 'password.changed',
      account_id: user.accountId,
      actor_user_id: user.userId,
      credential_id: current.id,
      details: '{"method":"current_password"}',
    })
  })

  it.each(['root', 'admin', 'developer', 'monitor', 'billing'] as const)('%s may change their own', async (role) => {
    const user = role === 'root' ? await test.signUp() : await member(role)
    const { bearer } = await signIn(test, user)
    expect((await change({ bearer }, { password: user.password })).status).toBe(200)
    expect(await tryPassword(user, NEW)).toBe(200)
  })

  it('takes no token, and looks neither at one that is sent nor at an address', async () => {
    const [user, other] = [await member(), await member()]
    const { bearer } = await signIn(test, user)
    const body = { password: user.password, token: 'A'.repeat(43), email: other.email }
    expect((await change({ bearer }, body)).status).toBe(200)
    expect(await tryPassword(other, other.password)).toBe(200)
    expect(await tryPassword(user, NEW)).toBe(200)
  })

  it('asks for the current one', async () => {
    const { bearer } = await signIn(test, await member())
    const answer = await change({ bearer }, { token: 'A'.repeat(43) })
    expect([answer.status, answer.body.code, answer.body.details]).toEqual([
      400,
      'invalid_request',
      [{ path: '/body/password', message: 'must be the current password' }],
    ])
  })

  it('with a wrong current one is 401, changes nothing, and counts together with sign-ins', async () => {
    const user = await member()
    const { bearer } = await signIn(test, user)
    const from = freshPlace()
    const { changes } = await changesOf(test, async () => {
      for (let time = 0; time < 3; time += 1) {
        const answer = await change({ bearer, from }, { password: 'wrong-Horse77' })
        expect([answer.status, answer.body.code]).toEqual([401, 'invalid_credentials'])
      }
    })
    expect(changes.users).toBeUndefined()
    expect(changes.sessions).toBeUndefined()
    for (let time = 0; time < 2; time += 1) expect(await tryPassword(user, 'wrong-Horse77', from)).toBe(401)
    expect(await tryPassword(user, user.password, from)).toBe(429)
    const answer = await change({ bearer, from }, { password: user.password })
    expect([answer.status, answer.body.code]).toEqual([429, 'too_many_requests'])
    expect(await statusOf(test, bearer)).toBe(200)
  })

  // Attack: a stolen session guesses the password; its owner must not be locked out by their own right answers.
  it('with the right current one is no failure, whatever the new one is', async () => {
    const user = await member()
    const { bearer } = await signIn(test, user)
    const from = freshPlace()
    for (let time = 0; time < 7; time += 1) {
      const weak = await change({ bearer, from }, { password: user.password, new_password: 'weak' })
      expect([weak.status, weak.body.code]).toEqual([400, 'weak_password'])
      const common = await change({ bearer, from }, { password: user.password, new_password: 'Password1!' })
      expect([common.status, common.body.code]).toEqual([400, 'common_password'])
      const same = await change({ bearer, from }, { password: user.password, new_password: user.password })
      expect([same.status, same.body.code]).toEqual([400, 'password_unchanged'])
    }
    expect(await tryPassword(user, user.password, from)).toBe(200)
  })

  it('guessed at the same instant gets five tries', async () => {
    const user = await member()
    const { bearer } = await signIn(test, user)
    const from = freshPlace()
    const answers = await Promise.all(
      Array.from({ length: 15 }, (_, n) => change({ bearer, from }, { password: `wrong-Horse${n}` })),
    )
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10)
  })

  // Attack: a leaked key, or a session made from one, takes the user over.
  describe('with a key', () => {
    it('is refused before the password is looked at', async () => {
      const user = await test.signUp()
      const { key } = await test.issueKey(user.bearer)
      const session = await exchangeKey(test, key)
      const from = freshPlace()
      for (const by of [{ key }, { bearer: key }, { bearer: session.bearer }]) {
        for (const password of [user.password, 'wrong-Horse77', undefined]) {
          const answer = await change({ ...by, from }, { password })
          expect([answer.status, answer.body.code]).toEqual([403, 'interactive_required'])
        }
      }
      expect(await tryPassword(user, user.password, from)).toBe(200)
    })
  })

  it.each(['x', 'A.B.C', `ms-${'0'.repeat(32)}`])(
    'with the bearer %j is 401, a mailed token or not',
    async (bearer) => {
      const answer = await change({ bearer }, { password: root.password, token: 'A'.repeat(43) })
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthorized'])
    },
  )

  it('with a session that has ended is 401', async () => {
    const user = await member()
    const { bearer, authHandle } = await signIn(test, user)
    await test.call(`DELETE /accounts/auth-token?token=${authHandle}`, { bearer })
    expect((await change({ bearer }, { password: user.password })).status).toBe(401)
    expect(await tryPassword(user, user.password)).toBe(200)
  })

  // Attack: who asked for a reset link and reads the mails finds it dead once the owner has changed the password.
  it('makes a reset link that was mailed before worthless', async () => {
    const user = await member()
    const { bearer } = await signIn(test, user)
    await test.call('POST /accounts/request-reset-password', { body: { email: user.email }, from: freshPlace() })
    const token = await waitFor(
      async () =>
        (await test.mails()).find(({ to, template }) => to === user.email && template === 'reset-password')?.token,
    )
    expect((await change({ bearer }, { password: user.password })).status).toBe(200)
    const answer = await test.call('POST /accounts/reset-password', { body: { token, new_password: 'third-Horse9' } })
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_reset'])
  })

  // Attack: a thief who had the password takes the user over by a change of address that is already under way.
  it('makes a change of address that was begun before worthless', async () => {
    const user = await member()
    const { bearer } = await signIn(test, user)
    const token = await addWaitingChange(test, 'prove', { ...user, accountId: root.accountId }, freshEmail())
    expect((await change({ bearer }, { password: user.password })).status).toBe(200)
    const answer = await followChange(test, token, freshPlace())
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_email_change'])
  })

  // Attack: a thief who knows the password changes it at the very moment in which the owner resets it.
  it('loses against a reset by link that comes in between', async () => {
    for (let round = 0; round < 8; round += 1) {
      const user = await member()
      const { bearer } = await signIn(test, user)
      await test.call('POST /accounts/request-reset-password', { body: { email: user.email }, from: freshPlace() })
      const token = await waitFor(
        async () =>
          (await test.mails()).find(({ to, template }) => to === user.email && template === 'reset-password')?.token,
      )
      const resetting = test.call('POST /accounts/reset-password', {
        body: { token, new_password: NEW },
        from: freshPlace(),
      })
      await new Promise((resolve) => setTimeout(resolve, round * 5))
      const [owner, thief] = await Promise.all([
        resetting,
        change({ bearer }, { password: user.password, new_password: 'thief-Horse9' }),
      ])
      // The thief may have been first; then the link has gone, or has overruled them.
      if (owner.status === 200) {
        expect(await tryPassword(user, NEW)).toBe(200)
        expect(await tryPassword(user, 'thief-Horse9')).toBe(401)
      } else {
        expect([owner.body.code, thief.status]).toEqual(['invalid_reset', 200])
      }
    }
  })

  it('two at once: one is made, and who made it stays signed in', async () => {
    const user = await member()
    const sessions = [await signIn(test, user), await signIn(test, user)]
    const answers = await Promise.all(
      sessions.map(({ bearer }, n) => change({ bearer }, { password: user.password, new_password: `${NEW}${n}` })),
    )
    const won = answers.findIndex(({ status }) => status === 200)
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
    expect(await tryPassword(user, `${NEW}${won}`)).toBe(200)
    expect(await statusOf(test, sessions[won]?.bearer ?? '')).toBe(200)
    expect(await statusOf(test, sessions[1 - won]?.bearer ?? '')).toBe(401)
  })
})
