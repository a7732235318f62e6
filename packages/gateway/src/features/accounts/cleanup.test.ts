import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type TestGateway } from '../../../test/gateway.ts'
import { HOUR, later, MINUTE } from '../../../test/run/clock.ts'
import { freshEmail, freshName, freshPlace, PASSWORD } from '../../../test/users/users.ts'
import { tidyAccounts } from './tidy.ts'

describeEngines('a sign-up that nobody confirms', (engine) => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway(engine)
  })
  afterAll(() => test.close())

  const create = (name: string, email: string) =>
    test.call('POST /accounts', { body: { name, root_email: email, password: PASSWORD }, from: freshPlace() })
  const signUps = (email: string) =>
    test.database.read.selectFrom('sign_ups').selectAll().where('email', '=', email).execute()
  const tidy = () => test.database.transaction((tx) => tidyAccounts(tx, Date.now()))

  it('is there until 48 hours have passed, then gone with its link and its password', async () => {
    const [name, email] = [freshName(), freshEmail()]
    await create(name, email)
    await later(48 * HOUR - MINUTE, async () => {
      await tidy()
      expect(await signUps(email)).toHaveLength(1)
    })
    await later(48 * HOUR + MINUTE, async () => {
      await tidy()
      expect(await signUps(email)).toEqual([])
      expect(await test.database.read.selectFrom('sign_up_links').selectAll().execute()).toEqual([])
      expect(await test.database.read.selectFrom('account_name_holds').selectAll().execute()).toEqual([])
    })
  })

  it('leaves an account that was confirmed as it is', async () => {
    const root = await test.signUp()
    await later(49 * HOUR, async () => {
      await tidy()
      const body = { email: root.email, password: root.password }
      expect((await test.call('POST /accounts/auth-with-password', { body })).status).toBe(200)
    })
  })
})
