import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { newId } from '../../platform/crypto/random.ts'
import { pageQueries } from '../../platform/database/keyset.ts'
import { allKeysOf, type KeySort, keySorts, sortKey } from './key-list-store.ts'

const DAY = 86_400_000

describeEngines('lists with the filters that pages of the console need', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let developer: SignedInUser
  let ids: Record<string, string>
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    developer = await addMember(test, root, 'developer')
    const stranger = await test.signUp()
    await test.issueKey(stranger.bearer, 'foreign')
    const issue = async ({ bearer }: SignedInUser, name: string, more = {}) =>
      (await test.issueKey(bearer, name, more)).id
    ids = {
      root: await issue(root, 'root', { scopes: ['orders:read', 'orders:write'] }),
      developer: await issue(developer, 'developer', { scopes: ['orders_v2:read'] }),
      account: await issue(root, 'account', { owner: 'account', role: 'monitor' }),
    }
    await test.database.transaction(({ db }) =>
      db
        .updateTable('api_keys')
        .set({ last_used_at: Date.now() - 91 * DAY })
        .where('id', '=', ids.root ?? '')
        .execute(),
    )
  })
  afterAll(() => test.close())

  const get = (route: string, { bearer }: SignedInUser = root) => test.call(`GET ${route}`, { bearer })
  const namesOf = async (query: string, by = root) => {
    const answer = await get(`/accounts/api-keys?${query}`, by)
    expect(answer.status, answer.text).toBe(200)
    return answer.body.data.map(({ name }: { name: string }) => name)
  }

  it('shows the keys of all members and of the account with their owners, to those who may see all, in pages', async () => {
    const { data, next_cursor: next } = (await get('/accounts/api-keys?owner=all')).body
    expect(next).toBe(null)
    expect(data).toMatchObject([
      { id: ids.root, owner: 'member', email: root.email },
      { id: ids.developer, owner: 'member', email: developer.email },
      { id: ids.account, owner: 'account', role: 'monitor' },
    ])
    expect([data[2].email, data[0].role]).toEqual([undefined, undefined])
    const admin = await addMember(test, root, 'admin')
    expect(await namesOf('owner=all&sort=-name', admin)).toEqual(['root', 'developer', 'account'])
    for (const sort of Object.keys(keySorts)) {
      const first = (await get(`/accounts/api-keys?owner=all&limit=2&sort=-${sort}`)).body
      const rest = (await get(`/accounts/api-keys?owner=all&limit=2&sort=-${sort}&cursor=${first.next_cursor}`)).body
      const all = [...first.data, ...rest.data].map(({ id }) => id)
      expect([sort, all.toSorted(), rest.next_cursor]).toEqual([sort, Object.values(ids).sort(), null])
      expect((await get(`/accounts/api-keys?limit=2&sort=-${sort}&cursor=${first.next_cursor}`)).status).toBe(400)
    }
    expect((await get('/accounts/api-keys?owner=all', developer)).body.code).toBe('insufficient_permissions')
    expect((await get(`/accounts/api-keys?owner=all&email=${root.email}`)).status).toBe(400)
  })

  it('finds keys by a scope that they name, word for word, and silent ones', async () => {
    expect(await namesOf('owner=all&scope=orders:read')).toEqual(['root'])
    expect(await namesOf('scope=orders:write')).toEqual(['root'])
    for (const scope of ['orders:rea', 'rders:read', '*:*', 'orders-v2:read'])
      expect([scope, await namesOf(`owner=all&scope=${scope}`)]).toEqual([scope, []])
    expect((await get('/accounts/api-keys?scope=orders')).status).toBe(400)
    expect(await namesOf('owner=all&state=silent')).toEqual(['root'])
    expect(await namesOf('state=silent', developer)).toEqual([])
  })

  it('finds members by role and state', async () => {
    const suspended = await addMember(test, root, 'billing')
    const body = { email: suspended.email, suspend: true }
    expect((await test.call('PATCH /accounts/suspend-user', { bearer: root.bearer, body })).status).toBe(200)
    const invited = { email: 'invited@example.com', role: 'billing', first_name: 'x', last_name: 'y' }
    expect((await test.call('POST /accounts/users', { bearer: root.bearer, body: invited })).status).toBe(200)
    const found = async (query: string) =>
      (await get(`/accounts/users/list?${query}`)).body.data.map(({ email }: { email: string }) => email)
    expect(await found('role=developer')).toEqual([developer.email])
    expect(await found('state=suspended')).toEqual([suspended.email])
    expect(await found('state=pending&role=billing')).toEqual(['invited@example.com'])
    expect(await found('state=active&role=billing')).toEqual([])
    expect((await get('/accounts/users/list?state=gone')).status).toBe(400)
  })

  it('finds what was done with one key or session, beside what was done to it', async () => {
    const { id, key } = await test.issueKey(root.bearer, 'acts')
    const answer = await test.call('PATCH /accounts', { key, body: { company_name: 'by key' } })
    expect(answer.status, answer.text).toBe(200)
    const actions = async (query: string) =>
      (await get(`/accounts/audit-events?${query}`)).body.data.map(({ action }: { action: string }) => action)
    expect(await actions(`credential=${id}`)).toEqual(['account.updated'])
    expect(await actions(`target=${id}`)).toEqual(['api_key.issued'])
    expect(await actions(`credential=${id}&action=api_key.issued`)).toEqual([])
  })

  it('finds the deliveries that failed', async () => {
    const body = { url: 'https://hooks.invalid/', disabled: true }
    const { id } = (await test.call('POST /accounts/webhooks', { bearer: root.bearer, body })).body.data
    const rows = Array.from({ length: 6 }, (_, index) => ({
      ...{ id: newId('whd', Date.now() + index), endpoint_id: id, event_id: 'evt_x', action: 'account.updated' },
      ...{ purpose: 'event' as const, attempt: index, attempted_at: Date.now(), duration_ms: 1 },
      ...{ status: null, error: index % 3 === 0 ? 'timeout' : null },
    }))
    await test.database.transaction(({ db }) => db.insertInto('webhook_deliveries').values(rows).execute())
    const found = async (query: string) => (await get(`/accounts/webhooks/deliveries?id=${id}${query}`)).body
    const attemptsOf = ({ data }: { data: { attempt: number }[] }) => data.map(({ attempt }) => attempt)
    const failed = await found('&outcome=failed&limit=1')
    expect(attemptsOf(failed)).toEqual([3])
    const rest = await found(`&outcome=failed&limit=1&cursor=${failed.next_cursor}`)
    expect([attemptsOf(rest), rest.next_cursor]).toEqual([[0], null])
    expect(attemptsOf(await found('&outcome=delivered'))).toEqual([5, 4, 2, 1])
  })

  if (engine === 'sqlite')
    it('reads a page of all keys from the index of its order', async () => {
      const db = test.database.read
      const filter = { search: undefined }
      for (const sort of Object.keys(keySorts) as KeySort[]) {
        const request = { descending: true, limit: 50, after: { value: 1, id: 'key_0' } }
        const query = allKeysOf(db, root.accountId, filter, Date.now())
        for (const page of pageQueries(query, sortKey(db, sort), request)) {
          const { sql, parameters } = page.compile()
          const { rows } = await db.executeQuery<{ detail: string }>(
            CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
          )
          const plan = rows.map(({ detail }) => detail).join('\n')
          expect(plan).toMatch(/SEARCH k USING INDEX api_keys_all_by_(id|name|use|expiry) \(account_id=\? AND /)
          expect(plan).not.toContain('TEMP B-TREE')
        }
      }
    })
})
