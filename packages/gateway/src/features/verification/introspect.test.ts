import { SignJWT } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addMember } from '../../../test/users/members.ts'
import { exchangeKey } from '../../../test/users/sign-in.ts'
import { openKeys } from '../../../test/users/signing-keys.ts'
import { setSuspended } from '../../../test/users/users.ts'
import { createApiKey } from '../../access/api-key-format.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

describeEngines('introspection', (engine) => {
  const sql = watchSql()
  let test: TestGateway
  let root: SignedInUser
  let developer: SignedInUser
  let stranger: SignedInUser
  /** What a service calls with. */
  let service: { key: string }
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: sql.watch })
    root = await test.signUp()
    developer = await addMember(test, root, 'developer')
    stranger = await test.signUp()
    service = await test.issueKey(root.bearer, 'service', { scopes: ['tokens:introspect'] })
  })
  afterAll(() => test.close())

  const ask = (body: unknown, { key } = service) => test.call('POST /introspect', { key, body })
  const introspect = async (token: string, by = service) => (await ask({ token }, by)).body
  const batch = async (tokens: string[], { key } = service) =>
    (await test.call('POST /introspect/batch', { key, body: { tokens } })).body.data

  it("tells of a key of the caller's account all that a service needs, in the shape of RFC 7662", async () => {
    const limits = {
      scopes: ['orders:read', 'invoices:*'],
      allowed_ips: ['203.0.113.0/24'],
      rate_limit: { requests: 5, per_seconds: 60 },
    }
    const { id, key, expires_on } = await test.issueKey(developer.bearer, 'ci', limits)
    const answer = await ask({ token: key, token_type_hint: 'access_token' })
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store'])
    expect(answer.body).toEqual({
      active: true,
      scope: 'orders:read invoices:*',
      username: developer.email,
      token_type: 'Bearer',
      exp: Date.parse(expires_on) / 1000,
      sub: developer.userId,
      iss: 'http://gateway.test',
      account_id: root.accountId,
      role: 'developer',
      kind: 'key',
      owner: 'member',
      key_id: id,
      environment: 'live',
      metadata: null,
      tags: [],
      allowed_ips: limits.allowed_ips,
      rate_limit: limits.rate_limit,
      quota: null,
    })
  })

  it('tells of sessions too, of people and of keys, whose limits they have', async () => {
    const { id, key } = await test.issueKey(root.bearer, 'ci', { scopes: ['orders:read'] })
    const session = await exchangeKey(test, key)
    const free = { allowed_ips: null, rate_limit: null }
    expect(await introspect(session.bearer)).toMatchObject({ kind: 'key', key_id: id, scope: 'orders:read', ...free })
    expect(await introspect(root.bearer)).toMatchObject({ kind: 'interactive', key_id: null, scope: '*:*', ...free })
  })

  it('tells what holds, with what the keys above a key may', async () => {
    const parent = await test.issueKey(root.bearer, 'parent', {
      scopes: ['orders:*', 'api-keys:write'],
      rate_limit: { requests: 10, per_seconds: 60 },
    })
    const child = await test.issueKey(parent.key, 'child', { scopes: ['orders:read', 'orders:write'] })
    const rate_limit = { requests: 10, per_seconds: 60 }
    expect(await introspect(child.key)).toMatchObject({ scope: 'orders:read orders:write', rate_limit })
    const body = { id: parent.id, scopes: ['orders:read'], allowed_ips: ['10.0.0.0/8'] }
    await test.call('PATCH /accounts/api-key', { bearer: root.bearer, body })
    expect(await introspect(child.key)).toMatchObject({ scope: 'orders:read', allowed_ips: ['10.0.0.0/8'], rate_limit })
  })

  it('takes a form as well as JSON (RFC 7662, §2.1), and no name twice', async () => {
    const send = (body: string) => test.call('POST /introspect', { ...service, headers: FORM, body })
    expect((await send(`token=${root.bearer}&token_type_hint=access_token&other=x`)).body.active).toBe(true)
    for (const body of ['', 'token=', `token=${root.bearer}&token=x`, 'x', `token%5B%5D=${root.bearer}`])
      expect([body.slice(0, 9), (await send(body)).status]).toEqual([body.slice(0, 9), 400])
    const json = await test.call('POST /introspect/batch', { ...service, headers: FORM, body: 'tokens=x' })
    expect(json.status).toBe(415)
  })

  it('answers a batch in its order, each as it would be answered alone, and one that comes twice twice', async () => {
    const { key } = await test.issueKey(root.bearer)
    const tokens = [key, 'nonsense', root.bearer, stranger.bearer, key, createApiKey(), root.refreshToken]
    const answers = await batch(tokens)
    for (const [index, token] of tokens.entries()) expect(answers[index]).toEqual(await introspect(token))
    expect(answers.map(({ active }: { active: boolean }) => active)).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
      false,
    ])
  })

  it('says nothing but no of what is no live credential of the account, whatever it is', async () => {
    const [deleted, expired, foreign] = [
      await test.issueKey(root.bearer),
      await test.issueKey(root.bearer),
      await test.issueKey(stranger.bearer),
    ]
    const withCreds = await test.issueKey(root.bearer)
    const ended = await exchangeKey(test, withCreds.key)
    const suspended = await addMember(test, root, 'developer')
    const ofSuspended = await test.issueKey(suspended.bearer)
    expect((await introspect(deleted.key)).active).toBe(true)
    await test.call(`DELETE /accounts/api-key?id=${deleted.id}`, { bearer: root.bearer })
    await test.call(`DELETE /accounts/auth-token?token=${ended.authHandle}`, { bearer: root.bearer })
    await setSuspended(test, suspended, true)
    await test.database.transaction(({ db }) =>
      db
        .updateTable('api_keys')
        .set({ expires_at: Date.now() - 1 })
        .where('id', '=', expired.id)
        .execute(),
    )
    const { kid, privateKey } = await (await openKeys(test)).keys.current()
    const claims = JSON.parse(Buffer.from(root.bearer.split('.')[1] ?? '', 'base64url').toString())
    const typed = (typ: string, changes: object = {}) =>
      new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'EdDSA', typ, kid }).sign(privateKey)
    const none: Record<string, string> = {
      'a deleted key': deleted.key,
      'an expired key': expired.key,
      'a key of a suspended member': ofSuspended.key,
      'a key of another account': foreign.key,
      'an unknown key': createApiKey(),
      'a mistyped key': `${withCreds.key.slice(0, -1)}x`,
      'a key with something around it': ` ${withCreds.key}`,
      'the id of a key': withCreds.id,
      'its last four characters': withCreds.key.slice(-4),
      'its creds': withCreds.creds,
      'the JWT in its creds': /^eyJ.+$/m.exec(withCreds.creds)?.[0] ?? '',
      'the seed in its creds': /^SU.+$/m.exec(withCreds.creds)?.[0] ?? '',
      'a session that ended': ended.bearer,
      'a handle of a session': ended.authHandle,
      'a session of another account': stranger.bearer,
      'a refresh token': root.refreshToken,
      'a token of another type': await typed('JWT'),
      'an identity': await typed('quiva-identity+jwt'),
      "a token with another session's id": await typed('at+jwt', { sid: 'ses_unknown' }),
      "a token with another token's id": await typed('at+jwt', { jti: 'unknown' }),
      'a word': 'root',
    }
    for (const [what, token] of Object.entries(none)) {
      const { status, text } = await ask({ token })
      expect([what, status, text]).toEqual([what, 200, '{"active":false}'])
    }
    const answers = await batch(Object.values(none))
    expect(answers).toEqual(Object.keys(none).map(() => ({ active: false })))
  })

  // Whether a key of somebody else is known, in use or gone must not show in how much is done for the answer.
  it('does the same work for what is foreign, unknown or gone, however often it was used', async () => {
    const [foreign, own] = [await test.issueKey(stranger.bearer), await test.issueKey(root.bearer)]
    for (const { key } of [foreign, own]) await test.call('GET /accounts/info', { key })
    await introspect(own.key)
    await test.call('GET /accounts/info', { bearer: stranger.bearer })
    const work = (token: string) => sql.during(() => introspect(token))
    expect(await work(own.key)).toBe(0)
    for (const token of [foreign.key, foreign.key, createApiKey(), stranger.bearer, stranger.bearer])
      expect(await work(token)).toBe(1)
    const { id, key } = await test.issueKey(stranger.bearer)
    await test.call(`DELETE /accounts/api-key?id=${id}`, { bearer: stranger.bearer })
    expect(await work(key)).toBe(1)
  })

  it('costs two statements for a batch that was never seen, and none the second time', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => test.issueKey(root.bearer)))
    const sessions = [await exchangeKey(test, keys[0]?.key ?? ''), await exchangeKey(test, keys[1]?.key ?? '')]
    const tokens = [...keys.slice(2).map(({ key }) => key), ...sessions.map(({ bearer }) => bearer)]
    await introspect('x')
    const answers: { active: boolean }[] = []
    expect(await sql.during(async () => answers.push(...(await batch(tokens))))).toBe(2)
    expect(answers.every(({ active }) => active)).toBe(true)
    expect(await sql.during(() => batch(tokens))).toBe(0)
  })

  it('is right at once when what it told of before has changed', async () => {
    const { id, key } = await test.issueKey(root.bearer, 'ci', { scopes: ['orders:read'] })
    expect((await introspect(key)).scope).toBe('orders:read')
    await test.call('PATCH /accounts/api-key', { bearer: root.bearer, body: { id, scopes: ['orders:write'] } })
    expect((await introspect(key)).scope).toBe('orders:write')
    await test.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })
    expect(await introspect(key)).toEqual({ active: false })
  })

  it('takes nothing from the rate of the key, and knows no address of its client', async () => {
    const limits = { rate_limit: { requests: 1, per_seconds: 86_400 }, allowed_ips: ['203.0.113.0/24'] }
    const { key } = await test.issueKey(root.bearer, 'ci', limits)
    for (let n = 0; n < 3; n += 1) expect((await introspect(key)).active).toBe(true)
    expect((await test.call('GET /accounts/info', { key, from: '203.0.113.1' })).status).toBe(200)
  })

  // Attack: a token of another account takes a look-up and the check of a signature, a forged one less.
  it('answers no sooner than in a tenth of a second what is not active, foreign or forged; what is active at once', async () => {
    const took = async (token: string) => {
      const start = performance.now()
      await test.holdingBack(() => test.call('POST /introspect', { ...service, body: { token } }))
      return performance.now() - start
    }
    const [head, body] = stranger.bearer.split('.')
    for (const token of [stranger.bearer, `${head}.${body}.${'A'.repeat(86)}`, createApiKey(), 'nothing'])
      expect(await took(token)).toBeGreaterThan(98)
    const active = []
    for (let time = 0; time < 10; time += 1) active.push(await took(root.bearer))
    expect(Math.min(...active)).toBeLessThan(98)
  })

  it('is for root, admin and developer, and for keys with scopes only with tokens:introspect', async () => {
    for (const role of ['monitor', 'billing'] as const) {
      const { bearer } = await addMember(test, root, role)
      for (const route of ['POST /introspect', 'POST /introspect/batch'])
        expect((await test.call(route, { bearer, body: {} })).body.code).toBe('insufficient_permissions')
    }
    const other = await test.issueKey(root.bearer, 'other', { scopes: ['tokens:read', 'account:*'] })
    for (const route of ['POST /introspect', 'POST /introspect/batch']) {
      expect((await test.call(route, { key: other.key, body: {} })).body.code).toBe('insufficient_scope')
      expect((await test.call(route, { body: { token: root.bearer } })).status).toBe(401)
      expect((await test.call(route, { bearer: developer.bearer, body: {} })).body.code).toBe('invalid_request')
    }
  })

  it('is refused at the very member that is wrong, with none of the tokens in the answer, and changes nothing', async () => {
    const { key } = await test.issueKey(root.bearer)
    const { changed } = await changesOf(test, async () => {
      for (const [path, route, body] of [
        ['/body/token', 'introspect', {}],
        ['/body/token', 'introspect', { token: '' }],
        ['/body/token', 'introspect', { token: [key] }],
        ['/body/token', 'introspect', { token: key.repeat(300) }],
        ['/body/token', 'introspect', { token: `${key}\u0000` }],
        ['/body/tokens', 'introspect/batch', { token: key }],
        ['/body/tokens', 'introspect/batch', { tokens: [] }],
        ['/body/tokens', 'introspect/batch', { tokens: key }],
        ['/body/tokens', 'introspect/batch', { tokens: Array.from({ length: 101 }, () => key) }],
        ['/body/tokens/1', 'introspect/batch', { tokens: [key, 5] }],
        ['/body/tokens/0', 'introspect/batch', { tokens: [''] }],
      ] as const) {
        const answer = await test.call(`POST /${route}`, { ...service, body })
        const paths = (answer.body.details ?? []).map((problem: { path: string }) => problem.path)
        expect([route, answer.status, paths]).toEqual([route, 400, expect.arrayContaining([path])])
        expect(answer.text).not.toContain(key.slice(3, -4))
      }
      expect(await batch(Array.from({ length: 100 }, () => key))).toHaveLength(100)
    })
    expect(changed).toEqual([])
  })
})
