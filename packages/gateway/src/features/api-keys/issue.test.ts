import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { isWellFormedApiKey } from '../../access/api-key-format.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'

const DAY_MS = 86_400_000

describeEngines('issueApiKey', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const issue = (body: unknown, bearer = root.bearer) => test.call('POST /accounts/api-key', { bearer, body })
  const rows = () => test.database.read.selectFrom('api_keys').selectAll().execute()

  it('gives a key that is well formed, lives 90 days, and opens the API in both headers', async () => {
    const before = Date.now()
    const issued = await issue({ key_name: ' ci ' })
    expect(issued.status).toBe(200)
    const { id, key, name, created_on, expires_on, creds } = issued.body.data
    expect(name).toBe('ci')
    expect(isWellFormedApiKey(key)).toBe(true)
    expect(Date.parse(created_on)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(created_on)).toBeLessThanOrEqual(Date.now())
    // A whole second, as the JWT in the creds can say it.
    expect(Date.parse(expires_on)).toBe(Math.floor((Date.parse(created_on) + 90 * DAY_MS) / 1000) * 1000)
    expect(creds).toContain('BEGIN quiva.ai USER JWT')
    expect(id).toMatch(/^key_[0-9a-z]{26}$/)
    for (const call of [{ key }, { bearer: key }]) {
      const info = await test.call('GET /accounts/info', call)
      expect(info.body.data.id).toBe(root.accountId)
    }
  })

  it.each(['monitor', 'billing'] as const)('refuses a %s', async (role) => {
    const member = await addMember(test, root, role)
    const refused = await issue({ key_name: 'x' }, member.bearer)
    expect(refused.status).toBe(403)
    expect(refused.body.code).toBe('insufficient_permissions')
  })

  it.each([1, 30, 365])('lets the key live for %i days', async (days) => {
    const { created_on, expires_on } = (await issue({ key_name: 'x', expiry_days: days })).body.data
    expect(Date.parse(expires_on)).toBe(Math.floor((Date.parse(created_on) + days * DAY_MS) / 1000) * 1000)
  })

  it.each([0, -1, 366, 1.5, '30', null, true, 1e300])('refuses a life of %j days, and issues nothing', async (days) => {
    const before = await rows()
    const refused = await issue({ key_name: 'x', expiry_days: days })
    expect(refused.status).toBe(400)
    expect(refused.body.details).toEqual([{ path: '/body/expiry_days', message: expect.any(String) }])
    expect(await rows()).toEqual(before)
  })

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one of spaces', '   '],
    ['one of 101 characters', 'x'.repeat(101)],
    ['one of 101 characters beyond the BMP', '🔑'.repeat(101)],
    ['one with a line break, which would forge a line of a log', 'a\nb'],
    ['one with an escape, which would talk to a terminal', 'a\u001b[2J'],
    ['one with NUL', 'a\0'],
    ['one with half a surrogate pair', 'a\ud83d'],
    ['a number', 5],
  ])('refuses a name: %s', async (_what, name) => {
    const before = await rows()
    const refused = await issue({ key_name: name })
    expect(refused.status).toBe(400)
    expect(refused.body.details).toEqual([{ path: '/body/key_name', message: expect.any(String) }])
    expect(await rows()).toEqual(before)
  })

  it.each(['x', 'x'.repeat(100), '🔑'.repeat(100), 'Schlüssel für "CI" \\ <b>', '  spaced  '])(
    'takes the name %j',
    async (name) => {
      const { id } = await test.issueKey(root.bearer, name)
      const list = await test.call('GET /accounts/api-keys', { bearer: root.bearer })
      expect(list.body.data.find((key: { id: string }) => key.id === id).name).toBe(name.trim())
    },
  )

  it('gives two keys of one name different ids, keys and creds', async () => {
    const [one, other] = [await test.issueKey(root.bearer, 'same'), await test.issueKey(root.bearer, 'same')]
    for (const member of ['id', 'key', 'creds'] as const) expect(one[member]).not.toBe(other[member])
  })

  it('refuses members that it does not know: a misspelt limit would be none, and a key is always the caller’s own', async () => {
    const member = await addMember(test, root, 'developer')
    const before = await rows()
    const refused = await issue({ key_name: 'x', email: member.email, scope: ['orders:read'] })
    expect([refused.status, refused.body.details.map(({ path }: { path: string }) => path)]).toEqual([
      400,
      ['/body/email', '/body/scope'],
    ])
    expect(await rows()).toEqual(before)
  })

  it('keeps the hash of the key only, and leaves an event that names who, by what and from where, without the key', async () => {
    const headers = { 'user-agent': 'ci/1.0' }
    const from = '203.0.113.7'
    const issued = await test.call('POST /accounts/api-key', {
      bearer: root.bearer,
      body: { key_name: 'audited' },
      headers,
      from,
    })
    const { id, key, expires_on } = issued.body.data
    const row = (await rows()).find((one) => one.id === id)
    expect(row?.key_hash).toBe(sha256(key))
    expect(row?.last_4).toBe(key.slice(-4))
    const events = await test.database.read.selectFrom('audit_events').selectAll().where('target_id', '=', id).execute()
    expect(events).toEqual([
      expect.objectContaining({
        action: 'api_key.issued',
        account_id: root.accountId,
        actor_user_id: root.userId,
        actor_kind: 'interactive',
        credential_id: expect.stringMatching(/^ses_/),
        ip: from,
        user_agent: 'ci/1.0',
      }),
    ])
    expect(JSON.parse(events[0]?.details ?? '')).toEqual({ name: 'audited', expires_on })
    await expectNowhereInDatabase(test, [key, key.slice(3), key.slice(3, -4)])
  })

  it('is refused to a member who was suspended a moment ago, whatever the cache still believes', async () => {
    const member = await addMember(test, root, 'developer')
    await test.issueKey(member.bearer)
    const before = await rows()
    await test.database.transaction(({ db }) =>
      db.updateTable('memberships').set({ suspended_at: Date.now() }).where('user_id', '=', member.userId).execute(),
    )
    expect((await issue({ key_name: 'x' }, member.bearer)).status).toBe(401)
    expect(await rows()).toEqual(before)
  })

  // With a stolen token in the second in which its owner ends the session, a thief would gain 365 days.
  it('is refused to a session that ended a moment ago, whatever the cache still believes', async () => {
    const user = await test.signUp()
    await test.issueKey(user.bearer)
    await test.database.transaction(({ db }) =>
      db.updateTable('sessions').set({ ended_at: Date.now() }).where('user_id', '=', user.userId).execute(),
    )
    const before = await rows()
    expect((await issue({ key_name: 'x' }, user.bearer)).status).toBe(401)
    expect(await rows()).toEqual(before)
  })
})

