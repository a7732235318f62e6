import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { readConfig } from '../config/config.ts'
import { type Database, isUniqueViolation, type Tx } from './database.ts'
import { openDatabase } from './open.ts'

describeEngines('Database', (engine) => {
  let place: Place
  let database: Database
  beforeAll(async () => {
    place = await openPlace(engine)
    database = await openDatabase(readConfig(place.environment))
  })
  afterAll(async () => {
    await database.close()
    await place.remove()
  })

  const set = (tx: Tx, name: string, value = '') =>
    tx.db.insertInto('settings').values({ name, value, value_sealed: null }).execute()
  const has = async (name: string) =>
    (await database.read.selectFrom('settings').select('name').where('name', '=', name).executeTakeFirst()) !==
    undefined

  it('answers a ping and says which engine it is', async () => {
    await database.ping()
    expect(database.engine).toBe(engine)
  })

  it('commits what the work did and resolves with its value, after what follows the commit', async () => {
    const order: string[] = []
    const value = await database.transaction(async (tx) => {
      tx.afterCommit(() => order.push('after commit'))
      await set(tx, 'kept')
      expect(await has('kept'), 'nobody else sees it before the commit').toBe(false)
      return 42
    })
    order.push('resolved')
    expect([value, await has('kept'), order]).toEqual([42, true, ['after commit', 'resolved']])
  })

  it('undoes all of it, and nothing follows, when the work throws', async () => {
    const fault = new Error('on purpose')
    let followed = false
    const work = database.transaction(async (tx) => {
      tx.afterCommit(() => {
        followed = true
      })
      await set(tx, 'undone')
      throw fault
    })
    await expect(work).rejects.toBe(fault)
    expect([followed, await has('undone')]).toEqual([false, false])
  })

  it('goes on after a failed transaction, also with those that wait beside it', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => database.transaction((tx) => set(tx, `beside ${index % 40}`))),
    )
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(10)
    for (let index = 0; index < 40; index += 1) expect(await has(`beside ${index}`)).toBe(true)
  })

  it('gives times as numbers', async () => {
    const at = Date.UTC(2500, 0, 1)
    const { rows } = await sql<{ at: number }>`select cast(${at} as bigint) as at`.execute(database.read)
    expect(rows).toEqual([{ at }])
  })

  it('tells a violation of a unique index from other faults, by index too', async () => {
    const caught = async (work: (tx: Tx) => Promise<unknown>) =>
      database.transaction(work).then(
        () => undefined,
        (error: unknown) => error,
      )
    await database.transaction((tx) => set(tx, 'double'))
    const primaryKey = await caught((tx) => set(tx, 'double'))
    expect(isUniqueViolation(primaryKey)).toBe(true)
    expect(isUniqueViolation(primaryKey, 'settings')).toBe(true)
    expect(isUniqueViolation(primaryKey, 'accounts')).toBe(false)

    const user = (id: string, email: string) => ({
      id,
      email,
      first_name: '',
      last_name: '',
      theme: 'auto',
      sound: 1,
      created_at: 0,
    })
    await database.transaction((tx) => tx.db.insertInto('users').values(user('usr_1', 'a@example.com')).execute())
    const unique = await caught((tx) => tx.db.insertInto('users').values(user('usr_2', 'a@example.com')).execute())
    expect(isUniqueViolation(unique, 'users')).toBe(true)
    expect(isUniqueViolation(unique, 'email')).toBe(true)

    const foreign = await caught((tx) =>
      tx.db
        .insertInto('sign_up_links')
        .values({ token_hash: 'x', code_hash: 'x', sign_up_id: 'none', created_at: 0 })
        .execute(),
    )
    const missing = await caught((tx) => sql`insert into settings (name) values ('no value')`.execute(tx.db))
    const syntax = await caught((tx) => sql`selec 1`.execute(tx.db))
    for (const other of [foreign, missing, syntax, new Error('settings'), 'settings', undefined, { code: '23505' }]) {
      expect(isUniqueViolation(other)).toBe(false)
    }
    expect([foreign, missing, syntax].every((error) => error instanceof Error)).toBe(true)
  })

  it('lets the work of a transaction see what it wrote itself', async () => {
    const seen = await database.transaction(async (tx) => {
      await set(tx, 'own', 'mine')
      return tx.db.selectFrom('settings').select('value').where('name', '=', 'own').executeTakeFirst()
    })
    expect(seen).toEqual({ value: 'mine' })
  })
})
