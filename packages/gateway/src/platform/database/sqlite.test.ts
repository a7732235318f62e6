import { statSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPlace, type Place } from '../../../test/database/engines.ts'
import { readConfig } from '../config/config.ts'
import type { Database } from './database.ts'
import { DatabaseInUseError, openSqlite, readSqlite } from './sqlite.ts'

let place: Place
let file: string
let database: Database
beforeEach(async () => {
  place = await openPlace('sqlite')
  const config = readConfig(place.environment)
  if (config.database.engine !== 'sqlite') throw new Error('expected SQLite')
  file = config.database.file
  database = await openSqlite(file)
})
afterEach(async () => {
  await database.close()
  await place.remove()
})

const set = (name: string) =>
  database.transaction((tx) => tx.db.insertInto('settings').values({ name, value: '' }).execute())

test('the connection for reading refuses to write', async () => {
  const write = database.read.insertInto('settings').values({ name: 'x', value: '' }).execute()
  await expect(write).rejects.toThrow('readonly')
})

test('foreign keys are enforced where it writes', async () => {
  const write = database.transaction((tx) =>
    tx.db
      .insertInto('sign_up_links')
      .values({ token_hash: 'x', code_hash: 'x', sign_up_id: 'none', created_at: 0 })
      .execute(),
  )
  await expect(write).rejects.toThrow('FOREIGN KEY constraint failed')
})

test('a second process is turned away with a text that says what to do, and may come once the first has gone', async () => {
  await expect(openSqlite(file)).rejects.toThrow(DatabaseInUseError)
  await expect(openSqlite(file)).rejects.toThrow(
    `${file} is in use by another gateway process. Stop that process first`,
  )
  await set('still works')
  await database.close()
  database = await openSqlite(file)
  expect(await database.read.selectFrom('settings').select('name').execute()).toEqual([{ name: 'still works' }])
})

test('a lock file that cannot be used for another reason is not called a second process', async () => {
  await database.close()
  writeFileSync(`${file}.lock`, 'this is no lock of ours '.repeat(100))
  await expect(openSqlite(file)).rejects.toThrow('file is not a database')
  writeFileSync(`${file}.lock`, '')
  database = await openSqlite(file)
})

test('database, log and lock are for their owner alone, whatever the umask', async () => {
  await database.close()
  await place.remove()
  const umask = process.umask(0)
  try {
    database = await openSqlite(file)
    await set('x')
  } finally {
    process.umask(umask)
  }
  for (const name of [file, `${file}-wal`, `${file}-shm`, `${file}.lock`]) {
    expect([name, statSync(name).mode & 0o777]).toEqual([name, 0o600])
  }
  expect(statSync(place.dataDir).mode & 0o777).toBe(0o700)
})

test('cached statements go on after the schema changed, and after more of them than the cache holds', async () => {
  const names = () => database.read.selectFrom('settings').select('name').execute()
  await set('before')
  expect(await names()).toHaveLength(1)
  await database.transaction(async ({ db }) => {
    await sql`alter table settings add column more text`.execute(db)
  })
  await set('after')
  expect(await names()).toHaveLength(2)
  for (let index = 0; index < 600; index += 1) {
    const { rows } = await sql<{ n: number }>`select ${sql.lit(index)} as n`.execute(database.read)
    expect(rows).toEqual([{ n: index }])
  }
  await set('in the end')
  expect(await names()).toHaveLength(3)
})

test('the same statement, asked at the same time with different values, gives each its own rows', async () => {
  await Promise.all(['a', 'b', 'c'].map(set))
  const find = (name: string) =>
    database.read.selectFrom('settings').select('name').where('name', '=', name).executeTakeFirst()
  expect(await Promise.all(['a', 'b', 'c', 'd'].map(find))).toEqual([
    { name: 'a' },
    { name: 'b' },
    { name: 'c' },
    undefined,
  ])
})

test('close waits for the transactions under way', async () => {
  const work = Promise.all(Array.from({ length: 100 }, (_, index) => set(`row ${index}`)))
  await database.close()
  await work
  database = await openSqlite(file)
  const { rows } = await sql<{ n: number }>`select count(*) as n from settings`.execute(database.read)
  expect(rows).toEqual([{ n: 100 }])
})

test('a reader beside the process that has the lock sees what was committed, and nothing where there is no file', async () => {
  await set('here')
  const reading = readSqlite(file)
  expect(await reading?.selectFrom('settings').select('name').execute()).toEqual([{ name: 'here' }])
  await reading?.destroy()
  expect(readSqlite(`${file}.missing`)).toBeUndefined()
})
