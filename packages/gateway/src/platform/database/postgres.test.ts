import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { describePostgres, openPlace, type Place } from '../../../test/database/engines.ts'
import type { Database } from './database.ts'
import { openPostgres } from './postgres.ts'

describePostgres('openPostgres', () => {
  let place: Place
  let url: string
  const opened: Database[] = []
  async function open(address = url, poolSize?: number): Promise<Database> {
    const database = await openPostgres(address, undefined, poolSize)
    opened.push(database)
    return database
  }
  beforeAll(async () => {
    place = await openPlace('postgres', { ownDatabase: true })
    url = place.environment.DATABASE_URL ?? ''
  })
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close()
  })
  afterAll(() => place.remove())

  const setting = (database: Database, name: string) =>
    database.transaction(async ({ db }) => {
      const { rows } = await sql<{ value: string }>`select current_setting(${name}) as value`.execute(db)
      return rows[0]?.value
    })

  it('keeps its settings, and those of the address too, when the address brings options of its own', async () => {
    const address = new URL(url)
    address.searchParams.set('options', '-c work_mem=5MB -c synchronous_commit=off')
    const database = await open(address.href)
    expect(await setting(database, 'work_mem')).toBe('5MB')
    expect(await setting(database, 'synchronous_commit')).toBe('on')
    expect(await setting(database, 'statement_timeout')).toBe('3500ms')
    expect(await setting(database, 'idle_in_transaction_session_timeout')).toBe('30s')
  })

  it('runs the work again after a deadlock, so that both transactions come through', async () => {
    const [one, other] = [await open(), await open()]
    await one.transaction(({ db }) =>
      db
        .insertInto('settings')
        .values([
          { name: 'left', value: '0' },
          { name: 'right', value: '0' },
        ])
        .execute(),
    )
    let runs = 0
    const both = Promise.withResolvers<void>()
    const raise = (database: Database, names: string[]) =>
      database.transaction(async ({ db }) => {
        runs += 1
        for (const name of names) {
          await db
            .updateTable('settings')
            .set({ value: sql`cast(cast(value as integer) + 1 as text)` })
            .where('name', '=', name)
            .execute()
          if (runs === 2) both.resolve()
          await both.promise
        }
      })
    await Promise.all([raise(one, ['left', 'right']), raise(other, ['right', 'left'])])
    const rows = await one.read.selectFrom('settings').select(['name', 'value']).orderBy('name').execute()
    expect(rows).toEqual([
      { name: 'left', value: '2' },
      { name: 'right', value: '2' },
    ])
    expect(runs).toBe(3)
  })

  it('sends a notification with the commit, and none without', async () => {
    const database = await open()
    const listener = new pg.Client({ connectionString: url })
    await listener.connect()
    await listener.query('listen news')
    const heard: string[] = []
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''))
    await database
      .transaction(async (tx) => {
        await database.notify(tx, 'news', ['undone'])
        throw new Error('on purpose')
      })
      .catch(() => undefined)
    await database.transaction((tx) => database.notify(tx, 'news', ['done', 'and more']))
    await expect.poll(() => heard).toEqual(['done', 'and more'])
    await listener.end()
  })

  it('outlives connections that break, idle or in the middle of a transaction', async () => {
    const database = await open()
    await database.ping()
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    const breakAll = () =>
      admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
                   where application_name = 'quiva-gateway' and datname = current_database()`)
    await breakAll()
    await expect.poll(() => answers(database)).toBe(true)
    const work = database.transaction(async ({ db }) => {
      await sql`select 1`.execute(db)
      await breakAll()
      await sql`select 2`.execute(db)
    })
    await expect(work).rejects.toThrow()
    await expect.poll(() => answers(database)).toBe(true)
    await admin.end()
  })

  it('serves more transactions at once than it has connections', async () => {
    const database = await open(url, 2)
    const work = Array.from({ length: 50 }, (_, index) =>
      database.transaction(({ db }) =>
        db
          .insertInto('settings')
          .values({ name: `many ${index}`, value: '' })
          .execute(),
      ),
    )
    expect(await Promise.all(work)).toHaveLength(50)
  })
})

const answers = (database: Database) =>
  database.ping().then(
    () => true,
    () => false,
  )
