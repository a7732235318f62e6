import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describePostgres, openPlace, type Place } from '../../../test/database/engines.ts'
import { type PgBouncer, startPgBouncer } from '../../../test/database/pgbouncer.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { describeWithProgram } from '../../../test/run/with-program.ts'
import { StartupError } from '../errors/startup-error.ts'
import { openPostgres } from './postgres.ts'

/** More at once than the pooler has servers. */
const AT_ONCE = 12

describeWithProgram('pgbouncer', 'PgBouncer in transaction mode', () => {
  describePostgres('between the gateway and PostgreSQL', () => {
    let place: Place
    let pooler: PgBouncer
    let here: TestGateway
    let there: TestGateway
    let root: SignedInUser
    beforeAll(async () => {
      // Its migration goes through the pooler, too.
      place = await openPlace('postgres', { ownDatabase: true })
      const direct = place.environment.DATABASE_URL ?? ''
      pooler = await startPgBouncer(direct)
      const environment = { DATABASE_URL: pooler.url, DATABASE_LISTEN_URL: direct }
      here = await openTestGateway('postgres', { environment, place })
      there = await openTestGateway('postgres', { environment, place })
      root = await here.signUp()
    })
    afterAll(async () => {
      await here?.close()
      await there?.close()
      await pooler.stop()
      await place.remove()
    })

    const many = <T>(work: (index: number) => Promise<T>) =>
      Promise.all(Array.from({ length: AT_ONCE }, (_, index) => work(index)))

    it('every kind of statement works: transactions, locks, notifications, and those of the limits', async () => {
      const signedIn = await many(() =>
        here.call('POST /accounts/auth-with-password', { body: { email: root.email, password: root.password } }),
      )
      // Some may be beyond the limit of one user.
      expect(signedIn.filter(({ status }) => status !== 200 && status !== 429)).toEqual([])
      const wrong = await many((index) =>
        here.call('POST /accounts/confirm-email', {
          body: { token: randomBytes(24).toString('base64url') },
          from: `192.0.2.${index}`,
        }),
      )
      expect(wrong.map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(400))
      const issued = await many((index) => here.issueKey(root.bearer, `key ${index}`))
      const used = await Promise.all(issued.map(({ key }) => there.call('GET /accounts/info', { key })))
      expect(used.map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(200))
      expect((await here.call('GET /health/ready')).status).toBe(200)
    })

    it('a deletion at one gateway reaches the other, which listens past the pooler', async () => {
      const { id, key } = await here.issueKey(root.bearer)
      expect((await there.call('GET /accounts/info', { key })).status).toBe(200)
      await here.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })
      await expect.poll(async () => (await there.call('GET /accounts/info', { key })).status).toBe(401)
    })

    it('no lock stays with a server: gateways start one after the other and at once', async () => {
      for (const gateways of [1, 1, 4]) {
        const opened = await Promise.all(Array.from({ length: gateways }, () => openPostgres(pooler.url)))
        for (const database of opened) await database.close()
      }
      const locks = sql`select 1 from pg_locks join pg_database on oid = database
                        where locktype = 'advisory' and datname = current_database()`
      expect((await locks.execute(here.database.read)).rows).toEqual([])
    })

    it('each transaction has the settings, and no server keeps them for others', async () => {
      const database = await openPostgres(pooler.url)
      try {
        const setting = sql<{ synchronous_commit: string; statement_timeout: string }>`
          select current_setting('synchronous_commit') as synchronous_commit,
                 current_setting('statement_timeout') as statement_timeout`
        await database.transaction(({ db }) => sql`set synchronous_commit = off`.execute(db))
        const within = await many(() => database.transaction(async ({ db }) => (await setting.execute(db)).rows[0]))
        expect(within).toEqual(Array(AT_ONCE).fill({ synchronous_commit: 'on', statement_timeout: '3500ms' }))
        const outside = await many(async () => (await setting.execute(database.read)).rows[0]?.statement_timeout)
        expect(new Set(outside)).toEqual(new Set(['0']))
      } finally {
        await database.close()
      }
    })
  })

  describe('without PostgreSQL behind it', () => {
    it('the start is refused with what the pooler says, in a sentence', async () => {
      const pooler = await startPgBouncer('postgres://somebody:secret@127.0.0.1:1/nothing')
      try {
        await expect(openPostgres(pooler.url)).rejects.toThrow(StartupError)
      } finally {
        await pooler.stop()
      }
    })
  })
})
