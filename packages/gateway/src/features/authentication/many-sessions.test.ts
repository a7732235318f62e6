import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { signIn, statusOf } from '../../../test/users/sign-in.ts'
import { newId } from '../../platform/crypto/random.ts'

/** More than a statement takes parameters on either engine (SQLite 32,766, PostgreSQL 65,535). */
const MANY = 66_000

describeEngines('who has very many sessions', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  it('keeps the newest hundred of a key: a program that exchanges its key for each call piles up nothing', async () => {
    const { id, key } = await test.issueKey(root.bearer)
    const told: unknown[] = []
    for (let time = 0; time < 103; time += 1) {
      const { body } = await test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
      told.push(body.data.ended_sessions)
    }
    expect(told).toEqual([...Array(100).fill(undefined), 1, 1, 1])
    const sessions = await test.database.read
      .selectFrom('sessions')
      .select('ended_at')
      .where('api_key_id', '=', id)
      .orderBy('id')
      .execute()
    expect(sessions).toHaveLength(103)
    expect(sessions.map((session) => session.ended_at !== null)).toEqual([true, true, true, ...Array(100).fill(false)])
  })

  // Attack: whoever exchanges a key often enough at once keeps more sessions than are counted, or the service busy.
  it('of many exchanges at once, too: none fails, and a hundred are left', async () => {
    const { id, key } = await test.issueKey(root.bearer)
    await seed(root, 100, id)
    const exchange = () => test.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })
    const answers = await Promise.all(Array.from({ length: 40 }, exchange))
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200))
    expect(await live(root, id)).toBe(100)
    const alive = answers.map(({ body }) => statusOf(test, body.data.auth_token))
    expect(new Set(await Promise.all(alive))).toEqual(new Set([200]))
  })

  it('of many sign-ins at once, too', async () => {
    const user = await test.signUp()
    await seed(user, 99, null)
    await Promise.all(Array.from({ length: 16 }, () => signIn(test, user)))
    expect(await live(user, null)).toBe(100)
  })

  // Scripts that sign in for each call must not end the session of somebody at work.
  it('keeps one that goes on, however many have run out', async () => {
    const user = await test.signUp()
    await seed(user, 150, null, 'run out')
    await signIn(test, user)
    expect(await statusOf(test, user.bearer)).toBe(200)
    expect(await live(user, null)).toBe(2)

    await seed(user, 99, null)
    await signIn(test, user)
    expect(await statusOf(test, user.bearer)).toBe(401)
    expect(await live(user, null)).toBe(100)
  })

  // Attack: a thief makes so many sessions from a stolen key that deleting the key fails.
  it('can delete the key all the same, and all sessions of its owner', async () => {
    const { id, key } = await test.issueKey(root.bearer)
    await seed(root, MANY, id)
    const deleted = await test.call('DELETE /accounts/api-key', { bearer: root.bearer, body: { id } })
    expect(deleted.status).toBe(200)
    expect((await test.call('GET /accounts/info', { key })).status).toBe(401)
    expect(await live(root, id)).toBe(0)

    const other = await test.issueKey(root.bearer)
    await seed(root, MANY, other.id)
    expect(
      (await test.call('DELETE /accounts/tokens', { bearer: root.bearer, body: { email: root.email } })).status,
    ).toBe(200)
    expect(await live(root, other.id)).toBe(0)
  }, 120_000)

  async function live({ userId }: SignedInUser, keyId: string | null): Promise<number> {
    const rows = await test.database.read
      .selectFrom('sessions')
      .select('id')
      .where('user_id', '=', userId)
      .where('api_key_id', keyId === null ? 'is' : '=', keyId)
      .where('ended_at', 'is', null)
      .execute()
    return rows.length
  }

  /** Sessions from that key, or from sign-ins; `run out`: their refresh tokens are used, or too old. */
  async function seed(
    { userId, accountId }: SignedInUser,
    count: number,
    keyId: string | null,
    state: 'live' | 'run out' = 'live',
  ): Promise<void> {
    const now = Date.now()
    const later = now + 86_400_000
    const session = () => ({
      id: newId('ses'),
      account_id: accountId,
      user_id: userId,
      kind: keyId === null ? ('interactive' as const) : ('key' as const),
      method: keyId === null ? 'password' : 'api_key',
      api_key_id: keyId,
      access_token_hash: 'x',
      access_expires_at: state === 'live' ? later : now - 1,
      expires_at: later,
      ip: '127.0.0.1',
      user_agent: '',
      location: 'unknown',
      created_at: now,
    })
    for (let start = 0; start < count; start += 2000) {
      const rows = Array.from({ length: Math.min(2000, count - start) }, session)
      await test.database.transaction(async ({ db }) => {
        await db.insertInto('sessions').values(rows).execute()
        if (state === 'live') return
        const tokens = rows.map(({ id }, index) => ({
          token_hash: id,
          session_id: id,
          ...(index % 2 ? { used_at: now, expires_at: later } : { expires_at: now - 1 }),
        }))
        await db.insertInto('refresh_tokens').values(tokens).execute()
      })
    }
  }
})
