import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { MINUTE } from '../../../test/run/clock.ts'
import { addApp, beginStep } from '../../../test/users/factors.ts'
import { addMember } from '../../../test/users/members.ts'
import { addOperator, type TestOperator } from '../../../test/users/operator.ts'
import { freshPlace } from '../../../test/users/users.ts'
import type { OperatorOperationId } from '../../access/policy-table.ts'

const requests = {
  getOperatorHealth: ['GET /operator/health'],
  getOperatorMetrics: ['GET /operator/metrics?window=day'],
  listOutboxItems: ['GET /operator/outbox'],
  retryOutboxItem: ['POST /operator/outbox/retry', { id: 'out_unknown' }],
  discardOutboxItem: ['POST /operator/outbox/discard', { id: 'out_unknown' }],
  listAllAccounts: ['GET /operator/accounts'],
  restoreAccount: ['POST /operator/accounts/restore', { id: '0000000000' }],
  suspendAccount: ['POST /operator/accounts/suspend', { id: '0000000000', reason: 'abuse' }],
  resumeAccount: ['POST /operator/accounts/resume', { id: '0000000000', reason: 'solved' }],
} as const satisfies Record<OperatorOperationId, readonly [string, object?]>
const all = Object.values(requests)

describeEngines('operators of the gateway', (engine) => {
  let test: TestGateway
  let operator: TestOperator
  let others: SignedInUser
  const OPERATORS = 'Operator@Example.com, monitor@example.com'
  beforeEach(beginStep)
  beforeAll(async () => {
    test = await openTestGateway(engine, { environment: { OPERATORS } })
    others = await test.signUp('others')
    operator = await addOperator(test, 'the operator’s')
  })
  afterAll(() => test.close())

  async function setUser({ userId }: SignedInUser, values: Record<string, string | number | null>): Promise<void> {
    await test.database.transaction(({ db }) => db.updateTable('users').set(values).where('id', '=', userId).execute())
  }

  const ask = (by: { bearer?: string; key?: string }, [route, body]: readonly [string, object?]) =>
    test.call(route, { ...by, ...(body && { body }) })
  const codesOf = async (by: { bearer?: string; key?: string }) => {
    const codes = new Set<string>()
    for (const request of all) codes.add((await ask(by, request)).body.code ?? 'allowed')
    return [...codes].sort()
  }
  const ok = async (route: string, body?: object) => {
    const answer = await ask({ bearer: operator.bearer }, [route, body])
    expect(answer.status, answer.text).toBe(200)
    return answer.body
  }
  const refusal = async (route: string, body?: object) => {
    const { status, body: answer } = await ask({ bearer: operator.bearer }, [route, body])
    return [status, answer.code, answer.details?.[0]?.path].filter((one) => one !== undefined)
  }

  describe('nobody else is let in, and nothing changes:', () => {
    const nobody = async (by: { bearer?: string; key?: string }, code: string) => {
      const { changed } = await changesOf(test, async () => expect(await codesOf(by)).toEqual([code]))
      expect(changed).toEqual([])
    }

    it('not the root of another account, and not an administrator or the root of the operator’s own account', async () => {
      await nobody({ bearer: others.bearer }, 'insufficient_permissions')
      await addApp(test, others.bearer)
      await nobody({ bearer: others.bearer }, 'insufficient_permissions')
    })

    it('not without a credential, and no key of an operator, whatever its owner may do', async () => {
      await nobody({}, 'unauthorized')
      const owner = await test.signUp()
      await setUser(owner, { email: 'monitor@example.com' })
      await addApp(test, owner.bearer)
      const { key } = await test.issueKey(owner.bearer)
      await nobody({ key }, 'interactive_required')
      const session = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
      await nobody({ bearer: session.body.data.auth_token }, 'interactive_required')
      await setUser(owner, { email: owner.email })
    })

    // Attack: a stolen password of an operator who has no second factor yet, or a session from before they had one.
    it('not an operator without a second factor, nor in a session that began without it', async () => {
      const lazy = await addMember(test, others, 'monitor')
      await setUser(lazy, { email: 'monitor@example.com' })
      await nobody({ bearer: lazy.bearer }, 'operator_factor_missing')
      await addApp(test, lazy.bearer)
      await test.database.transaction(({ db }) =>
        db.updateTable('sessions').set({ method: 'password' }).where('user_id', '=', lazy.userId).execute(),
      )
      await nobody({ bearer: lazy.bearer }, 'operator_factor_required')
      await setUser(lazy, { email: lazy.email })
    })

    // Attack: somebody claims the address of an operator, which was never confirmed; or the operator changes address.
    it('not with an address that is not confirmed, or is another one by now, although the session goes on', async () => {
      expect(await codesOf(operator)).toEqual([
        'allowed',
        'unknown_account',
        'unknown_deleted_account',
        'unknown_outbox_item',
      ])
      const { email_confirmed_at: at } = await test.database.read
        .selectFrom('users')
        .select('email_confirmed_at')
        .where('id', '=', operator.userId)
        .executeTakeFirstOrThrow()
      const losses: Record<string, string | null>[] = [
        { email_confirmed_at: null },
        { email: 'operator@example.com.evil.test' },
      ]
      for (const values of losses) {
        await setUser(operator, values)
        await nobody(operator, 'insufficient_permissions')
        await setUser(operator, { email: 'operator@example.com', email_confirmed_at: at })
      }
      await setUser(operator, { totp_enabled_at: null })
      await nobody(operator, 'operator_factor_missing')
      await setUser(operator, { totp_enabled_at: 1 })
      expect(await codesOf(operator)).not.toContain('insufficient_permissions')
    })

    it('not a session that was approved for a device, nor one that has ended in the database only', async () => {
      const sessions = (values: object) =>
        test.database.transaction(({ db }) =>
          db.updateTable('sessions').set(values).where('user_id', '=', operator.userId).execute(),
        )
      await sessions({ method: 'device:password+totp' })
      await nobody(operator, 'operator_factor_required')
      await sessions({ method: 'password+totp', ended_at: 1 })
      await nobody(operator, 'unauthorized')
      await sessions({ ended_at: null })
    })
  })

  // Attack: a browser that an operator has left open for days.
  it('lets an operator only read who has signed in a while ago', async () => {
    const age = (at: number) =>
      test.database.transaction(({ db }) =>
        db.updateTable('sessions').set({ created_at: at }).where('user_id', '=', operator.userId).execute(),
      )
    await age(Date.now() - 11 * MINUTE)
    const { changed } = await changesOf(test, async () =>
      expect(await codesOf(operator)).toEqual(['allowed', 'step_up_required']),
    )
    expect(changed).toEqual([])
    await age(Date.now() - 9 * MINUTE)
    expect(await codesOf(operator)).toEqual([
      'allowed',
      'unknown_account',
      'unknown_deleted_account',
      'unknown_outbox_item',
    ])
  })

  it('refuses what is malformed with 400, but only operators hear so', async () => {
    for (const bad of ['/operator/outbox?state=gone', '/operator/accounts?limit=501', '/operator/accounts?sort=plan'])
      expect([bad, ...(await refusal(`GET ${bad}`)).slice(0, 2)]).toEqual([bad, 400, 'invalid_request'])
    expect((await refusal('POST /operator/outbox/retry', {}))[1]).toBe('invalid_request')
    const stranger = await ask({ bearer: others.bearer }, ['GET /operator/outbox?state=gone'])
    expect(stranger.body.code).toBe('insufficient_permissions')
  })

  it('refuses bad input at the very member that is wrong, and changes nothing', async () => {
    const bad = [
      ...['limit=0', 'limit=x', 'cursor=', 'cursor=%00', 'kind=', 'kind=a%00b', 'sort=id', 'unknown=1'].map(
        (query) => [`GET /operator/outbox?limit=5&${query}`, undefined] as const,
      ),
      ...['search=', 'search=a%00b', 'sort=keys', 'state=', 'id=', 'cursor=eyJ9&limit=1', 'unknown=1'].map(
        (query) => [`GET /operator/accounts?${query}`, undefined] as const,
      ),
      ...['retry', 'discard'].flatMap((verb) =>
        [{}, null, [], { id: '' }, { id: 1 }, { id: 'a\0b' }, { id: 'x'.repeat(201) }, { id: 'x', more: 1 }].map(
          (body) => [`POST /operator/outbox/${verb}`, body] as const,
        ),
      ),
      ...[{}, null, { id: 1 }, { id: 'x', root_email: 'x' }, { id: 'x', more: 1 }].map(
        (body) => ['POST /operator/accounts/restore', body] as const,
      ),
      ...['suspend', 'resume'].flatMap((verb) =>
        [
          { id: 'x' },
          { reason: 'x' },
          null,
          ...['', ' \n', 1, 'x'.repeat(501), 'a\0b'].map((reason) => ({ id: 'x', reason })),
        ].map((body) => [`POST /operator/accounts/${verb}`, body] as const),
      ),
    ]
    const { changed } = await changesOf(test, async () => {
      for (const [route, body] of bad) {
        const answer = await test.call(route, {
          bearer: operator.bearer,
          headers: { 'content-type': 'application/json' },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })
        expect([route, body, answer.status, answer.body.code]).toEqual([route, body, 400, 'invalid_request'])
        expect(answer.body.details[0].path).toMatch(/^\/(body|querystring)/)
      }
    })
    expect(changed).toEqual([])
  })

  it('tells the console who is an operator, and nobody else about themselves', async () => {
    const headers = { 'sec-fetch-site': 'same-origin' }
    const { email, password } = await test.signUp()
    const body = { email, password }
    const other = await test.call('POST /console/session', { body, headers, from: freshPlace() })
    expect([other.status, 'is_operator' in other.body.data]).toEqual([200, false])
    const own = await test.call('POST /console/session/totp', {
      body: await operator.untilCode(),
      headers,
      from: freshPlace(),
    })
    expect([own.status, own.body.data.is_operator]).toEqual([200, true])
    expect((await test.call('GET /operator/health', { bearer: own.body.data.auth_token })).status).toBe(200)
  })

  it('getOperatorHealth shows this gateway and what it depends on', async () => {
    const { data } = await ok('GET /operator/health')
    expect(data).toMatchObject({
      gateway: { node: process.versions.node, version: expect.any(String) },
      database: { engine, migrations: { newest: expect.stringMatching(/^00\d\d-/), applied: expect.any(Number) } },
      message_bus: 'not configured',
      mail: { way: 'files', failed: 0 },
      images: 'folder',
      outbox: { failed: 0 },
      accounts: { live: expect.any(Number) },
    })
    expect(data.disk.free_bytes).toBeGreaterThan(0)
    expect(data.gateways.heard).toBe(1)
    if (engine === 'postgres') expect(data.gateways.registered).toMatchObject([{ own: true }])
  })

  describe('the outbox', () => {
    const NEVER = Date.now() + 1e9
    type Row = { id: string; failed?: boolean; dropped?: boolean; leased?: boolean; kind?: string }
    const add = ({ id, failed, dropped, leased, kind = 'mail' }: Row) =>
      test.database.transaction(({ db }) =>
        db
          .insertInto('outbox')
          .values({
            ...{ id, kind, key: id, payload_sealed: dropped ? null : 'sealed-secret', version: 1, due_at: NEVER },
            ...{ leased_until: leased ? NEVER : 0, attempts: 3, last_error: '550 no such mailbox', created_at: 1 },
            ...{ failed_at: failed ? 2 : null, payload_dropped_at: dropped ? 2 : null },
          })
          .execute(),
      )
    const row = (id: string) =>
      test.database.read.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst()
    const events = (id: string) =>
      test.database.read
        .selectFrom('audit_events')
        .select(['action', 'account_id', 'actor_user_id', 'details'])
        .where('details', 'like', `%${id}%`)
        .orderBy('id')
        .execute()

    it('shows what fails and why, in pages, and never what it would do', async () => {
      for (const id of ['t_a', 't_b']) await add({ id, kind: 'expire-invitation' })
      await add({ id: 't_c', kind: 'expire-invitation', failed: true, dropped: true })
      const query = 'kind=expire-invitation&limit=2'
      const first = await ok(`GET /operator/outbox?${query}`)
      expect(first.data[0]).toEqual({
        ...{ id: 't_a', kind: 'expire-invitation', about: null, state: 'retrying', attempts: 3 },
        ...{ error: '550 no such mailbox', due_on: new Date(NEVER).toISOString(), failed_on: null },
        ...{ created_on: new Date(1).toISOString(), can_be_retried: true },
      })
      const second = await ok(`GET /operator/outbox?${query}&cursor=${first.next_cursor}`)
      expect(second.data).toMatchObject([{ id: 't_c', state: 'failed', due_on: null, can_be_retried: false }])
      expect(second.next_cursor).toBe(null)
      const { data, kinds } = await ok('GET /operator/outbox?state=failed')
      expect(data).toHaveLength(1)
      expect(kinds.find(({ kind }: { kind: string }) => kind === 'expire-invitation')).toMatchObject({
        ...{ retrying: 2, failed: 1, waiting: 0 },
      })
      expect(JSON.stringify([first, second])).not.toContain('sealed-secret')
      for (const id of ['t_a', 't_b', 't_c']) await ok('POST /operator/outbox/discard', { id })
      expect((await ok('GET /operator/outbox?kind=expire-invitation')).data).toEqual([])
    })

    it('is tried again on request, with its data; not while somebody works on it, nor once its data are gone', async () => {
      await add({ id: 't_again', leased: true })
      expect(await refusal('POST /operator/outbox/retry', { id: 't_again' })).toEqual([409, 'outbox_item_busy'])
      expect(await refusal('POST /operator/outbox/discard', { id: 't_again' })).toEqual([409, 'outbox_item_busy'])
      expect((await row('t_again'))?.due_at).toBe(NEVER)
      await add({ id: 't_spent', failed: true, dropped: true })
      expect(await refusal('POST /operator/outbox/retry', { id: 't_spent' })).toEqual([409, 'outbox_item_spent'])
      expect(await refusal('POST /operator/outbox/retry', { id: 't_unknown' })).toEqual([400, 'unknown_outbox_item'])
      // A kind that no worker takes, so that the row can be looked at.
      await add({ id: 't_retried', kind: 'unheard-of', failed: true })
      await ok('POST /operator/outbox/retry', { id: 't_retried' })
      const retried = await row('t_retried')
      expect(retried).toMatchObject({ attempts: 0, failed_at: null, version: 2, payload_sealed: 'sealed-secret' })
      expect(retried?.due_at).toBeLessThanOrEqual(Date.now())
      await ok('POST /operator/outbox/discard', { id: 't_retried' })
      expect(await row('t_retried')).toBe(undefined)
      expect(await events('t_retried')).toMatchObject([
        { action: 'operator.work_retried', account_id: null, actor_user_id: operator.userId },
        { action: 'operator.work_discarded', account_id: null, actor_user_id: operator.userId },
      ])
    })

    it('keeps the recurring jobs, whoever wants to discard them', async () => {
      const recurring = await test.database.read
        .selectFrom('outbox')
        .select('id')
        .where('kind', '=', 'recurring')
        .execute()
      expect(recurring.length).toBeGreaterThan(0)
      for (const { id } of recurring) expect((await refusal('POST /operator/outbox/discard', { id }))[0]).toBe(409)
    })
  })

  describe('the accounts', () => {
    const list = async (query = '') => (await ok(`GET /operator/accounts?${query}`)).data
    const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)

    it('are all listed, found by name, address or id, in pages, with numbers and nothing that is stored in them', async () => {
      const [found] = await list(`search=${others.accountId.slice(0, 9)}`)
      expect(found).toMatchObject({
        ...{ id: others.accountId, name: 'others', root_email: others.email, state: 'active', deleted_on: null },
        ...{ keys: 0, last_request_on: null, restorable_until: null },
      })
      expect(found.members).toBeGreaterThan(1)
      expect(idsOf(await list(`search=${encodeURIComponent(others.email.toUpperCase())}`))).toEqual([others.accountId])
      expect(idsOf(await list(`id=${others.accountId}`))).toEqual([others.accountId])
      expect(await list("search=' or 1=1 --")).toEqual([])
      for (const sort of ['name', '-created_on']) {
        const walked: string[] = []
        for (let cursor = ''; ; ) {
          const page = await ok(`GET /operator/accounts?limit=1&sort=${sort}${cursor}`)
          walked.push(...idsOf(page.data))
          if (page.next_cursor === null) break
          cursor = `&cursor=${page.next_cursor}`
        }
        expect([sort, walked]).toEqual([sort, idsOf(await list(`sort=${sort}`))])
      }
    })

    it('that were deleted are listed apart and restored, which their log says, with the operator', async () => {
      const owner = await test.signUp('to be restored')
      const now = Date.now()
      await test.database.transaction(async ({ db }) => {
        await db.updateTable('accounts').set({ deleted_at: now }).where('id', '=', owner.accountId).execute()
        await db.deleteFrom('account_looks').where('account_id', '=', owner.accountId).execute()
      })
      expect(idsOf(await list())).not.toContain(owner.accountId)
      const [deleted] = await list('state=deleted')
      expect(deleted).toMatchObject({ id: owner.accountId, state: 'deleted', deleted_on: new Date(now).toISOString() })
      const restore = '/operator/accounts/restore'
      const taken = { id: owner.accountId, name: 'others' }
      expect(await refusal(`POST ${restore}`, taken)).toEqual([400, 'invalid_request', '/body/name'])
      const elsewhere = { id: owner.accountId, root_email: others.email }
      expect(await refusal(`POST ${restore}`, elsewhere)).toEqual([400, 'invalid_request', '/body/root_email'])
      expect(await refusal(`POST ${restore}`, { id: others.accountId })).toEqual([400, 'unknown_deleted_account'])
      // Two operators at the same instant: one restores it.
      const both = await Promise.all(
        [1, 2].map(() => ask({ bearer: operator.bearer }, [`POST ${restore}`, { id: owner.accountId }])),
      )
      expect(both.map(({ status }) => status).sort()).toEqual([200, 400])
      const done = both.find(({ status }) => status === 200)?.body.data
      expect(done).toEqual({ name: 'to be restored', root_email: owner.email, streams_purged_on: null })
      const event = await test.database.read
        .selectFrom('audit_events')
        .select(['actor_user_id', 'actor_kind', 'ip'])
        .where('account_id', '=', owner.accountId)
        .where('action', '=', 'account.restored')
        .execute()
      expect(event).toEqual([{ actor_user_id: operator.userId, actor_kind: 'interactive', ip: '127.0.0.1' }])
    })
  })

  // The gate has let the request in; the right is lost before the transaction.
  it('ends with the right: a change that waits for its turn is refused', async () => {
    const { createOperators } = await import('../../access/operators.ts')
    const operators = createOperators(test.database, ['operator@example.com'])
    const { credential_id: credentialId } = await test.database.read
      .selectFrom('audit_events')
      .select('credential_id')
      .where('actor_user_id', '=', operator.userId)
      .where('action', '=', 'operator.work_retried')
      .executeTakeFirstOrThrow()
    const principal = { ...operator, kind: 'interactive', credentialId } as never
    await test.database.transaction((tx) => operators.recheck(tx, principal))
    await setUser(operator, { email: 'else@example.com' })
    await expect(test.database.transaction((tx) => operators.recheck(tx, principal))).rejects.toMatchObject({
      code: 'insufficient_permissions',
    })
    await setUser(operator, { email: 'operator@example.com' })
  })
})

describeEngines('without OPERATORS', (engine) => {
  it('nobody is an operator', async () => {
    const test = await openTestGateway(engine)
    const root = await test.signUp()
    for (const [route, body] of all as readonly (readonly [string, object?])[]) {
      const answer = await test.call(route, { bearer: root.bearer, ...(body && { body }) })
      expect([route, answer.status, answer.body.code]).toEqual([route, 403, 'insufficient_permissions'])
    }
    await test.close()
  })
})
