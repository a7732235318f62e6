import { afterAll, beforeAll, expect, it } from 'vitest'
import { HOUR, later, MINUTE } from '../../test/clock.ts'
import { describeEngines } from '../../test/engines.ts'
import { openTestGateway, type TestGateway, waitFor } from '../../test/gateway.ts'
import { freshEmail, freshName, freshPlace, join, PASSWORD } from '../../test/people.ts'

describeEngines('an account whose address nobody confirms', (engine) => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway(engine)
  })
  afterAll(() => test.close())

  const create = (name: string, email: string) =>
    test.call('POST /accounts', { body: { name, root_email: email, password: PASSWORD }, from: freshPlace() })

  const find = (name: string) =>
    test.database.read.selectFrom('accounts').selectAll().where('name', '=', name).executeTakeFirst()
  const findUser = (email: string) =>
    test.database.read.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst()

  /** The worker looks once a second, whatever the tests' clock says. */
  const untilGone = (name: string) => waitFor(async () => ((await find(name)) ? undefined : true))
  const aTurnOfTheWorker = () => new Promise((resolve) => setTimeout(resolve, 1300))

  it('is there until 48 hours have passed, then gone with its user, and the name and the address are free', async () => {
    const [name, email] = [freshName(), freshEmail()]
    await create(name, email)
    const account = await find(name)
    const user = await findUser(email)
    await later(48 * HOUR - MINUTE, async () => {
      await aTurnOfTheWorker()
      expect(await find(name)).toBeDefined()
      expect((await create(name, freshEmail())).body.code).toBe('account_name_taken')
    })
    await later(48 * HOUR + MINUTE, async () => {
      await untilGone(name)
      expect(await findUser(email)).toBeUndefined()
      for (const table of ['memberships', 'mailed_tokens'] as const) {
        const rows = test.database.read
          .selectFrom(table)
          .selectAll()
          .where('account_id', '=', account?.id ?? '')
        expect(await rows.execute()).toEqual([])
      }
      const [event] = await test.database.read
        .selectFrom('audit_events')
        .selectAll()
        .where('account_id', '=', account?.id ?? '')
        .where('action', '=', 'account.removed_unconfirmed')
        .execute()
      expect(event).toMatchObject({ actor_kind: 'system', target_type: 'account', target_id: account?.id })
      expect(JSON.parse(event?.details ?? '')).toEqual({ name, user_removed: true })
      const again = await create(name, email)
      expect(again.body).toEqual({ data: { email_confirmed: false } })
      expect((await findUser(email))?.id).not.toBe(user?.id)
      expect(await find(name)).toMatchObject({ activated_at: null })
    })
  })

  it('stays for ever once it is confirmed', async () => {
    const root = await test.signUp()
    await later(49 * HOUR, async () => {
      await aTurnOfTheWorker()
      expect(await find(root.account)).toMatchObject({ id: root.accountId })
      const signedIn = await test.call('POST /accounts/auth-with-password', {
        body: { email: root.email, password: root.password },
      })
      expect(signedIn.status).toBe(200)
    })
  })

  it('stays when the cleanup fires although it was confirmed: the job looks again', async () => {
    const root = await test.signUp()
    await test.database.transaction(async ({ db }) => {
      await db
        .insertInto('outbox')
        .values({
          id: `remove-unconfirmed-account:${root.accountId}`,
          kind: 'remove-unconfirmed-account',
          key: root.accountId,
          payload_sealed: null,
          version: 1,
          due_at: 0,
          leased_until: 0,
          attempts: 0,
          created_at: Date.now(),
        })
        .execute()
    })
    await waitFor(async () => {
      const item = await test.database.read
        .selectFrom('outbox')
        .select('id')
        .where('key', '=', root.accountId)
        .execute()
      return item.length === 0 ? true : undefined
    })
    expect(await find(root.account)).toMatchObject({ id: root.accountId })
    expect(await findUser(root.email)).toBeDefined()
  })

  it('goes alone if its root belongs to another account by then: the person stays', async () => {
    const host = await test.signUp()
    const [name, email] = [freshName(), freshEmail()]
    await create(name, email)
    const userId = (await findUser(email))?.id ?? ''
    await join(test, { userId }, host, { accepted: false })
    await later(49 * HOUR, async () => {
      await untilGone(name)
      expect(await findUser(email)).toBeDefined()
    })
  })
})
