import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openMeanwhile } from '../../../test/database/meanwhile.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addApp, addPasskey, beginStep, challenge, signInWithPasskey, verdict } from '../../../test/users/factors.ts'
import { acceptBy, invitationsTo, invite, remove } from '../../../test/users/invitations.ts'
import { addMember } from '../../../test/users/members.ts'
import { freshEmail, freshName, freshPlace, join, setSuspended } from '../../../test/users/users.ts'

/** What a sign-in reads before its transaction may be true no more when that begins; OAuth: oauth/sign-in.test.ts. */
describeEngines('a sign-in that is under way', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let elsewhere: SignedInUser
  const meanwhile = openMeanwhile()
  beforeEach(beginStep)
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: meanwhile.watch })
    root = await test.signUp()
    elsewhere = await test.signUp()
  })
  afterAll(() => test.close())

  /** A member who stays somebody when they are removed. */
  async function member(): Promise<SignedInUser> {
    const user = await addMember(test, root, 'developer')
    await join(test, user, elsewhere)
    return user
  }

  const withPassword = ({ email, password, account }: SignedInUser) =>
    test.call('POST /accounts/auth-with-password', { body: { email, password, account }, from: freshPlace() })

  type Way = {
    way: string
    /** Resolves with what completes the sign-in, and how many transactions come before the last one. */
    prepare(user: SignedInUser): Promise<{ complete: () => Promise<Answer>; after: number }>
    code: string
  }
  const ways: Way[] = [
    {
      way: 'password',
      prepare: async (user) => ({ complete: () => withPassword(user), after: 0 }),
      code: 'invalid_credentials',
    },
    {
      way: 'authenticator app',
      async prepare(user) {
        const { app } = await addApp(test, user.bearer)
        const body = { token: await challenge(test, user, user), code: app.code(0) }
        return { complete: () => test.call('POST /accounts/auth-with-totp', { body, from: freshPlace() }), after: 1 }
      },
      code: 'invalid_second_factor',
    },
    {
      way: 'passkey',
      async prepare(user) {
        const { authenticator } = await addPasskey(test, user.bearer)
        return { complete: () => signInWithPasskey(test, user, authenticator, { account: user.account }), after: 2 }
      },
      code: 'passkey_refused',
    },
  ]

  // Attack: who is about to be removed signs in over and over; a session that slips through lives on when they come back.
  describe.each(ways)('with $way', ({ prepare, code }) => {
    it.each(['removed', 'suspended'] as const)('starts no session of a member who is %s meanwhile', async (how) => {
      const user = await member()
      const { complete, after } = await prepare(user)
      // What sends them has transactions too, and those of the sign-in are counted.
      await expect.poll(() => mailsWaiting()).toEqual([])
      const before = await sessionsOf(user)
      meanwhile.do(() => (how === 'removed' ? remove(test, root, user.email) : setSuspended(test, user, true)), {
        after,
      })
      expect(verdict(await complete())).toEqual([401, code])
      expect(meanwhile.isDone()).toBe(true)
      expect((await sessionsOf(user)).length).toBeLessThanOrEqual(before.length)
      const [refused] = await test.database.read
        .selectFrom('audit_events')
        .select(['action', 'actor_user_id'])
        .orderBy('id', 'desc')
        .limit(1)
        .execute()
      expect(refused).toEqual({ action: 'session.refused', actor_user_id: user.userId })
    })
  })

  it('starts no session in an account that is renamed, or of a person who moves to another address, meanwhile', async () => {
    const changes: ((user: SignedInUser) => Promise<unknown>)[] = [
      ({ accountId }) =>
        test.database.transaction(({ db }) =>
          db.updateTable('accounts').set({ name: freshName() }).where('id', '=', accountId).execute(),
        ),
      ({ userId }) =>
        test.database.transaction(({ db }) =>
          db.updateTable('users').set({ email: freshEmail() }).where('id', '=', userId).execute(),
        ),
    ]
    for (const change of changes) {
      const user = await test.signUp()
      const before = await sessionsOf(user)
      meanwhile.do(() => change(user))
      expect(verdict(await withPassword(user))).toEqual([401, 'invalid_credentials'])
      expect(meanwhile.isDone()).toBe(true)
      expect(await sessionsOf(user)).toEqual(before)
    }
  })

  // Attack: who has the password signs in at the very moment in which the owner switches the second factor on.
  it('asks for the second factor that is switched on meanwhile', async () => {
    const user = await member()
    const before = await sessionsOf(user)
    meanwhile.do(() => addApp(test, user.bearer))
    const { status, body } = await withPassword(user)
    expect([status, body.data]).toEqual([
      200,
      { token: expect.any(String), totp_enabled: true, passkey_enabled: false },
    ])
    expect(await sessionsOf(user)).toEqual(before)
  })

  const mailsWaiting = () => test.database.read.selectFrom('outbox').select('id').where('kind', '=', 'mail').execute()
  const sessionsOf = ({ userId }: SignedInUser) =>
    test.database.read.selectFrom('sessions').select('id').where('user_id', '=', userId).orderBy('id').execute()

  it('accepts no invitation by a password that was changed meanwhile', async () => {
    const user = await member()
    const host = await test.signUp()
    await invite(test, host, { email: user.email })
    const [token = ''] = await invitationsTo(test, user.email)
    const { bearer, password } = user
    const body = { password, new_password: 'another-Horse7' }
    meanwhile.do(() => test.call('POST /accounts/reset-password', { bearer, body }))
    expect(verdict(await acceptBy(test, token, password))).toEqual([401, 'invalid_credentials'])
    expect(meanwhile.isDone()).toBe(true)
    expect(verdict(await acceptBy(test, token, body.new_password))).toEqual([200, undefined])
  })
})
