import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

describeEngines('the expiry of a key', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterEach(async () => {
    vi.useRealTimers()
    await test.close()
  })

  const status = async (call: { key?: string; bearer?: string }) => (await test.call('GET /accounts/info', call)).status
  const eventsOf = (id: string) =>
    test.database.read.selectFrom('audit_events').selectAll().where('target_id', '=', id).orderBy('action').execute()
  const rowOf = (id: string) =>
    test.database.read.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst()
  async function signIn(): Promise<string> {
    const { email, password } = root
    return (await test.call('POST /accounts/auth-with-password', { body: { email, password } })).body.data.auth_token
  }

  it('holds to the millisecond, though the key was used and is cached, and for the session that was made from it', async () => {
    const { id, key, expires_on } = await test.issueKey(root.bearer, 'x', { expiry_days: 1 })
    const expiresAt = Date.parse(expires_on)
    vi.setSystemTime(expiresAt - 2000)
    const exchanged = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
    const { auth_token: session, refresh_token: refreshToken } = exchanged.body.data
    const late = await signIn()
    for (const at of [expiresAt - 1000, expiresAt - 1]) {
      vi.setSystemTime(at)
      for (const call of [{ key }, { bearer: session }]) expect(await status(call)).toBe(200)
    }
    vi.setSystemTime(expiresAt)
    for (const call of [{ key }, { bearer: session }]) expect(await status(call)).toBe(401)
    const refreshed = await test.call('POST /accounts/refresh-token', {
      body: { auth_token: session, refresh_token: refreshToken },
    })
    expect(refreshed.status).toBe(401)
    expect((await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })).status).toBe(401)
    expect((await test.call(`GET /accounts/api-creds?key=${key}`, { bearer: late })).status).toBe(404)
    expect((await test.call('GET /accounts/api-keys', { bearer: late })).body.data).toEqual([])
    const deleted = await test.call(`DELETE /accounts/api-key?id=${id}`, { bearer: late })
    expect(deleted.body.code).toBe('unknown_api_key')
  })

  it('removes the key some time later, with an event, and leaves those that live', async () => {
    const [short, long] = [
      await test.issueKey(root.bearer, 'short', { expiry_days: 1 }),
      await test.issueKey(root.bearer, 'long', { expiry_days: 2 }),
    ]
    vi.setSystemTime(Date.parse(short.expires_on) + 6 * MINUTE_MS)
    await expect.poll(() => rowOf(short.id)).toBeUndefined()
    expect(await rowOf(long.id)).toBeDefined()
    expect(await status({ key: long.key })).toBe(200)
    const [expired] = await eventsOf(short.id)
    expect(expired).toMatchObject({
      action: 'api_key.expired',
      account_id: root.accountId,
      actor_kind: 'system',
      actor_user_id: null,
    })
    expect(JSON.parse(expired?.details ?? '')).toEqual({ name: 'short', owner: root.userId })
    const { key_count } = await test.database.read
      .selectFrom('accounts')
      .select('key_count')
      .where('id', '=', root.accountId)
      .executeTakeFirstOrThrow()
    expect(key_count).toBe(1)
  })

  // A server goes by its own clock: while its last second is not over, the creds of a deleted key would work again.
  it('forgets a deleted key only minutes later, without an event of an expiry, and tells the message bus', async () => {
    const { id, expires_on } = await test.issueKey(root.bearer, 'x', { expiry_days: 1 })
    await test.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })
    const version = async () =>
      (
        await test.database.read
          .selectFrom('accounts')
          .select('claims_version')
          .where('id', '=', root.accountId)
          .executeTakeFirstOrThrow()
      ).claims_version
    const before = await version()
    vi.setSystemTime(Date.parse(expires_on) + 4 * MINUTE_MS)
    // The job runs each minute; it must have run by the time another key is gone.
    await test.database.transaction(({ db }) =>
      db.updateTable('outbox').set({ due_at: 0 }).where('key', '=', 'expired-api-keys').execute(),
    )
    await expect.poll(jobIsDone).toBe(true)
    expect(await rowOf(id)).toBeDefined()
    expect(await version()).toBe(before)
    vi.setSystemTime(Date.parse(expires_on) + 6 * MINUTE_MS)
    await expect.poll(() => rowOf(id)).toBeUndefined()
    expect(await version()).toBe(before + 1)
    expect((await eventsOf(id)).map(({ action }) => action)).toEqual(['api_key.deleted', 'api_key.issued'])
  })

  it('of hundreds of keys in several accounts is followed up for each of them', async () => {
    const other = await test.signUp()
    // More than one batch of the sweep; some at a time, since each waits for a connection to PostgreSQL.
    for (let issued = 0; issued < 540; issued += 30) {
      const owners = Array.from({ length: 30 }, (_, n) => (n % 5 === 0 ? other : root))
      await Promise.all(owners.map(({ bearer }) => test.issueKey(bearer, 'x', { expiry_days: 1 })))
    }
    vi.setSystemTime(Date.now() + DAY_MS + 6 * MINUTE_MS)
    await expect
      .poll(async () => (await test.database.read.selectFrom('api_keys').select('id').execute()).length, {
        timeout: 8000,
      })
      .toBe(0)
    const accounts = await test.database.read.selectFrom('accounts').select('key_count').execute()
    expect(accounts.map(({ key_count }) => key_count)).toEqual([0, 0])
    const events = await test.database.read
      .selectFrom('audit_events')
      .select('id')
      .where('action', '=', 'api_key.expired')
      .execute()
    expect(events).toHaveLength(540)
  })

  async function jobIsDone(): Promise<boolean> {
    const { due_at } = await test.database.read
      .selectFrom('outbox')
      .select('due_at')
      .where('key', '=', 'expired-api-keys')
      .executeTakeFirstOrThrow()
    return due_at > 0
  }
})
