import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { describePostgres } from '../../../test/database/engines.ts'
import { holdTable } from '../../../test/database/held.ts'
import { openTestGateway } from '../../../test/gateway.ts'
import { addUser, join } from '../../../test/users/users.ts'
import { lockUser, lockUserAndAccounts } from './locks.ts'

describePostgres('the accounts of a user', () => {
  // Attack: whoever is about to be thrown out of all accounts gets into one more at that very moment.
  it('are all locked with the user, also one that was joined while this waited for the user', async () => {
    const test = await openTestGateway('postgres')
    try {
      const { accountId } = await test.signUp()
      const user = await addUser(test)
      const { database } = test
      const held = await holdTable(test.place, 'outbox')
      let isFree: Promise<boolean> | undefined
      await database.transaction(async (tx) => {
        await lockUser(tx, user.userId)
        isFree = database.transaction(async (other) => {
          await lockUserAndAccounts(other, user.userId)
          const free = sql`select id from accounts where id = ${accountId} for no key update skip locked`
          return (await free.execute(database.read)).rows.length > 0
        })
        await held.waiting(1)
        await held.release()
        await join({ ...test, database: { ...database, transaction: (work) => work(tx) } }, user, { accountId })
      })
      expect(await isFree).toBe(false)
    } finally {
      await test.close()
    }
  })
})
