import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { exchangeKey, signIn } from '../../../test/users/sign-in.ts'
import { addUser, freshPlace, join } from '../../../test/users/users.ts'
import { newId } from '../../platform/crypto/random.ts'
import { type EventFilter, pageQuery } from './event-store.ts'

type Event = {
  id: string
  action: string
  actor: { kind: string; user_id: string | null; email: string | null; credential_id: string | null }
  target: { type: string; id: string } | null
  ip: string | null
  user_agent: string | null
  details: Record<string, unknown>
  occurred_on: string
}

const AT = Date.UTC(2026, 0, 1)

/** Events of an account, one a second from `AT` on, straight into the database. */
async function addEvents(
  { database }: TestGateway,
  accountId: string,
  count: number,
  more: (index: number) => { action?: string; userId?: string; targetId?: string; details?: string } = () => ({}),
): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => {
    const { action = 'session.refreshed', userId = 'usr_x', targetId = 'ses_x', details = '{}' } = more(index)
    const at = AT + index * 1000
    const actor = { actor_user_id: userId, actor_kind: 'interactive' as const, credential_id: 'ses_x' }
    const target = { target_type: 'session', target_id: targetId }
    return {
      ...{ id: newId('evt', at), account_id: accountId, occurred_at: at, action, details, ip: '192.0.2.7' },
      ...actor,
      ...target,
    }
  })
  for (let start = 0; start < count; start += 1000)
    await database.transaction(({ db }) =>
      db
        .insertInto('audit_events')
        .values(rows.slice(start, start + 1000))
        .execute(),
    )
}

