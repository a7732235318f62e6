import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { readConfig } from '../config/config.ts'
import type { Position } from './cursor.ts'
import type { Database } from './database.ts'
import { byBytes, lowered, matches, readPage, type SortKey, toLowered } from './keyset.ts'
import { openDatabase } from './open.ts'

/** A row of the list: `text` is what may be equal, and its length, with null for 3, is a number to sort by. */
type Row = { name: string; text: string }
/** What happens between two pages. */
type Change = { add: Row[]; remove: number[] }

const RUNS = 40
const text = fc.oneof(
  fc.constantFrom('', 'a', 'A', 'B', 'b', 'a-b', 'ab', 'abc', '%', '_', '\\', 'é', 'Z', 'ß', '😀'),
  fc.string({ unit: 'grapheme', maxLength: 5 }).filter((one) => one.isWellFormed() && !one.includes('\0')),
)
const row = fc.record({ name: fc.stringMatching(/^[a-z0-9]{6}$/), text })
const change = fc.record({ add: fc.array(row, { maxLength: 3 }), remove: fc.array(fc.nat(60), { maxLength: 3 }) })
const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

describeEngines('a list in pages', (engine) => {
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

  const add = (rows: Row[]) =>
    database.transaction(async ({ db }) => {
      for (const { name, text: value } of rows)
        await db
          .insertInto('settings')
          .values({ name: `row-${name}`, value, value_sealed: null })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
    })
  const remove = (names: string[]) =>
    database.transaction(async ({ db }) => {
      if (names.length > 0) await db.deleteFrom('settings').where('name', 'in', names).execute()
    })
  const list = () => database.read.selectFrom('settings').select(['name', 'value']).where('name', 'like', 'row-%')
  const names = async () => (await list().execute()).map((one) => one.name)

  const id = sql.ref<string>('name')
  const value = sql.ref<string>('value')
  type Order = {
    key(): SortKey
    compare(a: { name: string; value: string }, b: { name: string; value: string }): number
  }
  const lengthOf = (one: string) => ([...one].length === 3 ? 0 : [...one].length)
  const orders: Record<string, Order> = {
    id: { key: () => ({ id }), compare: (a, b) => bytes(a.name, b.name) },
    bytes: {
      key: () => ({ value: byBytes(database.read, 'value'), id }),
      compare: (a, b) => bytes(a.value, b.value) || bytes(a.name, b.name),
    },
    'lower-cased bytes': {
      key: () => ({ value: lowered(database.read, value), id }),
      compare: (a, b) => bytes(toLowered(a.value), toLowered(b.value)) || bytes(a.name, b.name),
    },
    'a number that may be null': {
      key: () => ({ value: sql<number>`coalesce(nullif(length(${value}), 3), 0)`, id }),
      compare: (a, b) => lengthOf(a.value) - lengthOf(b.value) || bytes(a.name, b.name),
    },
  }

  for (const [name, { key, compare }] of Object.entries(orders))
    if (name !== 'id') orders[`${name}, which is indexed`] = { key: () => ({ ...key(), isIndexed: true }), compare }

  describe.each(Object.keys(orders))('sorted by %s', (name) => {
    test.each([false, true])(
      'descending: %s. All pages together have every row once, in order, while rows come and go',
      async (descending) => {
        const order = orders[name]
        if (!order) throw new Error('there is no such order')
        const run = async (rows: Row[], changes: Change[], limit: number) => {
          await remove(await names())
          await add(rows)
          const before = new Set(await names())
          const removed = new Set<string>()
          const seen: { name: string; value: string }[] = []
          for (let after: Position | undefined, page = 0; ; page += 1) {
            const { rows: found, next } = await readPage(list(), order.key(), { descending, limit, after })
            seen.push(...found)
            expect(found.length).toBeLessThanOrEqual(limit)
            if (!next) break
            expect(found).toHaveLength(limit)
            after = next
            const { add: more, remove: gone } = changes[page] ?? { add: [], remove: [] }
            await add(more)
            const all = await names()
            const going = gone.flatMap((index) => all[index] ?? [])
            for (const one of going) removed.add(one)
            await remove(going)
          }
          const sorted = seen.toSorted((a, b) => (descending ? -1 : 1) * order.compare(a, b))
          expect(seen.map((one) => one.name)).toEqual(sorted.map((one) => one.name))
          const seenNames = seen.map((one) => one.name)
          expect(new Set(seenNames).size).toBe(seenNames.length)
          for (const one of before) if (!removed.has(one)) expect(seenNames).toContain(one)
        }
        await fc.assert(
          fc.asyncProperty(
            fc.array(row, { maxLength: 40 }),
            fc.array(change, { maxLength: 10 }),
            fc.integer({ min: 1, max: 8 }),
            run,
          ),
          { numRuns: RUNS },
        )
      },
    )
  })

  test('goes on after a row that was removed meanwhile', async () => {
    await remove(await names())
    await add(['a', 'b', 'c', 'd'].map((name) => ({ name, text: '' })))
    const first = await readPage(list(), { id }, { descending: false, limit: 2, after: undefined })
    expect(first.next).toEqual({ value: 'row-b', id: 'row-b' })
    await remove(['row-b'])
    const second = await readPage(list(), { id }, { descending: false, limit: 2, after: first.next })
    expect(second).toMatchObject({ rows: [{ name: 'row-c' }, { name: 'row-d' }], next: undefined })
  })

  test('is whole without a limit', async () => {
    await remove(await names())
    await add(['c', 'a', 'b'].map((name) => ({ name, text: '' })))
    const all = await readPage(list(), { id }, { descending: true, limit: undefined, after: undefined })
    expect(all).toMatchObject({ rows: [{ name: 'row-c' }, { name: 'row-b' }, { name: 'row-a' }], next: undefined })
  })

  test('a search means each character literally, and A–Z like a–z, on both engines', async () => {
    await remove(await names())
    const texts = ['100%', '100 percent', 'a_b', 'AxB', 'back\\slash', "o'clock", 'Ärger', 'ärger', 'É']
    await add(texts.map((one, index) => ({ name: String(index), text: one })))
    const found = async (how: 'contains' | 'begins', part: string) => {
      const rows = await list()
        .where(matches(lowered(database.read, value), how, part))
        .orderBy('name')
        .execute()
      return rows.map((one) => one.value)
    }
    expect(await found('contains', '0%')).toEqual(['100%'])
    expect(await found('contains', 'A_')).toEqual(['a_b'])
    expect(await found('contains', 'axb')).toEqual(['AxB'])
    expect(await found('contains', '\\s')).toEqual(['back\\slash'])
    expect(await found('contains', "o'c")).toEqual(["o'clock"])
    expect(await found('contains', 'ärger')).toEqual(['ärger'])
    expect(await found('contains', 'ÄRGER')).toEqual(['Ärger'])
    expect(await found('contains', "'; drop table settings; --")).toEqual([])
    expect(await found('begins', 'B')).toEqual(['back\\slash'])
    expect(await found('begins', '%')).toEqual([])
  })
})
