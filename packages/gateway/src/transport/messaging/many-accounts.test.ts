import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { type BusGateway, openBusGateway } from '../../../test/nats/bus-gateway.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import { newId } from '../../platform/crypto/random.ts'
import { sealedColumns } from '../../platform/secrets/sealed-columns.ts'
import { createKeyPair } from './nkeys.ts'

const ACCOUNTS = 1000
/** Claims of an account take so many times the work of making it; by the clock it depends on what else the machine does. */
const MOST_TIMES = 40

function secondsSince(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1e6
}

describeWithNatsServer('a server that is new', () => {
  describeEngines('', (engine) => {
    let bus: BusGateway
    /** Of one core: two key pairs, a seal and three rows for each account. */
    let adding = 0
    beforeAll(async () => {
      bus = await openBusGateway(engine, { withServer: false })
      const from = process.cpuUsage()
      await addAccounts()
      adding = secondsSince(from)
    })
    afterAll(() => bus?.close())

    /** Accounts as activation leaves them, each with a root who may hold keys. */
    async function addAccounts(): Promise<void> {
      const now = Date.now()
      const accounts = Array.from({ length: ACCOUNTS }, (_, index) => {
        const id = String(1_000_000_000 + index)
        const [key, memberKey] = [createKeyPair('account'), createKeyPair('account')]
        const seedSealed = bus.sealer.seal(key.seed, sealedColumns.accountSeed.context(id))
        return { id, userId: newId('usr'), key, memberKey, seedSealed }
      })
      for (let from = 0; from < ACCOUNTS; from += 100) {
        const some = accounts.slice(from, from + 100)
        await bus.test.database.transaction(async ({ db }) => {
          const users = some.map(({ id, userId }) => ({
            id: userId,
            email: `${id}@example.com`,
            first_name: '',
            last_name: '',
            theme: 'auto',
            sound: 1,
            created_at: now,
          }))
          await db.insertInto('users').values(users).execute()
          const rows = some.map(({ id, userId, key, seedSealed }) => ({
            id,
            name: id,
            display_name: id,
            root_user_id: userId,
            activated_at: now,
            subscription_status: 'active' as const,
            emergency_credit: 0,
            bstier: 0,
            cloud: 0,
            hub: 0,
            created_at: now,
            key_count: 0,
            nats_public_key: key.publicKey,
            nats_seed_sealed: seedSealed,
            claims_version: 1,
            claims_issued_at: Math.floor(now / 1000),
            claims_pushed_version: 0,
          }))
          await db.insertInto('accounts').values(rows).execute()
          const members = some.map(({ id, userId, memberKey }) => ({
            account_id: id,
            user_id: userId,
            role: 'root' as const,
            accepted_at: now,
            nats_signing_key: memberKey.publicKey,
            nats_signing_version: 1,
            created_at: now,
          }))
          await db.insertInto('memberships').values(members).execute()
        })
      }
    }

    async function countPushed(): Promise<number> {
      const { count } = await bus.test.database.read
        .selectFrom('accounts')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('claims_pushed_version', '=', 1)
        .executeTakeFirstOrThrow()
      return Number(count)
    }

    test(`gets the claims of ${ACCOUNTS} accounts for a bounded part of the work that making them was`, async () => {
      await bus.startServer()
      const from = process.cpuUsage()
      await expect.poll(countPushed, { timeout: 50_000, interval: 100 }).toBe(ACCOUNTS)
      expect(secondsSince(from) / adding).toBeLessThan(MOST_TIMES)
    })

    test('keeps nobody waiting whose key is deleted while all importers of an export get new claims', async () => {
      const [popular, other] = [await bus.test.signUp(), await bus.test.signUp()]
      const key = await bus.test.issueKey(other.bearer)
      const body = { export: { name: 'ticks', subject: 'ticks.>', type: 'stream' } }
      await bus.test.call('POST /accounts/export', { bearer: popular.bearer, body })
      const { count } = await importFrom(popular.accountId)
      expect(count).toBe(ACCOUNTS)
      await bus.test.call('DELETE /accounts/export', { bearer: popular.bearer, body: { name: 'ticks' } })
      await expect.poll(countWaiting, { interval: 1 }).toBeGreaterThan(20)
      const deleted = await bus.test.call('DELETE /accounts/api-key', { bearer: other.bearer, body: { id: key.id } })
      expect(deleted.body.data.creds_revoked).toBe(true)
      expect(await countWaiting()).toBeGreaterThan(0)
      await expect.poll(countWaiting, { timeout: 60_000, interval: 100 }).toBe(0)
    }, 90_000)

    async function importFrom(exporterId: string): Promise<{ count: number }> {
      const accounts = await bus.test.database.read
        .selectFrom('accounts')
        .select('id')
        .where('claims_pushed_version', '=', 1)
        .where('id', '<', String(1_000_000_000 + ACCOUNTS))
        .execute()
      const one = { name: 'x', subject: 'ticks.a', exporter_id: exporterId, type: 'stream' as const, created_at: 0 }
      await bus.test.database.transaction(({ db }) =>
        db
          .insertInto('account_imports')
          .values(accounts.map(({ id }) => ({ ...one, account_id: id })))
          .execute(),
      )
      return { count: accounts.length }
    }

    async function countWaiting(): Promise<number> {
      const rows = await bus.test.database.read
        .selectFrom('outbox')
        .select('id')
        .where('kind', '=', 'push-claims')
        .execute()
      return rows.length
    }
  })
})
