import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addApp } from '../../../test/users/factors.ts'
import { addMember } from '../../../test/users/members.ts'
import { newId } from '../../platform/crypto/random.ts'
import { createKeyUse } from '../api-keys/use/key-use.ts'
import { countsQuery, examplesQuery } from './store.ts'

const DAY = 86_400_000

type Key = {
  name?: string
  createdDaysAgo?: number
  usedDaysAgo?: number
  expiresInDays?: number
  is?: 'replaced' | 'disabled' | 'deleted' | 'expired'
}

describeEngines('getAccountOverview', (engine) => {
  const counted = watchSql()
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: counted.watch })
  })
  afterAll(() => test.close())

  async function addKeys({ accountId, userId }: SignedInUser, keys: readonly Key[]): Promise<string[]> {
    const now = Date.now()
    const rows = keys.map(({ name = 'ci', createdDaysAgo = 100, usedDaysAgo, expiresInDays = 60, is }, index) => {
      const id = newId('key', now - createdDaysAgo * DAY + index)
      return {
        id,
        ...{ account_id: accountId, user_id: userId, name, key_hash: id, last_4: id.slice(-4) },
        ...{ nats_user_key: 'U', nats_seed_sealed: '', issued_by_key_id: null },
        ...{ created_at: now - createdDaysAgo * DAY + index },
        ...{ expires_at: is === 'expired' ? now - 1 : now + expiresInDays * DAY - 1000 },
        ...{ last_used_at: usedDaysAgo === undefined ? null : now - usedDaysAgo * DAY },
        ...{ replaced_by_key_id: is === 'replaced' ? 'key_x' : null, disabled_at: is === 'disabled' ? now : null },
        ...{ deleted_at: is === 'deleted' ? now : null },
      }
    })
    for (let start = 0; start < rows.length; start += 500)
      await test.database.transaction(({ db }) =>
        db
          .insertInto('api_keys')
          .values(rows.slice(start, start + 500))
          .execute(),
      )
    return rows.map(({ id }) => id)
  }

  async function overviewOf({ bearer }: SignedInUser) {
    const answer = await test.call('GET /accounts/overview', { bearer })
    expect(answer.status, answer.text).toBe(200)
    return answer.body.data
  }
  const attentionOf = async (user: SignedInUser, kind: string) =>
    (await overviewOf(user)).attention.find((one: { kind: string }) => one.kind === kind)

  it('shows a new account: nothing but the missing second factor, and thirty days without a request', async () => {
    const root = await test.signUp()
    const overview = await overviewOf(root)
    expect(overview).toEqual({
      scope: 'account',
      keys: { live: 0, active: 0, unused: 0, replaced: 0, disabled: 0, expiring: 0 },
      members: { active: 1, suspended: 0, pending: 0 },
      requests: { total: 0, days: expect.any(Array) },
      attention: [{ kind: 'second_factor_missing', count: 1, examples: [] }],
    })
    const dates = overview.requests.days.map(({ date }: { date: string }) => date)
    expect([dates.length, dates.at(-1)]).toEqual([30, new Date().toISOString().slice(0, 10)])
    expect(dates).toEqual(dates.toSorted())
    await addApp(test, root.bearer)
    expect((await overviewOf(root)).attention).toEqual([])
  })

  describe('with keys in every state', () => {
    let root: SignedInUser
    let developer: SignedInUser
    let ids: string[]
    beforeAll(async () => {
      root = await test.signUp()
      developer = await addMember(test, root, 'developer')
      ids = await addKeys(root, [
        { name: 'used', usedDaysAgo: 1 },
        { name: 'silent', usedDaysAgo: 91 },
        { name: 'more silent', usedDaysAgo: 99, createdDaysAgo: 200 },
        { name: 'never used' },
        { name: 'new', createdDaysAgo: 6 },
        { name: 'ends', usedDaysAgo: 1, expiresInDays: 7 },
        { name: 'ends first', expiresInDays: 2, createdDaysAgo: 1 },
        { is: 'replaced', usedDaysAgo: 95, expiresInDays: 1 },
        { is: 'disabled', expiresInDays: 1 },
        { is: 'deleted' },
        { is: 'expired' },
      ])
      await addKeys(developer, [{ name: "the developer's", usedDaysAgo: 120 }])
    })

    it('counts them as the list finds them, and names the oldest of those that need attention', async () => {
      const { keys, attention } = await overviewOf(root)
      expect(keys).toEqual({ live: 10, active: 5, unused: 3, replaced: 1, disabled: 1, expiring: 2 })
      for (const state of ['active', 'unused', 'replaced', 'disabled', 'expiring']) {
        let listed = 0
        for (const email of [root.email, developer.email]) {
          const query = new URLSearchParams({ state, email })
          listed += (await test.call(`GET /accounts/api-keys?${query}`, { bearer: root.bearer })).body.data.length
        }
        expect([state, keys[state]]).toEqual([state, listed])
      }
      const shown = attention.map(({ kind, count, examples }: { kind: string; count: number; examples: object[] }) => [
        kind,
        count,
        examples.map((example) => 'name' in example && example.name),
      ])
      expect(shown).toEqual([
        ['keys_expiring', 2, ['ends first', 'ends']],
        ['second_factor_missing', 1, []],
        ['keys_silent', 3, ["the developer's", 'more silent', 'silent']],
        ['keys_unused', 1, ['never used']],
      ])
      expect(attention[0].examples[1]).toEqual({
        ...{ id: ids[5], name: 'ends', email: root.email, on: expect.stringMatching(/^20..-..-..T/) },
      })
    })

    it('shows a developer only their own keys, and neither members nor webhooks', async () => {
      await addWebhook(root)
      const overview = await overviewOf(developer)
      expect([overview.scope, overview.keys.live, 'members' in overview]).toEqual(['own', 1, false])
      expect(overview.attention.map(({ kind }: { kind: string }) => kind)).toEqual([
        'second_factor_missing',
        'keys_silent',
      ])
      expect(JSON.stringify(overview)).not.toContain(root.email)
      expect(await attentionOf(root, 'webhooks_failing')).toEqual({
        kind: 'webhooks_failing',
        count: 1,
        examples: [{ id: 'whk_failing', name: 'hooks.example.com', on: '2026-01-01T00:00:00.000Z' }],
      })
    })
  })

  async function addWebhook({ accountId }: SignedInUser): Promise<void> {
    const since = Date.parse('2026-01-01')
    const values = { url: 'https://hooks.example.com/secret', description: '', secret_sealed: '', cursor: '' }
    const state = { due_at: Date.now() + DAY, leased_until: Date.now() + DAY, failures: 3, failing_since: since }
    await test.database.transaction(({ db }) =>
      db
        .insertInto('webhook_endpoints')
        .values({ id: 'whk_failing', account_id: accountId, ...values, ...state, created_at: since })
        .execute(),
    )
  }

  it('tells of an overdue payment those who can pay', async () => {
    const root = await test.signUp()
    const [billing, developer] = [await addMember(test, root, 'billing'), await addMember(test, root, 'developer')]
    const due = Date.parse('2026-12-24')
    await test.database.transaction(({ db }) =>
      db.updateTable('accounts').set({ payment_grace_until: due }).where('id', '=', root.accountId).execute(),
    )
    const fresh = async ({ email, password }: SignedInUser) =>
      (await test.call('POST /accounts/auth-with-password', { body: { email, password } })).body.data.auth_token
    const example = { id: root.accountId, name: root.account, on: '2026-12-24T00:00:00.000Z' }
    const told = { kind: 'payment_overdue', count: 1, examples: [example] }
    expect(await attentionOf({ ...root, bearer: await fresh(root) }, 'payment_overdue')).toEqual(told)
    expect(await attentionOf({ ...billing, bearer: await fresh(billing) }, 'payment_overdue')).toEqual(told)
    const asDeveloper = { ...developer, bearer: await fresh(developer) }
    expect(await attentionOf(asDeveloper, 'payment_overdue')).toBe(undefined)
  })

  it('counts the requests of each day: of all keys for the root, of their own for others, also of keys that are gone', async () => {
    const root = await test.signUp()
    const developer = await addMember(test, root, 'developer')
    const [ofRoot, ofDeveloper] = [await test.issueKey(root.bearer), await test.issueKey(developer.bearer)]
    const use = createKeyUse(test.database, { warn: () => {}, error: () => {}, info: () => {}, debug: () => {} })
    for (let times = 0; times < 3; times += 1) use.touch(ofRoot.id, '192.0.2.1')
    use.touch(ofDeveloper.id, '192.0.2.2')
    use.add(ofDeveloper.id, { uses: 5, lastUsedAt: Date.now() - 3 * DAY, networks: new Map() })
    use.add(ofDeveloper.id, { uses: 7, lastUsedAt: Date.now() - 31 * DAY, networks: new Map() })
    await use.flush()
    use.touch(ofRoot.id, '192.0.2.1')
    await use.flush()
    expect((await test.call(`DELETE /accounts/api-key?id=${ofRoot.id}`, { bearer: root.bearer })).status).toBe(200)

    const daysOf = async (user: SignedInUser) => {
      const { total, days } = (await overviewOf(user)).requests
      return [total, days.at(-1).requests, days.at(-4).requests]
    }
    expect(await daysOf(root)).toEqual([10, 5, 5])
    expect(await daysOf(developer)).toEqual([6, 1, 5])
    expect(await daysOf(await test.signUp())).toEqual([0, 0, 0])
  })

  it('is for people: a key is refused, whatever it may read', async () => {
    const root = await test.signUp()
    const { key } = await test.issueKey(root.bearer)
    const answer = await test.call('GET /accounts/overview', { key })
    expect([answer.status, answer.body.code]).toEqual([403, 'interactive_required'])
  })

  it('takes four statements, one for webhooks, and three more where keys need attention', async () => {
    const root = await test.signUp()
    await overviewOf(root)
    // The one about webhooks looks like background work to `counted`.
    expect(await counted.during(() => overviewOf(root))).toBe(4)
    await addKeys(root, [{ usedDaysAgo: 91 }, {}, { expiresInDays: 1 }])
    expect(await counted.during(() => overviewOf(root))).toBe(7)
  })

  if (engine === 'sqlite')
    it('of very many keys reads only an index, and so takes less than reading their rows once', async () => {
      const root = await test.signUp()
      const now = Date.now()
      await test.database.transaction(({ db }) =>
        sql`with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000)
          insert into api_keys (id, account_id, user_id, name, key_hash, last_4, nats_user_key, nats_seed_sealed,
            created_at, expires_at, last_used_at, replaced_by_key_id)
          select 'key_many' || i, ${root.accountId}, ${root.userId}, 'ci', 'many' || i, 'abcd', 'U', hex(zeroblob(90)),
            ${now - 100 * DAY} + i, ${now + DAY} + (i % 300) * ${DAY}, case when i % 3 > 0 then ${now} - (i % 130) * ${DAY} end,
            case when i % 50 = 0 then 'key_x' end from n`.execute(db),
      )
      const whose = { accountId: root.accountId, userId: undefined }
      const since = { silent: now - 90 * DAY, neverUsed: now - 7 * DAY }
      const planOf = async (query: { compile(): { sql: string; parameters: readonly unknown[] } }) => {
        const { sql: text, parameters } = query.compile()
        const filled = parameters.reduce<string>((sofar, value) => sofar.replace('?', () => `'${value}'`), text)
        const { rows } = await sql<{ detail: string }>`explain query plan ${sql.raw(filled)}`.execute(
          test.database.read,
        )
        return rows.map(({ detail }) => detail).join('\n')
      }
      expect(await planOf(countsQuery(test.database.read, whose, since, now))).toMatch(
        /^SEARCH k USING COVERING INDEX api_keys_states \(account_id=\? AND deleted_at=\? AND expires_at>\?\)$/,
      )
      for (const kind of ['expiring', 'silent', 'neverUsed'] as const) {
        const plan = await planOf(examplesQuery(test.database.read, whose, kind, { since, now, most: 5 }))
        expect([kind, plan]).toEqual([kind, expect.stringMatching(/SEARCH k USING INDEX api_keys_all_by_(use|expiry)/)])
        expect([kind, plan]).toEqual([kind, expect.not.stringContaining('TEMP B-TREE')])
      }

      const fastest = async (work: () => Promise<unknown>) => {
        const times: number[] = []
        for (let run = 0; run < 4; run += 1) {
          const start = performance.now()
          await work()
          times.push(performance.now() - start)
        }
        return Math.min(...times)
      }
      const whole = await fastest(() => overviewOf(root))
      const rows = await fastest(() =>
        sql`select sum(length(name) + creds_barred_at is null) from api_keys where account_id = ${root.accountId}`.execute(
          test.database.read,
        ),
      )

      // The plans above say why; other tests on the machine may take some of the time.
      expect(whole).toBeLessThan(5 * rows)
    })
})