describeEngines('issueApiKey with API_KEY_TTL_DAYS', (engine) => {
  it('takes the default from there, and still what the caller asks for', async () => {
    const test = await openTestGateway(engine, { environment: { API_KEY_TTL_DAYS: '7' } })
    try {
      const { bearer } = await test.signUp()
      for (const [body, days] of [
        [{ key_name: 'x' }, 7],
        [{ key_name: 'x', expiry_days: 30 }, 30],
      ] as const) {
        const { created_on, expires_on } = (await test.call('POST /accounts/api-key', { bearer, body })).body.data
        expect((Date.parse(expires_on) - Date.parse(created_on)) / DAY_MS).toBeCloseTo(days, 3)
      }
    } finally {
      await test.close()
    }
  })
})

/** Looks through every row of every table that a request can write. */
async function expectNowhereInDatabase({ database }: TestGateway, secrets: string[]): Promise<void> {
  const tables = [
    'api_keys',
    'accounts',
    'memberships',
    'users',
    'sessions',
    'refresh_tokens',
    'audit_events',
    'outbox',
    'settings',
  ] as const
  for (const table of tables) {
    const text = JSON.stringify(await database.read.selectFrom(table).selectAll().execute())
    for (const secret of secrets) expect(text).not.toContain(secret)
  }
}
