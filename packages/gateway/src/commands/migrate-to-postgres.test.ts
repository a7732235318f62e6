import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describePostgres, openPlace, type Place } from '../../test/database/engines.ts'
import { meddle } from '../../test/database/inspect.ts'
import { COMPARED } from '../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../test/gateway.ts'
import { runCommand, startCommand } from '../../test/run/command.ts'
import { exchangeKey, signIn, statusOf } from '../../test/users/sign-in.ts'

describePostgres('the command migrate-to-postgres', () => {
  let from: Place
  let to: Place
  let test: TestGateway
  let root: SignedInUser
  let key: string
  beforeAll(async () => {
    from = await openPlace('sqlite')
    to = await openPlace('postgres', { ownDatabase: true })
    test = await openTestGateway('sqlite', { place: from })
    root = await test.signUp()
    key = (await test.issueKey(root.bearer, 'naïve ✓ "quoted" \\ name')).key
    const masterKey = await readFile(path.join(from.dataDir, 'master.key'), 'utf8')
    to.environment = { ...to.environment, DATA_DIR: from.dataDir, MASTER_KEY: masterKey.trim() }
  })
  afterAll(async () => {
    await from.remove()
    await to.remove()
  })
  const migrate = (more: Record<string, string> = {}) =>
    runCommand('migrate-to-postgres', [], { ...to.environment, ...more })

  it('wants the gateway stopped, and the master key of the database', async () => {
    expect(await migrate()).toMatchObject({ code: 1, stderr: expect.stringContaining('in use by another gateway') })
    await test.close()
    const MASTER_KEY = Buffer.alloc(32, 7).toString('base64')
    const wrong = await migrate({ MASTER_KEY })
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('MASTER_KEY is not the key that ')])
  })

  it('can be killed in the middle and run again: PostgreSQL takes back all that was copied', async () => {
    // Enough rows that the copying lasts.
    await meddle(
      from,
      `insert into throttle (key, points) with recursive n(i) as (select 1 union all select i + 1 from n where i < 30000)
        select 'filler ' || i, 1 from n`,
    )
    const beside = new pg.Client({ connectionString: to.environment.DATABASE_URL })
    await beside.connect()
    /** What the connections of the command do or did last. */
    const asked = async () => {
      const others = 'select query from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'
      return (await beside.query<{ query: string }>(others)).rows.map(({ query }) => query)
    }
    const migration = startCommand('migrate-to-postgres', [], to.environment)
    await waitFor(async () => (await asked()).some((query) => query.startsWith('insert into "throttle"')) || undefined)
    migration.child.kill('SIGKILL')
    expect((await migration.ended).stdout).toBe('')
    await waitFor(async () => (await asked()).length === 0 || undefined)
    const { rows } = await beside.query(
      'select relname from pg_class where relnamespace = current_schema()::regnamespace',
    )
    expect(rows).toEqual([])
    await beside.end()
    await meddle(from, "delete from throttle where key like 'filler %'")
  })

  // The row is in one of the last tables: everything before it was copied already.
  it('leaves PostgreSQL as empty as it was when it fails; then it copies every row, and a key from before works', async () => {
    await meddle(from, "insert into throttle (key, points) values ('no\u0001'  || char(0), 1)")
    const failed = await migrate()
    expect([failed.code, failed.stdout]).toEqual([1, ''])
    await meddle(from, 'delete from throttle')

    // It refuses whatever is not empty, so this also shows that the failure left nothing.
    const done = await migrate()
    expect([done.code, done.stderr]).toEqual([0, ''])
    expect(done.stdout).toMatch(/Done: \d+ rows in \d+ tables, each read back and compared\./)
    const told = [...done.stdout.matchAll(/^(\w+) +(\d+)$/gm)].map(([, table, rows]) => [table, Number(rows)])
    expect(told.map(([table]) => table)).toEqual(Object.keys(COMPARED).sort())
    expect(Object.fromEntries(told)).toMatchObject({ accounts: 1, users: 1, api_keys: 1, memberships: 1 })

    const on = await openTestGateway('postgres', { place: to })
    expect(await statusOf(on, (await exchangeKey(on, key)).bearer)).toBe(200)
    expect([await statusOf(on, root.bearer), (await signIn(on, root)).id]).toEqual([200, expect.any(String)])
    const { rows } = await sql`select 1 from pg_constraint where contype = 'f' and not convalidated`.execute(
      on.database.read,
    )
    expect(rows).toEqual([])
    const user = on.database.read.selectFrom('memberships').select('user_id')
    expect(await user.execute()).toEqual([{ user_id: root.userId }])
    await on.close()
    expect(await migrate()).toMatchObject({ code: 1, stderr: expect.stringContaining('is not empty: it has ') })
  })
})
