import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import SqliteDriver, { type Database as Connection } from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Tx } from './database.ts'
import { createGroupCommit } from './group-commit.ts'
import type { Schema } from './schema.ts'

let folder: string
let connection: Connection
let commits: ReturnType<typeof createGroupCommit>
/** Every statement that the connection ran. */
let statements: string[]

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'quiva-group-'))
  statements = []
  connection = new SqliteDriver(path.join(folder, 'test.db'), { verbose: (text) => statements.push(String(text)) })
  connection.pragma('journal_mode = WAL')
  connection.pragma('foreign_keys = ON')
  connection.exec('create table parents (id text primary key)')
  connection.exec(
    'create table rows (id text primary key, parent text references parents (id) deferrable initially deferred)',
  )
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: connection }) })
  commits = createGroupCommit(connection, db)
})
afterEach(() => {
  connection.close()
  rmSync(folder, { recursive: true })
})

const add =
  (id: string, parent: string | null = null) =>
  async (tx: Tx) => {
    await sql`insert into rows (id, parent) values (${id}, ${parent})`.execute(tx.db)
    return id
  }
const rows = () => connection.prepare('select id from rows order by id').pluck().all()
const count = (statement: string) => statements.filter((text) => text === statement).length

test('transactions that wait at the same time share one commit, at most 32 of them', async () => {
  const ids = Array.from({ length: 40 }, (_, index) => `row ${String(index).padStart(2, '0')}`)
  expect(await Promise.all(ids.map((id) => commits.transaction(add(id))))).toEqual(ids)
  expect(count('COMMIT')).toBe(2)
  expect(rows()).toEqual(ids)
})

test('while a group takes long, others have their turns, and see nothing of it before its commit', async () => {
  const takesLong = (id: string) => async (tx: Tx) => {
    const until = performance.now() + 3
    await add(id)(tx)
    while (performance.now() < until);
  }
  const other = new SqliteDriver(connection.name, { readonly: true })
  const seen: unknown[] = []
  let isDone = false
  const look = () => {
    if (connection.inTransaction) seen.push(...other.prepare('select count(*) from rows').pluck().all())
    if (!isDone) setImmediate(look)
  }
  look()
  await Promise.all(['a', 'b', 'c'].map((id) => commits.transaction(takesLong(id))))
  isDone = true
  expect(rows()).toEqual(['a', 'b', 'c'])
  expect(count('COMMIT')).toBe(1)
  // At least one turn after each member.
  expect(seen.length).toBeGreaterThanOrEqual(3)
  expect(new Set(seen)).toEqual(new Set([0]))
  other.close()
})

test('a member that throws undoes only what it did itself, and rejects with what it threw', async () => {
  const fault = new Error('on purpose')
  const outcomes = await Promise.allSettled([
    commits.transaction(add('a')),
    commits.transaction(async (tx) => {
      await add('b')(tx)
      throw fault
    }),
    commits.transaction(async (tx) => {
      await add('c')(tx)
      await add('a')(tx)
    }),
    commits.transaction(add('d')),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
  expect(outcomes[1]).toHaveProperty('reason', fault)
  expect(outcomes[2]).toHaveProperty('reason.code', 'SQLITE_CONSTRAINT_PRIMARYKEY')
  expect(rows()).toEqual(['a', 'd'])
  expect(count('COMMIT')).toBe(1)
})

test('a commit that fails fails every member of the group, and the next group is not touched by it', async () => {
  const follow: string[] = []
  const outcomes = await Promise.allSettled([
    commits.transaction(async (tx) => {
      tx.afterCommit(() => follow.push('a'))
      return add('a')(tx)
    }),
    // The foreign key is checked at the commit, which it makes impossible.
    commits.transaction(add('orphan', 'nobody')),
    commits.transaction(add('c')),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(outcomes[0]).toHaveProperty('reason.code', 'SQLITE_CONSTRAINT_FOREIGNKEY')
  expect(follow).toEqual([])
  await commits.transaction(add('d'))
  expect(rows()).toEqual(['d'])
})

test('a fault that makes SQLite roll back by itself fails the group instead of committing half of it', async () => {
  const outcomes = await Promise.allSettled([
    commits.transaction(add('a')),
    commits.transaction(async (tx) => {
      await add('b')(tx)
      await sql`insert or rollback into rows (id) values ('a')`.execute(tx.db)
    }),
    commits.transaction(add('c')),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(rows()).toEqual([])
  await commits.transaction(add('d'))
  expect(rows()).toEqual(['d'])
})

test('what follows a commit runs after it and before the transaction resolves, and not at all without it', async () => {
  const order: string[] = []
  await commits
    .transaction(async (tx) => {
      tx.afterCommit(() => order.push(`after ${count('COMMIT')} commit`))
      await add('a')(tx)
    })
    .then(() => order.push('resolved'))
  await commits
    .transaction(async (tx) => {
      tx.afterCommit(() => order.push('never'))
      throw new Error('on purpose')
    })
    .catch(() => order.push('rejected'))
  expect(order).toEqual(['after 1 commit', 'resolved', 'rejected'])
})

// A drain that ends between its last look and its last word would leave such a transaction waiting for ever.
test('a transaction that begins in the very turn in which the queue runs dry is run', async () => {
  const before = [() => commits.transaction(add(`first ${done}`)), () => commits.transaction(failing), commits.idle]
  let done = 0
  for (const run of before) {
    for (let turns = 0; turns <= 12; turns += 1) {
      await run().catch(() => undefined)
      for (let turn = 0; turn < turns; turn += 1) await null
      done += 1
      await commits.transaction(add(`row ${done}`))
    }
  }
  expect(rows()).toHaveLength(13 + done)
})

test('a transaction that begins while the group is at its commit joins the next one', async () => {
  let second: Promise<string> | undefined
  await commits.transaction(async (tx) => {
    tx.afterCommit(() => {
      second = commits.transaction(add('second'))
    })
    return add('first')(tx)
  })
  expect(await second).toBe('second')
  expect(rows()).toEqual(['first', 'second'])
})

test('idle resolves at once when there is nothing to do, else after the last transaction', async () => {
  await commits.idle()
  const order: string[] = []
  const work = [1, 2, 3].map((id) => commits.transaction(add(`row ${id}`)).then(() => order.push('done')))
  await commits.idle().then(() => order.push('idle'))
  await Promise.all(work)
  expect(order).toEqual(['done', 'done', 'done', 'idle'])
})

test('a transaction after the connection was closed is rejected, not left waiting', async () => {
  connection.close()
  await expect(commits.transaction(add('late'))).rejects.toThrow('not open')
})

async function failing(): Promise<never> {
  throw new Error('on purpose')
}
