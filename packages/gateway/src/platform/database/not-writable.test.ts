import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { createReadiness } from './readiness.ts'

describeEngines('a database that takes no writes', (engine) => {
  let place: Place
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    place = await openPlace(engine, { ownDatabase: true })
    test = await openTestGateway(engine, { place })
    root = await test.signUp()
  })
  afterAll(async () => {
    await test.close()
    await place.remove()
  })

  /** SQLite: a file that may not grow, as on a full disk. PostgreSQL: read-only sessions, as a standby has them. */
  async function setWritable(writable: boolean): Promise<void> {
    if (engine === 'sqlite') {
      await test.database.transaction(async ({ db }) => {
        const number = async (pragma: string) => {
          const { rows } = await sql<Record<string, number>>`pragma ${sql.raw(pragma)}`.execute(db)
          return rows[0]?.[pragma] ?? 0
        }
        // Pages that are free inside the file would still be room.
        const filler = 'x'.repeat((await number('freelist_count')) * 4000)
        await db.deleteFrom('settings').where('name', '=', 'filler').execute()
        if (!writable) await db.insertInto('settings').values({ name: 'filler', value: filler }).execute()
        const most = writable ? 1_000_000 : await number('page_count')
        await sql`pragma max_page_count = ${sql.raw(String(most))}`.execute(db)
      })
      return
    }
    const client = new pg.Client({ connectionString: place.environment.DATABASE_URL })
    await client.connect()
    const database = new URL(place.environment.DATABASE_URL ?? '').pathname.slice(1)
    await client.query(`begin read write;
      alter database ${database} set default_transaction_read_only = ${writable ? 'off' : 'on'}; commit`)
    await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'quiva-gateway'`)
    await client.end()
  }

  const ready = () => test.call('GET /health/ready')
  const issue = () => test.call('POST /accounts/api-key', { bearer: root.bearer, body: { key_name: 'x'.repeat(100) } })
  const untilReadySays = (text: string) =>
    expect.poll(async () => (await ready()).text, { timeout: 10_000, interval: 100 }).toContain(text)

  it('is not ready, answers changes with a code of their own and reads as ever; all is well when it does again', async () => {
    expect((await ready()).status).toBe(200)
    await setWritable(false)
    await untilReadySays('"code":"database_not_writable"')
    expect((await ready()).status).toBe(503)
    expect((await test.call('GET /accounts/info', { bearer: root.bearer })).status).toBe(200)
    // On a file that may not grow, the first ones find room in pages that are there.
    const refused = async () => {
      const { status, body } = await issue()
      return status === 200 ? undefined : `${status} ${body.code}`
    }
    expect(await waitFor(refused)).toBe('503 database_not_writable')
    await setWritable(true)
    await untilReadySays('"status":"ready"')
    await expect.poll(async () => (await issue()).status, { timeout: 5000 }).toBe(200)
  })

  it('is asked for a write once in five seconds, however many ask whether it is ready, and leaves nothing behind', async () => {
    const proveWritable = vi.fn(() => test.database.proveWritable())
    const readiness = createReadiness({ ping: test.database.ping, proveWritable })
    await Promise.all(Array.from({ length: 50 }, readiness))
    await Promise.all(Array.from({ length: 50 }, readiness))
    expect(proveWritable).toHaveBeenCalledTimes(1)
    const names = await test.database.read.selectFrom('settings').select('name').execute()
    expect(names.filter(({ name }) => name.includes('room'))).toEqual([])
  })

  it('a database that never answers is not ready either, before a load balancer gives up', async () => {
    vi.useFakeTimers()
    try {
      const never = () => new Promise<void>(() => {})
      const asked = createReadiness({ ping: never, proveWritable: never })()
      const refused = expect(asked).rejects.toThrow('did not answer in time')
      await vi.advanceTimersByTimeAsync(5000)
      await refused
    } finally {
      vi.useRealTimers()
    }
  })
})
