import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { HOUR, later } from '../../../test/run/clock.ts'
import { eventsAbout } from '../../../test/users/sign-in.ts'

/** A day: no test sees the end of the window, unless it begins in its last seconds. */
const DAILY = (requests: number) => ({ rate_limit: { requests, per_seconds: 86_400 } })
const INSIDE = '203.0.113.9'
const OUTSIDE = '198.51.100.1'

describeEngines('a key with limits that is rotated', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const issue = (limits: Record<string, unknown>, by = root.bearer) => test.issueKey(by, 'limited', limits)
  const rotate = async (body: object, by: { bearer?: string; key?: string } = { bearer: root.bearer }) =>
    (await test.call('POST /accounts/api-key/rotate', { ...by, body })).body.data
  const patch = (body: object) => test.call('PATCH /accounts/api-key', { bearer: root.bearer, body })
  const listed = async (id: string) =>
    (await test.call('GET /accounts/api-keys', { bearer: root.bearer })).body.data.find(
      (key: { id: string }) => key.id === id,
    )
  /** `200`, or the code of the refusal. */
  async function outcome(key: string, more: { from?: string } = {}, route = 'GET /accounts/info') {
    const { status, body } = await test.call(route, { key, ...more })
    return status === 200 ? 200 : body.code
  }

  it('leaves every limit to its successor, which shows them, is held to them, and has them in its event', async () => {
    const limits = { scopes: ['account:read', 'orders:*'], allowed_ips: ['203.0.113.0/24'], ...DAILY(100) }
    const old = await issue(limits)
    const successor = await rotate({ id: old.id })
    expect(successor).toMatchObject({ name: 'limited', ...limits })
    expect(await listed(successor.id)).toMatchObject({ ...limits, replaces: old.id, issued_by: null })
    expect(await outcome(successor.key, { from: INSIDE })).toBe(200)
    expect(await outcome(successor.key, { from: OUTSIDE })).toBe('address_not_allowed')
    expect(await outcome(successor.key, { from: INSIDE }, 'GET /accounts/api-keys')).toBe('insufficient_scope')
    const issued = (await eventsAbout(test, successor.id)).at(0)
    expect(JSON.parse(issued?.details ?? '')).toMatchObject({
      replaces: old.id,
      scopes: 'account:read orders:*',
      allowed_ips: '203.0.113.0/24',
      rate_limit: '100/86400',
    })
  })

  // Attack: a key rotates itself again and again, and each successor begins with a rate of its own.
  it('shares its rate with its successors, however often it is rotated: rotating makes no second rate of one', async () => {
    const first = await issue(DAILY(4))
    const second = await rotate({}, { key: first.key })
    const third = await rotate({}, { key: second.key })
    expect([await outcome(first.key), await outcome(third.key)]).toEqual([200, 200])
    for (const { key } of [first, second, third]) expect(await outcome(key)).toBe('too_many_requests')
  })

  it('leaves the bus to its successor as it is: creds that are blocked stay blocked, and others come', async () => {
    const blocked = await rotate({ id: (await issue({ scopes: ['account:read'] })).id })
    expect(blocked.creds).toBeUndefined()
    const asked = await test.call(`GET /accounts/api-creds?key=${blocked.key}`, { bearer: root.bearer })
    expect(asked.body.code).toBe('creds_barred')
    const opened = await patch({ id: blocked.id, scopes: ['messaging:connect'] })
    expect(opened.status).toBe(200)
    const again = await test.call(`GET /accounts/api-creds?key=${blocked.key}`, { bearer: root.bearer })
    expect(again.body.data).toContain('BEGIN quiva.ai USER JWT')
    expect((await rotate({ id: blocked.id })).creds).toContain('BEGIN quiva.ai USER JWT')
  })

  it('and its successor are changed each by itself from then on', async () => {
    const old = await issue({ scopes: ['account:read'] })
    const successor = await rotate({ id: old.id })
    await patch({ id: old.id, scopes: ['orders:read'] })
    expect([await outcome(old.key), await outcome(successor.key)]).toEqual(['insufficient_scope', 200])
    await patch({ id: successor.id, scopes: ['orders:read'], key_name: 'narrower' })
    expect(await outcome(successor.key)).toBe('insufficient_scope')
    expect((await listed(old.id)).name).toBe('limited')
  })

  it('goes on holding the keys that it issued in its grace, theirs are the same limits, and they end with it', async () => {
    const parent = await issue({ scopes: ['account:read', 'api-keys:write', 'orders:*'], ...DAILY(100) })
    const child = await issue({ scopes: ['account:read', 'api-keys:write'] }, parent.key)
    const { grace_ends_on: end } = await rotate({ id: parent.id, grace_seconds: 3600 })
    expect(await outcome(child.key)).toBe(200)
    // A successor of the child is below the old key too, and lives no longer.
    const heir = await rotate({}, { key: child.key })
    expect(heir.expires_on).toBe(end)
    expect(await listed(heir.id)).toMatchObject({ issued_by: parent.id })
    await patch({ id: parent.id, scopes: ['orders:*'] })
    for (const { key } of [child, heir]) expect(await outcome(key)).toBe('insufficient_scope')
    await patch({ id: parent.id, scopes: null })
    for (const { key } of [child, heir]) expect(await outcome(key)).toBe(200)
    await later(HOUR, async () => {
      for (const { key } of [parent, child, heir]) expect(await outcome(key)).toBe('unauthorized')
    })
  })

  it('may rotate itself only with the scope for it, and gets no more than it has', async () => {
    const narrow = await issue({ scopes: ['account:read'] })
    expect(await outcome(narrow.key, {}, 'POST /accounts/api-key/rotate')).toBe('insufficient_scope')
    const wide = await issue({ scopes: ['api-keys:write'] })
    const successor = await rotate({}, { key: wide.key })
    expect(successor.scopes).toEqual(['api-keys:write'])
    const lifted = { id: successor.id, scopes: null }
    const refused = await test.call('PATCH /accounts/api-key', { key: wide.key, body: lifted })
    expect(refused.body.code).toBe('beyond_own_limits')
  })

  it('is asked for again with its Idempotency-Key, limits and all; with other limits it is another request', async () => {
    const headers = { 'idempotency-key': `limits-${engine}-0123456789` }
    const ask = (limits: object) =>
      test.call('POST /accounts/api-key', { bearer: root.bearer, headers, body: { key_name: 'x', ...limits } })
    const limits = { scopes: ['account:read'], ...DAILY(5) }
    const [first, again] = [await ask(limits), await ask({ ...DAILY(5), scopes: ['account:read'] })]
    expect(first.body.data).toMatchObject(limits)
    expect(again.body).toEqual(first.body)
    const other = await ask({ ...limits, scopes: ['account:read', 'orders:read'] })
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused'])
  })
})
