import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openMeanwhile } from '../../../test/database/meanwhile.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { acceptBy, invitationsTo, invite, remove, resend } from '../../../test/users/invitations.ts'
import { addMember } from '../../../test/users/members.ts'
import { addUser, freshEmail, freshName, freshPlace, join, type User } from '../../../test/users/users.ts'

type Case = {
  name: string
  /** Who goes, between the look-up and the transaction: the caller, or whom the call is about. */
  gone?: 'target'
  call(users: { caller: SignedInUser; target: User; key: string }): Promise<Answer>
  answer: [number, string | undefined]
}

/**
 * Users go while requests about them are under way. What was read before the transaction is not true any more when it
 * begins, and rows would refer to nobody: each operation has to notice, and answer as it would have a moment later.
 */
describeEngines('a person who is deleted between look-up and transaction', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  const meanwhile = openMeanwhile()
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: meanwhile.watch })
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const body = (values: object) => ({ body: values, from: freshPlace() })

  const cases: Case[] = [
    {
      name: 'issues no key',
      call: ({ caller: { bearer } }) => test.call('POST /accounts/api-key', { bearer, ...body({ key_name: 'x' }) }),
      answer: [401, 'unauthorized'],
    },
    {
      name: 'gets no session for a key',
      call: ({ key }) => test.call('POST /accounts/auth-with-api-key', body({ api_key: key })),
      answer: [401, 'unauthorized'],
    },
    {
      name: 'gets no code by mail',
      call: ({ caller: { bearer } }) => test.call('GET /accounts/email-code', { bearer }),
      answer: [401, 'unauthorized'],
    },
    {
      name: 'founds no account',
      call: ({ caller: { email, password } }) =>
        test.call('POST /accounts', body({ name: freshName(), root_email: email, password })),
      answer: [401, 'invalid_credentials'],
    },
    {
      name: 'changes nothing of themselves',
      call: ({ caller: { bearer } }) => test.call('PATCH /accounts/user', { bearer, ...body({ theme: 'dark' }) }),
      answer: [401, 'unauthorized'],
    },
    {
      name: 'invites nobody',
      call: ({ caller }) => invite(test, caller, { email: freshEmail() }),
      answer: [401, 'unauthorized'],
    },
    {
      name: 'removes nobody',
      call: ({ caller: { bearer }, target: { email } }) => remove(test, { bearer }, email),
      answer: [401, 'unauthorized'],
    },
    {
      name: 'gets no other role',
      gone: 'target',
      call: ({ caller: { bearer }, target: { email } }) =>
        test.call('PATCH /accounts/role', { bearer, ...body({ email, role: 'monitor' }) }),
      answer: [400, 'unknown_member'],
    },
  ]

  it.each(cases)('$name', async ({ gone, call, answer }) => {
    const caller = gone === 'target' ? root : await addMember(test, root, 'admin')
    const target = await addUser(test)
    await join(test, target, root)
    const { key } = await test.issueKey(caller.bearer)
    // What is in the cache is what was read a moment ago.
    await test.call('GET /accounts/info', { key })
    deleteFirst((gone === 'target' ? target : caller).userId)
    const found = await call({ caller, target, key })
    expect(meanwhile.isDone()).toBe(true)
    expect([found.status, found.body.code]).toEqual(answer)
  })

  it('accepts no invitation, and is mailed none again', async () => {
    for (const act of ['accept', 'resend'] as const) {
      const email = freshEmail()
      await invite(test, root, { email })
      const [token = ''] = await invitationsTo(test, email)
      const { id } = await test.database.read
        .selectFrom('users')
        .select('id')
        .where('email', '=', email)
        .executeTakeFirstOrThrow()
      deleteFirst(id)
      const found = await (act === 'accept' ? acceptBy(test, token) : resend(test, root, email))
      expect([found.status, found.body.code]).toEqual([400, act === 'accept' ? 'invalid_invitation' : 'unknown_member'])
    }
  })

  it('is made anew when they are invited at that moment', async () => {
    const user = await addUser(test)
    deleteFirst(user.userId)
    expect((await invite(test, root, user)).status).toBe(200)
    const { id } = await test.database.read
      .selectFrom('users')
      .select('id')
      .where('email', '=', user.email)
      .executeTakeFirstOrThrow()
    expect(id).not.toBe(user.userId)
  })

  it('signs in no more', async () => {
    const { userId, email, password } = await addMember(test, root, 'monitor')
    deleteFirst(userId)
    const found = await test.call('POST /accounts/auth-with-password', body({ email, password }))
    expect([found.status, found.body.code]).toEqual([401, 'invalid_credentials'])
  })

  function deleteFirst(userId: string): void {
    meanwhile.do(() => test.database.transaction(({ db }) => db.deleteFrom('users').where('id', '=', userId).execute()))
  }
})
