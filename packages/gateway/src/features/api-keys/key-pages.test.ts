import { CompiledQuery, sql as rawSql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { newId } from '../../platform/crypto/random.ts'
import { pageQueries } from '../../platform/database/keyset.ts'
import { keysOf, sortKey } from './key-list-store.ts'

const DAY = 86_400_000
const NAMES = ['ci', 'CI', 'deploy', 'Deploy eu', 'ärger', 'Zeta', 'alpha', '100%', 'a_b', 'AxB']
const SORTS = ['name', 'created_on', 'last_used_on', 'expires_on'] as const

type Key = { id: string; name: string; created_on: string; last_used_on: string | null; expires_on: string }

describeEngines('viewApiKeys in pages', (engine) => {
  const sql = watchSql()
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: sql.watch })
    root = await test.signUp()
  })
  afterAll(() => test.close())

  type More = { lastUsedAt?: number | null; expiresAt?: number; replacedBy?: string; deleted?: boolean; name?: string }

  /** Rows of keys, straight into the database. */
  async function addKeys(user: SignedInUser, count: number, more: (index: number) => More = () => ({})) {
    const now = Date.now()
    const rows = Array.from({ length: count }, (_, index) => {
      const { lastUsedAt = null, expiresAt, replacedBy = null, deleted, name } = more(index)
      const id = newId('key', now - 60_000 + index)
      return {
        id,
        ...{ account_id: user.accountId, user_id: user.userId, name: name ?? NAMES[index % NAMES.length] ?? '' },
        ...{ key_hash: id, last_4: id.slice(-4), nats_user_key: 'U', nats_seed_sealed: '', issued_by_key_id: null },
        ...{ created_at: now - 60_000 + index, expires_at: expiresAt ?? now + 30 * DAY + (index % 7) * DAY },
        ...{ last_used_at: lastUsedAt, replaced_by_key_id: replacedBy, deleted_at: deleted ? now : null },
      }
    })
    for (let start = 0; start < count; start += 500)
      await test.database.transaction(({ db }) =>
        db
          .insertInto('api_keys')
          .values(rows.slice(start, start + 500))
          .execute(),
      )
    return rows.map((row) => row.id)
  }

  const list = (bearer: string, query: Record<string, string | number>) =>
    test.call(`GET /accounts/api-keys?${new URLSearchParams(query as Record<string, string>)}`, { bearer })

  async function walk(bearer: string, query: Record<string, string | number>): Promise<Key[]> {
    const keys: Key[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const answer = await list(bearer, { ...query, ...(cursor !== undefined && { cursor }) })
      expect(answer.status, answer.text).toBe(200)
      keys.push(...answer.body.data)
      cursor = answer.body.next_cursor
      expect(cursor === null || typeof cursor === 'string').toBe(true)
    }
    return keys
  }
  const ids = (keys: { id: string }[]) => keys.map(({ id }) => id)
  const member = () => addMember(test, root, 'developer')

  describe('sorted', () => {
    let user: SignedInUser
    let all: Key[]
    beforeAll(async () => {
      user = await member()
      const now = Date.now()
      await addKeys(user, 53, (index) => ({ lastUsedAt: index % 3 === 0 ? null : now - (index % 5) * 1000 }))
      await addKeys(user, 5, () => ({ deleted: true }))
      await addKeys(user, 5, () => ({ expiresAt: now - 1 }))
      all = (await test.call('GET /accounts/api-keys', { bearer: user.bearer })).body.data
      expect(all).toHaveLength(53)
    })

    const asciiLower = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
    const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
    const values: Record<(typeof SORTS)[number], (key: Key) => string> = {
      name: (key) => asciiLower(key.name),
      created_on: (key) => key.created_on,
      last_used_on: (key) => key.last_used_on ?? '',
      expires_on: (key) => key.expires_on,
    }

    it.each(SORTS.flatMap((sort) => [sort, `-${sort}`]))(
      'by %s: each key once, in order, equal values by id, keys that were never used before all others',
      async (sort) => {
        const by = values[sort.replace('-', '') as (typeof SORTS)[number]]
        const sorted = all.toSorted((a, b) => bytes(by(a), by(b)) || bytes(a.id, b.id))
        const expected = sort.startsWith('-') ? sorted.reverse() : sorted
        expect(await walk(user.bearer, { sort, limit: 7 })).toEqual(expected)
        const whole = await list(user.bearer, { sort })
        expect(whole.body).toEqual({ data: expected })
      },
    )

    it('is oldest first by itself, and the last page says so when it is full', async () => {
      expect(await walk(user.bearer, { limit: 500 })).toEqual(all)
      const first = await list(user.bearer, { limit: 53 })
      expect(first.body).toEqual({ data: all, next_cursor: null })
      expect((await list(user.bearer, { limit: 52 })).body.next_cursor).toEqual(expect.any(String))
    })

    it('takes one statement', async () => {
      const first = await list(user.bearer, { limit: 7 })
      expect(await sql.during(() => list(user.bearer, { limit: 7, cursor: first.body.next_cursor }))).toBe(1)
    })
  })

  it('goes on where it was when keys are issued and deleted between two pages', async () => {
    const user = await member()
    const before = await addKeys(user, 20)
    const first = await list(user.bearer, { limit: 5 })
    const last = first.body.data.at(-1).id
    await test.call(`DELETE /accounts/api-key?id=${last}`, { bearer: user.bearer })
    await test.call(`DELETE /accounts/api-key?id=${before[0]}`, { bearer: user.bearer })
    const added = await test.issueKey(user.bearer, 'added')
    const second = await list(user.bearer, { limit: 500, cursor: first.body.next_cursor })
    expect(ids(second.body.data)).toEqual([...before.slice(5), added.id])
  })

  it('finds by a part of the name, the beginning of the id, and the last four', async () => {
    const user = await member()
    const keys = await addKeys(user, 20)
    const found = async (search: string) => ids(await walk(user.bearer, { search, limit: 3 }))
    expect(await found('CI')).toEqual([keys[0], keys[1], keys[10], keys[11]])
    expect(await found('eplo')).toEqual([keys[2], keys[3], keys[12], keys[13]])
    expect(await found('%')).toEqual([keys[7], keys[17]])
    expect(await found('_b')).toEqual([keys[8], keys[18]])
    expect(await found(keys[4] ?? '')).toEqual([keys[4]])
    expect(await found((keys[4] ?? '').slice(0, 29))).toContain(keys[4])
    expect(await found((keys[5] ?? '').slice(-4))).toContain(keys[5])
    expect(await found((keys[5] ?? '').slice(-3))).toEqual([])
    expect(await found("' or 1=1 --")).toEqual([])
    expect(ids((await list(user.bearer, { search: 'zeta' })).body.data)).toEqual([keys[5], keys[15]])
  })

  it('shows the keys in one state', async () => {
    const user = await member()
    const now = Date.now()
    const rows: More[] = [
      { lastUsedAt: now },
      {},
      { lastUsedAt: now, expiresAt: now + DAY },
      { expiresAt: now + DAY },
      { lastUsedAt: now, replacedBy: newId('key'), expiresAt: now + DAY },
      { replacedBy: newId('key') },
    ]
    const keys = await addKeys(user, rows.length, (index) => rows[index] ?? {})
    const found = async (state: string) =>
      ids(await walk(user.bearer, { state, limit: 1 })).map((id) => keys.indexOf(id))
    expect(await found('active')).toEqual([0, 2])
    expect(await found('unused')).toEqual([1, 3])
    expect(await found('expiring')).toEqual([2, 3])
    expect(await found('replaced')).toEqual([4, 5])
    expect(ids((await list(user.bearer, { state: 'replaced', sort: '-created_on' })).body.data)).toEqual([
      keys[5],
      keys[4],
    ])
  })

  it('shows the keys of one environment and with one tag, page by page, and disabled ones', async () => {
    const user = await member()
    const issue = async (name: string, more: Record<string, unknown>) =>
      (await test.issueKey(user.bearer, name, more)).id
    const a = await issue('a', { tags: ['eu', 'prod'] })
    const b = await issue('b', { tags: ['eu'], environment: 'test' })
    const c = await issue('c', { environment: 'test' })
    const off = await test.call('PATCH /accounts/api-key', { bearer: user.bearer, body: { id: c, disabled: true } })
    expect(off.status, off.text).toBe(200)
    const found = async (filter: Record<string, string>) => ids(await walk(user.bearer, { ...filter, limit: 1 }))
    expect(await found({ environment: 'test' })).toEqual([b, c])
    expect(await found({ environment: 'live' })).toEqual([a])
    expect(await found({ tag: 'eu' })).toEqual([a, b])
    expect(await found({ tag: 'eu', environment: 'test' })).toEqual([b])
    expect(await found({ tag: 'e' })).toEqual([])
    expect(await found({ tag: 'eu prod' })).toEqual([])
    expect(await found({ state: 'disabled' })).toEqual([c])
    expect(await found({ state: 'unused' })).toEqual([a, b])
    expect(ids((await list(user.bearer, { tag: 'prod' })).body.data)).toEqual([a])
    const { next_cursor: cursor } = (await list(user.bearer, { tag: 'eu', limit: 1 })).body
    for (const other of [{ tag: 'prod' }, { environment: 'test' }] as Record<string, string>[])
      expect((await list(user.bearer, { limit: 1, cursor, ...other })).status).toBe(400)
  })

  it('pages through the keys of the account with their roles, for the root user and administrators only', async () => {
    const owner = await test.signUp()
    const issued: string[] = []
    for (const role of ['developer', 'monitor', 'billing'])
      issued.push((await test.issueKey(owner.bearer, role, { owner: 'account', role })).id)
    await test.issueKey(owner.bearer, 'own')
    const admin = await addMember(test, owner, 'admin')
    for (const { bearer } of [owner, admin]) {
      const keys = await walk(bearer, { owner: 'account', limit: 2, sort: '-name' })
      expect(keys).toMatchObject([{ role: 'monitor' }, { role: 'developer' }, { role: 'billing' }])
      expect(ids(keys).sort()).toEqual(issued.toSorted())
    }
    expect(await walk(owner.bearer, { owner: 'account', limit: 2, search: 'evel' })).toMatchObject([
      { name: 'developer', owner: 'account' },
    ])
    const developer = await addMember(test, owner, 'developer')
    expect((await list(developer.bearer, { owner: 'account', limit: 2 })).body.code).toBe('insufficient_permissions')
    expect((await list(developer.bearer, { email: owner.email, limit: 2 })).body.code).toBe('insufficient_permissions')
  })

  describe('a cursor', () => {
    let user: SignedInUser
    let cursor: string
    beforeAll(async () => {
      user = await member()
      await addKeys(user, 4)
      cursor = (await list(user.bearer, { limit: 2 })).body.next_cursor
    })
    const refused = async (bearer: string, query: Record<string, string | number>) => {
      const answer = await list(bearer, query)
      expect(answer.status, answer.text).toBe(400)
      expect(answer.body.details).toEqual([{ path: '/querystring/cursor', message: expect.any(String) }])
    }

    it('takes another limit', async () => {
      expect((await list(user.bearer, { limit: 1, cursor })).body.data).toHaveLength(1)
    })

    it('is refused with another order or filter, and without a limit', async () => {
      const others: Record<string, string>[] = [{ sort: '-created_on' }, { sort: 'name' }, { search: 'c' }]
      for (const other of [...others, { state: 'unused' }]) await refused(user.bearer, { limit: 2, cursor, ...other })
      await refused(user.bearer, { cursor })
    })

    it('of another member or account is refused, so that it shows nothing of theirs', async () => {
      const other = await member()
      await addKeys(other, 4)
      await refused(other.bearer, { limit: 2, cursor })
      const stranger = await test.signUp()
      await addKeys(stranger, 4)
      await refused(stranger.bearer, { limit: 2, cursor })
      await refused(root.bearer, { limit: 2, cursor })
      expect((await list(root.bearer, { limit: 2, cursor, email: user.email })).status).toBe(200)
    })

    it('that somebody made up shows only keys of who asks', async () => {
      const other = await member()
      await addKeys(other, 4)
      const own = ids((await list(user.bearer, { limit: 500 })).body.data)
      const [fingerprint] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
      for (const id of ['', 'key_', ids((await list(other.bearer, { limit: 1 })).body.data)[0], 'zzz']) {
        const forged = Buffer.from(JSON.stringify([fingerprint, id, id])).toString('base64url')
        const answer = await list(user.bearer, { limit: 500, cursor: forged })
        expect(answer.status).toBe(200)
        for (const one of ids(answer.body.data)) expect(own).toContain(one)
      }
    })

    it.each(['x', 'null', '%00', 'eyJ9', '💥', 'a'.repeat(4000), '../../etc/passwd'])(
      'is refused if it is %.20j',
      async (bad) => {
        await refused(user.bearer, { limit: 2, cursor: bad })
      },
    )
  })

  it.each([
    ['limit', '0'],
    ['limit', '501'],
    ['limit', '-1'],
    ['limit', ''],
    ['limit', 'many'],
    ['cursor', ''],
    ['cursor', 'a'.repeat(4001)],
    ['search', ''],
    ['search', 'a'.repeat(101)],
    ['search', 'a\0b'],
    ['state', 'deleted'],
    ['state', ''],
    ['environment', 'staging'],
    ['tag', ''],
    ['tag', 'a'.repeat(41)],
    ['sort', 'key_hash'],
    ['sort', '--name'],
    ['sort', ''],
    ['offset', '1'],
  ])('answers 400 to %s=%.20j', async (name, value) => {
    expect((await list(root.bearer, { limit: 5, [name]: value })).status).toBe(400)
  })

  it('reads a page from the index of its order, without sorting, however many keys there are', async () => {
    const user = await member()
    await addKeys(user, 1500)
    await addKeys(await member(), 3000)
    if (engine === 'postgres') await rawSql`analyze api_keys`.execute(test.database.read)
    const plans: Record<string, string[]> = {}
    for (const sort of SORTS) plans[sort] = await plansOf(sort, user)
    const indexes = { name: 'name', created_on: 'id', last_used_on: 'use', expires_on: 'expiry' }
    for (const sort of SORTS) {
      // The index is entered at the cursor, not at the first key of its owner, nor at the first that has the same value.
      const places =
        engine === 'sqlite'
          ? [/user_id=\? AND <expr>=\? AND id>\?/, /user_id=\? AND (<expr>|id)>\?/]
          : [/Index Cond: .* = .* AND \(\(id\)::text > 'key_0'::text\)/, /Index Cond: .* AND \(.* > /]
      expect(plans[sort]).toHaveLength(sort === 'created_on' ? 1 : 2)
      for (const [index, plan] of (plans[sort] ?? []).toReversed().entries()) {
        expect(plan).toMatch(new RegExp(`api_keys_by_${indexes[sort]}`))
        expect(plan).not.toMatch(/TEMP B-TREE|Sort/)
        expect(plan).toMatch(places.at(-1 - index) ?? '')
      }
    }
  })

  // All have the same time of use: their order is that of their ids, and a page begins within them.
  it('gives thousands of keys that were never used in pages, each once, in both orders', async () => {
    const user = await member()
    await addKeys(user, 1200)
    const collected: string[][] = []
    for (const sort of ['last_used_on', '-last_used_on']) {
      const found: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { body } = await list(user.bearer, { limit: 500, sort, ...(cursor && { cursor }) })
        found.push(...ids(body.data))
        cursor = body.next_cursor
      }
      collected.push(found)
    }
    expect(collected[0]).toHaveLength(1200)
    expect(new Set(collected[0])).toEqual(new Set(collected[1]))
    expect(collected[0]).toEqual(collected[1]?.toReversed())
  })

  /** The plans of a page in the middle. */
  async function plansOf(sort: (typeof SORTS)[number], owner: SignedInUser): Promise<string[]> {
    const db = test.database.read
    const after = { value: sort === 'name' ? 'ci' : sort === 'created_on' ? 'key_0' : 1, id: 'key_0' }
    const keys = keysOf(db, owner, { search: undefined, state: undefined }, Date.now())
    const plans: string[] = []
    for (const query of pageQueries(keys, sortKey(db, sort), { descending: false, limit: 100, after })) {
      const { sql: text, parameters } = query.compile()
      const command = engine === 'postgres' ? 'explain' : 'explain query plan'
      const raw = CompiledQuery.raw(`${command} ${text}`, [...parameters])
      const { rows } = await db.executeQuery<Record<string, string>>(raw)
      plans.push(rows.map((row) => row['QUERY PLAN'] ?? row.detail).join('\n'))
    }
    return plans
  }
})
