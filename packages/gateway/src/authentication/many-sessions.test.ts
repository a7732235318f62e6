import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../test/engines.ts'
import { openTestGateway, type SignedInPerson, type TestGateway } from '../../test/gateway.ts'

/** More than a statement takes parameters on either engine (SQLite 32,766, PostgreSQL 65,535). */
const MANY = 66_000

describeEngines('a key with very many sessions', (engine) => {
  let test: TestGateway
  let root: SignedInPerson
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  it('keeps its newest hundred: a program that exchanges its key for each call piles up nothing', async () => {
    const { id, key } = await test.issueKey(root.bearer)
    for (let time = 0; time < 103; time += 1)
      await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
    const sessions = await test.database.read
      .selectFrom('sessions')
      .select('ended_at')
      .where('api_key_id', '=', id)
      .orderBy('id')
      .execute()
    expect(sessions).toHaveLength(103)
    expect(sessions.map((session) => session.ended_at !== null)).toEqual([true, true, true, ...Array(100).fill(false)])
  })

  // Attack: a thief makes so many sessions from a stolen key that deleting the key fails.
  it('can be deleted all the same, and so can all sessions of its owner', async () => {
    const { id, key } = await test.issueKey(root.bearer)
    await seedSessions(id)
    const deleted = await test.call('DELETE /accounts/api-key', { bearer: root.bearer, body: { id } })
    expect(deleted.status).toBe(200)
    expect((await test.call('GET /accounts/info', { key })).status).toBe(401)
    expect(await live(id)).toBe(0)

    const other = await test.issueKey(root.bearer)
    await seedSessions(other.id)
    expect(
      (await test.call('DELETE /accounts/tokens', { bearer: root.bearer, body: { email: root.email } })).status,
    ).toBe(200)
    expect(await live(other.id)).toBe(0)
  }, 60_000)

  async function live(keyId: string): Promise<number> {
    const rows = await test.database.read
      .selectFrom('sessions')
      .select('id')
      .where('api_key_id', '=', keyId)
      .where('ended_at', 'is', null)
      .execute()
    return rows.length
  }

  async function seedSessions(keyId: string): Promise<void> {
    const later = Date.now() + 86_400_000
    const row = (number: number) => ({
      id: `ses_${keyId.slice(-10)}_${String(number).padStart(8, '0')}`,
      account_id: root.accountId,
      user_id: root.userId,
      kind: 'key' as const,
      method: 'api_key',
      api_key_id: keyId,
      access_token_id: 'x',
      access_expires_at: later,
      expires_at: later,
      ip: '127.0.0.1',
      user_agent: '',
      location: 'unknown',
      created_at: Date.now(),
    })
    for (let start = 0; start < MANY; start += 2000) {
      const rows = Array.from({ length: 2000 }, (_, index) => row(start + index))
      await test.database.transaction(({ db }) => db.insertInto('sessions').values(rows).execute())
    }
  }
})
