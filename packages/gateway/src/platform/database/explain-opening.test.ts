import { randomBytes } from 'node:crypto'
import { readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { readConfig } from '../config/config.ts'
import { explain } from '../errors/startup-error.ts'
import { openDatabase } from './open.ts'

describeEngines('a database that cannot be opened is explained in a sentence', (engine) => {
  let place: Place
  beforeEach(async () => {
    place = await openPlace(engine, { ownDatabase: true })
  })
  afterEach(() => place.remove())

  async function refusal(environment: Record<string, string> = {}): Promise<string> {
    const opened = openDatabase(readConfig({ ...place.environment, ...environment }))
    const error = await opened.then(
      async (database) => database.close(),
      (fault: unknown) => fault,
    )
    expect(error).toBeInstanceOf(Error)
    const text = explain(error)
    expect(text).not.toMatch(/\n\s+at /)
    return text
  }

  it('of a newer version', async () => {
    const database = await openDatabase(readConfig(place.environment))
    await database.transaction(({ db }) =>
      sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030')`.execute(db),
    )
    await database.close()
    expect(await refusal()).toMatch(/was migrated by a newer version of the gateway \(it has 9999-later\)/)
  })

  if (engine === 'sqlite') {
    const file = () => path.join(place.dataDir, 'gateway.db')

    it('that is damaged, or no database', async () => {
      await writeFile(file(), randomBytes(4096))
      expect(await refusal()).toBe(
        `${file()} is damaged, or is not an SQLite database (SQLITE_NOTADB). Replace it with a backup. For a new gateway, use a file that does not exist yet.`,
      )
      const other = path.join(place.dataDir, 'other')
      const database = await openDatabase(readConfig({ DATA_DIR: other }))
      await database.ping()
      await database.close()
      const whole = await readFile(path.join(other, 'gateway.db'))
      await writeFile(file(), whole.fill(0x5a, 4096))
      expect(await refusal()).toContain('is damaged, or is not an SQLite database (SQLITE_CORRUPT')
    })

    it('in a place where nothing can be written', async () => {
      await writeFile(path.join(place.dataDir, 'a-file'), '')
      const text = await refusal({ DATA_DIR: path.join(place.dataDir, 'a-file', 'data') })
      expect(text).toMatch(/a part of the path is a file, not a folder \(ENOTDIR\)\. DATA_DIR must be a folder/)
      // A disk that is not mounted.
      await symlink('/nonexistent/disk', path.join(place.dataDir, 'a-link'))
      const away = await refusal({ DATA_DIR: path.join(place.dataDir, 'a-link') })
      expect(away).toMatch(/a-link\/?\S*: it cannot be made, because .* \(ENOENT\)\. DATA_DIR must be a folder/)
    })
    return
  }

  const address = (change: (url: URL) => void) => {
    const url = new URL(place.environment.DATABASE_URL ?? '')
    change(url)
    return { DATABASE_URL: url.href }
  }
  const asAdmin = async (statement: string) => {
    const client = new pg.Client({ connectionString: place.environment.DATABASE_URL })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }

  it('whose role is missing, or has another password', async () => {
    const missing = address((url) => {
      url.username = 'nobody_here'
      url.password = 'hunter2'
    })
    expect(await refusal(missing)).toMatch(/refuses the user of DATABASE_URL: .*"nobody_here"/)
    expect(await refusal(missing)).not.toContain('hunter2')
  })

  it('that is not there, or whose server is not', async () => {
    const named = (name: string) => address((url) => void Object.assign(url, { pathname: `/${name}` }))
    expect(await refusal(named('nowhere'))).toContain(
      'database "nowhere" does not exist. Create the database with createdb',
    )
    expect(await refusal(address((url) => void Object.assign(url, { port: '1' })))).toMatch(
      /^PostgreSQL at 127\.0\.0\.1:1\/\w+ cannot be reached \(ECONNREFUSED\)\. Check that it is running and that DATABASE_URL is correct\.$/,
    )
  })

  it('that takes no writes, or in which the role may make no tables', async () => {
    const database = new URL(place.environment.DATABASE_URL ?? '').pathname.slice(1)
    await (await openDatabase(readConfig(place.environment))).close()
    await asAdmin(`alter database ${database} set default_transaction_read_only = on`)
    expect(await refusal()).toMatch(/cannot be written: it is a standby, or the database or role is read-only/)
    await asAdmin(`begin read write; alter database ${database} reset default_transaction_read_only; commit`)
    const role = `role_${randomBytes(4).toString('hex')}`
    await asAdmin(`create role ${role} login password 'x'`)
    const asRole = address((url) => {
      url.username = role
      url.password = 'x'
    })
    expect(await refusal(asRole)).toMatch(/permission denied .*must own the database/)
    await asAdmin(`drop owned by ${role}; drop role ${role}`)
  })
})