describeEngines('reading the audit log', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const list = (bearer: string, query = '') => test.call(`GET /accounts/audit-events?${query}`, { bearer })
  const eventsOf = async (bearer: string, query = ''): Promise<Event[]> => (await list(bearer, query)).body.data
  /** One event that a search can tell from others. */
  const addLate = (accountId: string) =>
    test.database.transaction(({ db }) =>
      db
        .insertInto('audit_events')
        .values({
          ...{
            id: newId('evt', AT + 50_000),
            account_id: accountId,
            occurred_at: AT + 50_000,
            action: 'api_key.updated',
          },
          ...{ ip: '198.51.100.9', user_agent: 'curl/8', request_id: 'req-of-one', target_type: 'api_key' },
          ...{ target_id: 'ses_late', actor_kind: 'system', details: JSON.stringify({ name: 'Deploy "100%"' }) },
        })
        .execute(),
    )
  const comparable = ({ headers: _, ...answer }: Answer) => answer

  async function allPages(bearer: string, query: string, each: () => Promise<unknown> = async () => {}) {
    const pages: Event[][] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { status, body } = await list(bearer, `${query}${cursor && `&cursor=${cursor}`}`)
      expect(status).toBe(200)
      pages.push(body.data)
      cursor = body.next_cursor
      await each()
    }
    return pages
  }

  it('is open to the root and administrators, by session, by key and by a session made from one, and to nobody else', async () => {
    const admin = await addMember(test, root, 'admin')
    const { key } = await test.issueKey(admin.bearer)
    const readers = [{ bearer: root.bearer }, { bearer: admin.bearer }, { key }]
    readers.push({ bearer: (await exchangeKey(test, key)).bearer })
    const paths = ['/accounts/audit-events', '/accounts/audit-events/export']
    for (const path of paths) {
      for (const reader of readers) expect((await test.call(`GET ${path}`, reader)).status).toBe(200)
      expect((await test.call(`GET ${path}?from=x`)).status).toBe(401)
    }
    for (const role of ['developer', 'monitor', 'billing'] as const) {
      const member = await addUser(test)
      await join(test, member, root, { role })
      const { bearer } = await signIn(test, member)
      for (const path of paths) {
        const refused = await test.call(`GET ${path}?from=x`, { bearer })
        expect([refused.status, refused.body.code]).toEqual([403, 'insufficient_permissions'])
      }
    }
  })

  it('tells who did what, by which credential, to what, from where and when', async () => {
    const { key, id } = await test.issueKey(root.bearer, 'ci')
    const agent = { 'user-agent': 'audited/1.0' }
    await test.call(`GET /accounts/api-creds?key=${key}`, { key, headers: agent, from: '192.0.2.9' })
    const [newest] = await eventsOf(root.bearer, 'limit=1')
    expect(newest).toEqual({
      id: expect.stringMatching(/^evt_/),
      occurred_on: expect.stringMatching(/^\d{4}-\d\d-\d\dT.+Z$/),
      action: 'api_key.creds_read',
      actor: { kind: 'key', user_id: root.userId, email: root.email, credential_id: id },
      target: { type: 'api_key', id },
      ip: '192.0.2.9',
      user_agent: 'audited/1.0',
      request_id: expect.stringMatching(/^[\w-]{12}-\w+$/),
      details: {},
    })
    const [issued] = await eventsOf(root.bearer, 'action=api_key.issued&limit=1')
    expect(issued?.details).toEqual({ name: 'ci', expires_on: expect.any(String) })
  })

  it('gives each event once, newest first, a page at a time, while others are written', async () => {
    const founder = await test.signUp()
    await addEvents(test, founder.accountId, 250)
    const before = await eventsOf(founder.bearer, 'limit=1000')
    expect(before.map(({ id }) => id)).toEqual(
      before
        .map(({ id }) => id)
        .sort()
        .reverse(),
    )

    const pages = await allPages(founder.bearer, 'limit=100', () => test.issueKey(founder.bearer))

    expect(pages.map((page) => page.length)).toEqual([100, 100, before.length - 200])
    expect(pages.flat()).toEqual(before)
    expect((await list(founder.bearer)).body.data).toHaveLength(100)
  })

  describe('sorted and searched', () => {
    let founder: SignedInUser
    beforeAll(async () => {
      founder = await test.signUp()
      await addEvents(test, founder.accountId, 4500, (index) => ({
        ...(index === 40 && { details: '{"name":"needle"}' }),
      }))
    })

    it('begins with the oldest, and gives each event once, while others are written', async () => {
      const newestFirst = (await allPages(founder.bearer, 'limit=1000')).flat()
      const pages = await allPages(founder.bearer, 'limit=1000&sort=occurred_on', () => test.issueKey(founder.bearer))
      expect(pages.flat().slice(0, newestFirst.length)).toEqual(newestFirst.toReversed())
      expect((await allPages(founder.bearer, 'limit=1000&sort=-occurred_on')).flat().slice(-4500)).toEqual(
        newestFirst.slice(-4500),
      )
    })

    it('finds what lies at the other end, a bounded page at a time', async () => {
      const pages = await allPages(founder.bearer, 'search=needle')
      expect(pages.map((page) => page.length)).toEqual([0, 0, 1])
      expect((await allPages(founder.bearer, 'search=needle&sort=occurred_on'))[0]).toEqual(pages.flat())
    })

    // A page of one list shown as one of another would skip or repeat events without a word.
    it('refuses a cursor of another order, search, filter or account', async () => {
      const cursorOf = async (query: string) => (await list(founder.bearer, query)).body.next_cursor
      const cursor = await cursorOf('limit=10&search=session&sort=occurred_on')
      const query = `limit=20&search=session&sort=occurred_on&cursor=${cursor}`
      expect((await list(founder.bearer, query)).status).toBe(200)
      const plain = await cursorOf('limit=10')
      for (const [bearer, other] of [
        [founder.bearer, query.replace('sort=', 'sort=-')],
        [founder.bearer, query.replace('search=session', 'search=sess')],
        [founder.bearer, `${query}&action=session.refreshed`],
        [founder.bearer, `limit=20&cursor=${cursor}`],
        [founder.bearer, `sort=occurred_on&cursor=${plain}`],
        [root.bearer, query],
      ] as const) {
        const { status, body } = await list(bearer, other)
        expect([status, body.details?.[0]?.path]).toEqual([400, '/querystring/cursor'])
      }
    })
  })

  describe('filters', () => {
    let founder: SignedInUser
    beforeAll(async () => {
      founder = await test.signUp()
      const action = (index: number) => ['session.started', 'session.ended', 'api_key.issued'][index % 3]
      await addEvents(test, founder.accountId, 30, (index) => ({
        action: action(index) ?? '',
        userId: index < 20 ? 'usr_gone' : founder.userId,
        targetId: `ses_${index % 2}`,
      }))
    })
    const until = `to=${new Date(AT + 100_000).toISOString()}`
    const count = async (query: string) => (await eventsOf(founder.bearer, `${until}&limit=1000&${query}`)).length

    it.each([
      ['', 30],
      ['action=session.ended', 10],
      ['person=usr_gone', 20],
      ['target=ses_1', 15],
      ['person=usr_gone&action=session.started', 7],
      ['person=usr_gone&action=session.started&target=ses_0', 4],
      [`from=${new Date(AT + 10_000).toISOString()}`, 20],
      [
        `from=${new Date(AT + 10_000).toISOString()}&to=${new Date(AT + 11_000).toISOString()}`.replace(
          `${until}&`,
          '',
        ),
        1,
      ],
    ])('narrow the log: %s', async (query, expected) => {
      const asked = query.includes('&to=') ? (await eventsOf(founder.bearer, query)).length : await count(query)
      expect(asked).toBe(expected)
    })

    it('name a person by address, in any case, as long as they are a member', async () => {
      expect(await count(`person=${founder.email.toUpperCase()}`)).toBe(10)
      const events = await eventsOf(founder.bearer, `${until}&person=usr_gone`)
      expect(new Set(events.map(({ actor }) => actor.email))).toEqual(new Set([null]))
    })

    // Attack: finding out who has a user here, or what they do elsewhere.
    it('answer for a stranger, a member of another account and nobody byte for byte alike: nothing', async () => {
      const answers = []
      for (const user of [root.email, root.userId, 'nobody@example.com', 'usr_unknown', '@', 'x'])
        answers.push(comparable(await list(founder.bearer, `person=${encodeURIComponent(user)}`)))
      for (const answer of answers) expect(answer).toEqual(answers[0])
      expect(answers[0]?.text).toBe('{"data":[],"next_cursor":null}')
      expect(await eventsOf(founder.bearer, `target=${root.accountId}`)).toEqual([])
    })

    it.each([
      ['search=198.51', 1],
      ['search=SES_LATE', 1],
      ['search=req-of-one', 1],
      ['search=ended', 10],
      ['search=curl', 1],
      ['search=DEPLOY%20%22100%25%22', 1],
      ['search=nothing%20like%20it', 0],
      // Each character is literal, and a beginning is a beginning.
      ['search=100_', 0],
      ['search=51.100', 0],
      ['search=started&person=usr_gone', 7],
    ])('take a search: %s', async (query, expected) => {
      if ((await count('target=ses_late')) === 0) await addLate(founder.accountId)
      expect(await count(query)).toBe(expected)
    })

    it.each([
      ['limit=0', 'limit'],
      ['limit=1001', 'limit'],
      ['limit=', 'limit'],
      ['cursor=evt_x', 'cursor'],
      ['cursor=', 'cursor'],
      ['action=session.imagined', 'action'],
      ['from=yesterday', 'from'],
      ['to=2026-13-01T00:00:00Z', 'to'],
      ['from=2026-06-30T23:59:60Z', 'from'],
      ['person=', 'person'],
      ['person=a%00b', 'person'],
      [`target=${'x'.repeat(101)}`, 'target'],
      ['limit=5&limit=6', 'limit'],
      ['sort=action', 'sort'],
      ['search=', 'search'],
      [`search=${'x'.repeat(101)}`, 'search'],
      [`sort=occurred_on&cursor=evt_${'0'.repeat(26)}`, 'cursor'],
      ['search=x&cursor=e30', 'cursor'],
    ])('are refused where they make no sense: %s', async (query, name) => {
      const { status, body } = await list(founder.bearer, query)
      expect([status, body.code, body.details[0].path]).toEqual([400, 'invalid_request', `/querystring/${name}`])
    })

    it('take any moment there is', async () => {
      expect(await eventsOf(founder.bearer, 'from=9999-12-31T23:59:59Z')).toEqual([])
      expect(await eventsOf(founder.bearer, 'to=0001-01-01T00:00:00%2B14:00')).toEqual([])
      const cursor = `evt_${'0'.repeat(26)}`
      expect(await eventsOf(founder.bearer, `cursor=${cursor}`)).toEqual([])
    })
  })

  // Attack: an administrator who reads what a member does for themselves, or for another account.
  it('has nothing of other accounts, nothing that belongs to no account, and no trace of elsewhere', async () => {
    const other = await test.signUp()
    const member = await addUser(test)
    for (const account of [root, other]) await join(test, member, account)
    await signIn(test, member, { account: root.account })
    const elsewhere = { from: freshPlace(), agent: 'elsewhere/1.0' }
    const there = await signIn(test, member, { account: other.account, ...elsewhere })
    await test.call('POST /accounts/request-reset-password', { body: { email: member.email }, from: freshPlace() })
    const body = { password: member.password, new_password: 'another-Horse8' }
    const call = { bearer: there.bearer, body, from: elsewhere.from, headers: { 'user-agent': elsewhere.agent } }
    expect((await test.call('POST /accounts/reset-password', call)).status).toBe(200)

    const seen = await eventsOf(root.bearer, `person=${member.userId}`)
    expect(seen.map(({ action }) => action)).toEqual(['session.ended', 'session.started'])
    expect(seen[0]).toMatchObject({
      actor: { kind: 'interactive', user_id: member.userId, credential_id: null },
      details: { reason: 'password_changed' },
      ip: null,
      user_agent: null,
    })
    const log = JSON.stringify(await eventsOf(root.bearer, 'limit=1000'))
    for (const trace of [elsewhere.from, elsewhere.agent, there.id, other.accountId, 'password.reset_requested'])
      expect(log).not.toContain(trace)
    const changed = await eventsOf(other.bearer, `person=${member.userId}&action=password.changed`)
    expect(changed).toMatchObject([{ ip: elsewhere.from, user_agent: elsewhere.agent }])
  })

  it('is exported as JSON lines: the list without its pages, and the log tells of it', async () => {
    const founder = await test.signUp()
    await addEvents(test, founder.accountId, 1100)
    const exported = await test.call('GET /accounts/audit-events/export', { bearer: founder.bearer })
    expect(exported.status).toBe(200)
    expect(exported.headers).toMatchObject({ 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
    const lines = exported.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toEqual((await allPages(founder.bearer, 'limit=1000')).flat())
    expect(lines[0]).toMatchObject({ action: 'audit.exported', target: { type: 'account', id: founder.accountId } })
    const narrowed = await test.call('GET /accounts/audit-events/export?action=account.created', {
      bearer: founder.bearer,
    })
    expect(narrowed.text.trimEnd().split('\n')).toHaveLength(1)
    const searched = await test.call(`GET /accounts/audit-events/export?search=${lines.at(-1)?.id}`, {
      bearer: founder.bearer,
    })
    expect(
      searched.text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(lines.slice(-1))
    const empty = await test.call('GET /accounts/audit-events/export?person=usr_unknown', { bearer: founder.bearer })
    expect([empty.status, empty.text]).toEqual([200, ''])
    expect((await test.call('GET /accounts/audit-events/export?from=x', { bearer: founder.bearer })).status).toBe(400)
  })

  it('is exported ten times in an hour at most', async () => {
    const founder = await test.signUp()
    const statuses = []
    for (let count = 0; count < 11; count += 1)
      statuses.push((await test.call('GET /accounts/audit-events/export', { bearer: founder.bearer })).status)
    expect([new Set(statuses.slice(0, 10)), statuses[10]]).toEqual([new Set([200]), 429])
  })

  describe('a long log', () => {
    let busy: SignedInUser
    beforeAll(async () => {
      busy = await test.signUp()
      // Made where they are stored: 21,000 events of this account and as many of another, among others of the same time.
      await test.database.transaction(({ db }) =>
        sql`
          insert into audit_events
            (id, account_id, occurred_at, action, actor_user_id, actor_kind, target_type, target_id, details)
          with recursive n(i) as (select 1 union all select i + 1 from n where i < 42000)
          select 'evt_0000000000000000' || (1000000000 + i), case i % 2 when 0 then ${busy.accountId} else 'another' end, i,
            case i when 2 then 'api_key.creds_read' else 'session.refreshed' end, 'usr_' || ((i / 2) % 3),
            'interactive', 'session', 'ses_' || ((i / 2) % 5), '{}'
          from n`.execute(db),
      )
      // As autovacuum does by itself.
      if (engine === 'postgres') await sql`vacuum analyze audit_events`.execute(test.database.read)
    })

    it('is looked through a bounded page at a time, also for what stands at its other end', async () => {
      const pages = await allPages(busy.bearer, 'person=usr_1&action=api_key.creds_read')
      expect(pages.map((page) => page.length)).toEqual([0, 0, 1])
    })

    it('is exported with a turn for everybody else after each 250 events', async () => {
      let turns = 0
      let next = setImmediate(() => {})
      const count = () => {
        turns += 1
        next = setImmediate(count)
      }
      count()
      const exported = await test.call('GET /accounts/audit-events/export', { bearer: busy.bearer })
      clearImmediate(next)
      const events = exported.text.trimEnd().split('\n').length
      expect(events).toBeGreaterThan(21_000)
      expect(turns).toBeGreaterThanOrEqual(Math.floor(events / 250))
    })

    it('is read for a search at most 2,000 events at a time, from where the page begins', async () => {
      const bounds = { after: 'evt_01', limit: 100 }
      const query = pageQuery(test.database.read, busy.accountId, { search: 'no such text' }, bounds)
      const plan = await explain(query.compile())
      if (engine === 'sqlite')
        expect(plan).toContain('SEARCH audit_events USING INDEX audit_events_log (account_id=? AND id<?)')
      else
        expect(plan).toMatch(
          /Index Scan Backward using audit_events_log on audit_events \(actual rows=2000[.\d]* loops=1\)/,
        )
    })

    const explain = async ({ sql: text, parameters }: CompiledQuery): Promise<string> => {
      const command = engine === 'postgres' ? 'explain (analyze, costs off, timing off)' : 'explain query plan'
      const raw = CompiledQuery.raw(`${command} ${text}`, [...parameters])
      const { rows } = await test.database.read.executeQuery<Record<string, string>>(raw)
      return rows.map((row) => row['QUERY PLAN'] ?? row.detail).join('\n')
    }

    it.each<[string, EventFilter, number]>([
      ['anything', {}, 101],
      ['a person', { userId: 'usr_1' }, 303],
      ['a target', { targetId: 'ses_1' }, 505],
      ['an action that is rare', { action: 'api_key.creds_read' }, 10_000],
      ['all three', { userId: 'usr_1', action: 'session.ended', targetId: 'ses_1' }, 10_000],
    ])('is read for %s in one index alone, and in the table only what is shown', async (_name, filter, most) => {
      const bounds = { after: 'evt_01', limit: 100 }
      const query = pageQuery(test.database.read, busy.accountId, filter, bounds).compile()
      const plan = await explain(query)
      if (engine === 'sqlite') {
        expect(plan).toContain('SEARCH audit_events USING COVERING INDEX audit_events_log (account_id=? AND id<?)')
        expect(plan).toContain('SEARCH e USING INDEX sqlite_autoindex_audit_events_1 (id=?)')
        expect(plan).not.toMatch(/SCAN (audit_events|e)\b/)
        return
      }
      const looked = /Index Only Scan Backward using audit_events_log .*actual rows=([\d.]+)/.exec(plan)?.[1]
      expect(Number(looked)).toBeGreaterThan(0)
      // One more for each filtered row than the arithmetic says, at its ends.
      expect(Number(looked)).toBeLessThanOrEqual(most + 10)
      expect(plan).not.toMatch(/Seq Scan on audit_events/)
    })
  })
})

// One engine: what is tried is the stream. Each event is large, so that few of them fill what the sockets hold.
test('an export goes as fast as it is taken, and ends, seen to be broken, when its key is deleted or the gateway stops', async () => {
  const watched = watchSql()
  const gateway = await openTestGateway('sqlite', { watch: watched.watch })
  try {
    const founder = await gateway.signUp()
    const details = JSON.stringify({ filling: 'x'.repeat(4000) })
    await addEvents(gateway, founder.accountId, 5000, () => ({ details }))
    const { id, key } = await gateway.issueKey(founder.bearer)
    await gateway.gateway.server.listen({ host: '127.0.0.1', port: 0 })
    const { port } = gateway.gateway.server.server.address() as AddressInfo
    const start = () =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const headers = { 'x-api-key': key }
        httpRequest({ host: '127.0.0.1', port, path: '/accounts/audit-events/export', headers }, resolve)
          .on('error', reject)
          .end()
      })
    const [response, another] = [await start(), await start()]
    await sleep(200)
    const statements = watched.count()
    await sleep(100)
    expect(watched.count()).toBe(statements)
    await gateway.call(`DELETE /accounts/api-key?id=${id}`, { bearer: founder.bearer })
    await expect(text(response)).rejects.toThrow('aborted')
    const message = 'an export of the audit log was interrupted'
    expect(gateway.logged).toContainEqual(expect.objectContaining({ level: 'warn', message }))

    const closed = gateway.gateway.close()
    await expect(text(another)).rejects.toThrow('aborted')
    await closed
  } finally {
    await gateway.place.remove()
  }
})

test('an export whose key is deleted before the answer begins is refused like any other request of that key', async () => {
  let meanwhile: (() => Promise<unknown>) | undefined
  const gateway = await openTestGateway('sqlite', {
    watch: (database) => ({
      ...database,
      async transaction(work) {
        const value = await database.transaction(work)
        const next = meanwhile
        meanwhile = undefined
        await next?.()
        return value
      },
    }),
  })
  const founder = await gateway.signUp()
  const { id, key } = await gateway.issueKey(founder.bearer)
  // Right after the transaction that admits the export.
  meanwhile = () => gateway.call(`DELETE /accounts/api-key?id=${id}`, { bearer: founder.bearer })
  const answer = await gateway.call('GET /accounts/audit-events/export', { key })
  expect([answer.status, answer.body.code]).toEqual([401, 'unauthorized'])
  await gateway.close()
})
