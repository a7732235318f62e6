import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describePostgres } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { openAccount } from '../../../test/users/accounts.ts'
import { callerNow, workForAccount } from '../../platform/database/callers.ts'
import { lockKey } from '../../platform/database/locks.ts'

/** More than there are connections. */
const MANY = 40

describePostgres('callers of the gateway', () => {
  let test: TestGateway
  let root: SignedInUser
  let stranger: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway('postgres')
    root = await openAccount(test)
    stranger = await openAccount(test)
  })
  afterAll(() => test.close())

  /** Holds the key's row until `end` is called, as a slow change of the key would. */
  async function holdKey({ accountId }: SignedInUser, id: string): Promise<{ end(): Promise<void> }> {
    const [held, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const holding = test.database.transaction(async (tx) => {
      await lockKey(tx, accountId, id, Date.now())
      held.resolve()
      await over.promise
    })
    await held.promise
    return {
      end() {
        over.resolve()
        return holding
      },
    }
  }

  // Attack: many requests that wait for one row take every connection, and everybody else waits for one.
  it('never keep the others from the database, whatever their own requests wait for', async () => {
    const { id, key } = await test.issueKey(root.bearer)
    const { end } = await holdKey(root, id)
    let answered = 0
    const exchanges = Array.from({ length: MANY }, async () => {
      const { status } = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
      answered += 1
      return status
    })
    await sleep(100)
    for (let time = 0; time < 10; time += 1) {
      // Not from the cache.
      expect((await test.call('GET /accounts/api-keys', { bearer: stranger.bearer })).status).toBe(200)
      expect(
        (await test.call('POST /accounts/api-key', { bearer: stranger.bearer, body: { key_name: 'x' } })).status,
      ).toBe(200)
    }
    expect(answered).toBe(0)
    await end()
    expect(new Set(await Promise.all(exchanges))).toEqual(new Set([200]))
  })

  it('are left behind by what follows a commit, which is nobody else’s to wait for', async () => {
    const names: string[] = []
    await workForAccount('1234567890', () =>
      test.database.transaction(async (tx) => {
        names.push(callerNow().name)
        tx.afterCommit(() => names.push(callerNow().name))
      }),
    )
    expect(names).toEqual(['account 1234567890', 'the gateway itself'])
  })
})
