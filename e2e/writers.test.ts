import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { findWrites } from './writers.ts'

const source = fileURLToPath(new URL('../packages/gateway/src/', import.meta.url))
const DIRECTORY = 'access/directory/'
const SPELLED_LIVE = /'(?:\w+\.)?(?:accepted_at|activated_at)',\s*'is not'|'(?:\w+\.)?suspended_at',\s*'is'/

describe('users, memberships and accounts', () => {
  const files = new Map<string, string>()
  beforeAll(async () => {
    for (const name of await readdir(source, { recursive: true })) {
      if (!name.endsWith('.ts') || name.endsWith('.test.ts') || name.startsWith('platform/database/migrations/'))
        continue
      files.set(name, await readFile(path.join(source, name), 'utf8'))
    }
  })
  const outside = () => [...files].filter(([name]) => !name.startsWith(DIRECTORY))

  it('are written in access/directory', () => {
    const writers = [...files].filter(([name, text]) => name.startsWith(DIRECTORY) && findWrites(text).length > 0)
    expect(writers.length).toBeGreaterThan(5)
  })

  it('are written nowhere else', () => {
    expect(outside().flatMap(([name, text]) => findWrites(text).map((write) => `${name}: ${write}`))).toEqual([])
  })

  // What "accepted", "active member" and "live account" mean is spelled in live.ts alone. A pending membership
  // (`accepted_at` is null) and a deletion are conditions of their own.
  it('are asked whether they are live by the conditions of access/directory/live.ts', () => {
    const spelled = outside().filter(([, text]) => SPELLED_LIVE.test(text))
    expect(spelled.map(([name]) => name)).toEqual([])
    expect(SPELLED_LIVE.test(files.get(`${DIRECTORY}live.ts`) ?? '')).toBe(true)
    expect(SPELLED_LIVE.test(".where('accepted_at', 'is not', null)")).toBe(true)
    expect(SPELLED_LIVE.test(".on('a.activated_at', 'is not', null)")).toBe(true)
  })

  // A token says that a row is locked. Whoever could make one without a lock could skip the lock.
  it('are locked by whoever has a token: only the locks and the directory make one', () => {
    const makers = outside().filter(([, text]) => /\bwritten(?:Account|User)\b/.test(text))
    expect(makers.map(([name]) => name)).toEqual(['platform/database/locks.ts'])
  })
})

describe('the finding of writes', () => {
  it.each([
    ['an insert', "await tx.db.insertInto('users').values(row)"],
    ['an update', "tx.db.updateTable('accounts').set(values)"],
    ['a deletion', 'db.deleteFrom("memberships")'],
    ['a table with an alias', "db.updateTable('users as u')"],
    ['a call over several lines', "db\n  .deleteFrom(\n    'users',\n  )"],
    ['several tables', "db.deleteFrom(['memberships', 'users'])"],
    ['an insert in SQL', 'sql`insert into users (id) values (1)`'],
    ['an update in SQL', 'sql`update "accounts" set deleted_at = null`'],
    ['a deletion in SQL', 'sql`DELETE FROM memberships`'],
    [
      'a table by a variable',
      "for (const table of ['sessions', 'users'] as const) await db.deleteFrom(table).execute()",
    ],
  ])('knows %s', (_, text) => {
    expect(findWrites(text)).toHaveLength(1)
  })

  it.each([
    ['a read', "db.selectFrom('users').select('id')"],
    [
      'another table',
      "db.deleteFrom('email_codes').where('user_id', 'in', (eb) => eb.selectFrom('users').select('id'))",
    ],
    ['a sentence', '/** Whoever may update accounts and users. */'],
    [
      'other tables by a variable',
      "for (const table of ['sessions', 'email_codes'] as const) await db.deleteFrom(table)",
    ],
  ])('does not take %s for one', (_, text) => {
    expect(findWrites(text)).toEqual([])
  })
})
