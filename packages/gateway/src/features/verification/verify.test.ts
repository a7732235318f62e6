import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { type Answer, type Call, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { later, SECOND } from '../../../test/run/clock.ts'
import { addMember } from '../../../test/users/members.ts'
import { exchangeKey } from '../../../test/users/sign-in.ts'

const PROXY = '10.9.9.9'
const CLIENT = '203.0.113.9'
const AUDIENCE = 'https://orders.example.com'

describeEngines('verifyCredential', (engine) => {
  const sql = watchSql()
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway(engine, {
      environment: { TRUST_PROXY: PROXY, VERIFY_ANY_ACCOUNT: 'true' },
      watch: sql.watch,
    })
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const issue = (limits: object = {}) => test.issueKey(root.bearer, 'ci', { ...limits })
  /** As a proxy asks for a client. */
  const verify = (call: Call, query = '', method = 'GET') =>
    test.call(`${method} /verify${query}`, {
      ...call,
      from: PROXY,
      headers: { 'x-forwarded-for': CLIENT, ...call.headers },
    })
  const outcome = ({ status, body }: Answer) => (status === 200 ? 200 : body?.code)
  const identityIn = ({ headers }: Answer) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-quiva')))

  it('says whose a key is, in headers and with nothing else', async () => {
    const { id, key } = await issue({ scopes: ['orders:read', 'invoices:*'] })
    const answer = await verify({ key })
    expect([answer.status, answer.text]).toEqual([200, ''])
    expect(answer.headers).toMatchObject({ 'content-length': '0', 'cache-control': 'no-store' })
    expect(identityIn(answer)).toEqual({
      'x-quiva-account': root.accountId,
      'x-quiva-user': root.userId,
      'x-quiva-role': 'root',
      'x-quiva-key-id': id,
      'x-quiva-scopes': 'orders:read invoices:*',
      'x-quiva-environment': 'live',
    })
  })

  it('says it of a session of a key as of the key, and of a person that there is no key, with all headers each time', async () => {
    const { id, key } = await issue()
    const session = await exchangeKey(test, key)
    const developer = await addMember(test, root, 'developer')
    for (const [call, keyId, user] of [
      [{ bearer: key }, id, root],
      [{ bearer: session.bearer }, id, root],
      [{ bearer: developer.bearer }, 'none', developer],
    ] as const)
      expect(identityIn(await verify(call))).toEqual({
        'x-quiva-account': root.accountId,
        'x-quiva-user': user.userId,
        'x-quiva-role': user === root ? 'root' : 'developer',
        'x-quiva-key-id': keyId,
        'x-quiva-scopes': '*:*',
        'x-quiva-environment': 'live',
      })
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])(
    'answers to %s as to GET, as Envoy asks',
    async (method) => {
      const { key } = await issue({ scopes: ['orders:read'] })
      const answer = await verify({ key }, '?scope=orders:read', method)
      expect([answer.status, answer.text]).toEqual([200, ''])
      expect(answer.headers['x-quiva-scopes']).toBe('orders:read')
      expect((await verify({ key }, '?scope=orders:write', method)).status).toBe(403)
      expect((await verify({}, '', method)).status).toBe(401)
    },
  )

  it('refuses what is no good credential with 401, and counts it against the network', async () => {
    const { id, key } = await issue()
    await verify({ key })
    await test.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })
    for (const call of [{}, { key }, { key: `${key}0` }, { bearer: root.refreshToken }, { bearer: 'a.b.c' }]) {
      const answer = await verify(call)
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthorized'])
      expect(identityIn(answer)).toEqual({})
    }
  })

  it('lets a key with scopes pass for what they cover, all that is asked for, and says what is lacking', async () => {
    const { key } = await issue({ scopes: ['orders:read', 'invoices:*'] })
    const asked = async (scope: string) => outcome(await verify({ key }, `?scope=${scope}`))
    for (const scope of [
      'orders:read',
      'invoices:pay',
      'invoices:*',
      'orders:read%20invoices:pay',
      'orders:read+invoices:x',
    ])
      expect([scope, await asked(scope)]).toEqual([scope, 200])
    for (const scope of [
      'orders:write',
      'orders:*',
      '*:*',
      'orders:read%20orders:write',
      'order:read',
      'orders:read-all',
    ])
      expect([scope, await asked(scope)]).toEqual([scope, 'insufficient_scope'])
    const refused = await verify({ key }, '?scope=orders:read%20orders:write')
    expect(refused.headers['www-authenticate']).toContain('scope="orders:read orders:write"')
    expect(identityIn(refused)).toEqual({})
  })

  it('lets people, and keys without scopes, pass for every scope', async () => {
    const { key } = await issue()
    for (const call of [{ key }, { bearer: root.bearer }])
      expect(outcome(await verify(call, '?scope=orders:write'))).toBe(200)
  })

  it('lets credentials pass only for their own account, if that is asked for', async () => {
    const stranger = await test.signUp()
    for (const { bearer } of [root, stranger]) {
      expect(outcome(await verify({ bearer }))).toBe(200)
      const own = outcome(await verify({ bearer }, `?account=${root.accountId}`))
      expect(own).toBe(bearer === root.bearer ? 200 : 'other_account')
    }
    for (const account of ['x', '0', `${root.accountId}0`, `%20${root.accountId}`])
      expect(outcome(await verify({ bearer: root.bearer }, `?account=${account}`))).toBe('other_account')
  })

  it.each([
    ['scope', 'Orders:read'],
    ['scope', 'orders'],
    ['scope', 'orders:read%20%20orders:write'],
    ['scope', ''],
    ['scope', 'a:b%00'],
    ['scope', 'a:b&scope=*:*'],
    ['scope', '%22%0d%0aX-Quiva-Role:%20root'],
    ['account', ''],
    ['audience', 'http://gateway.test'],
    ['audience', 'x'.repeat(201)],
  ])('refuses a question that makes no sense: %s=%s', async (name, value) => {
    const answer = await verify({ bearer: root.bearer }, `?${name}=${value}`)
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
    expect(answer.body.details[0].path).toBe(`/querystring/${name}`)
  })

  // Each of these would otherwise be a question without the account, or without the scopes: everybody would pass.
  it.each([
    'acount=1',
    'Account=1',
    'account%5B%5D=1',
    'account%20=1',
    'scopes=orders:write',
    'aud=x',
    'x',
    '__proto__=1',
  ])('refuses a parameter that it does not know: %s', async (parameter) => {
    const name = decodeURIComponent(parameter.split('=')[0] ?? '')
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const answer = await verify({ bearer: root.bearer }, `?account=${root.accountId}&${parameter}`, method)
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
      const details = [{ path: `/querystring/${name}`, message: 'is unknown; check the spelling' }]
      expect(answer.body.details).toEqual(details)
      expect(identityIn(answer)).toEqual({})
    }
  })

  // Services that get headers as variables (CGI, WSGI, PHP) read each of these as X-Quiva-Role.
  it.each(['X-Quiva-Role', 'x-quiva-anything', 'X_Quiva_Role', 'X.Quiva.Role', 'x!quiva~user', 'X-QUIVA_KEY-ID'])(
    'refuses a request that brings %s itself',
    async (name) => {
      expect(outcome(await verify({ bearer: root.bearer, headers: { [name]: 'root' } }))).toBe('identity_header_sent')
    },
  )

  it('takes other headers for what they are', async () => {
    const headers = { 'x-quivalent': 'x', 'x-quiva': 'x', 'quiva-role': 'x', 'x-aquiva-role': 'x' }
    expect(outcome(await verify({ bearer: root.bearer, headers }))).toBe(200)
  })

  describe('for a key with addresses', () => {
    const limits = { allowed_ips: ['203.0.113.0/24', '2001:db8::/32', '10.0.0.0/8'] }

    it.each([CLIENT, `${CLIENT}:443`, '2001:db8::7', `::ffff:${CLIENT}`, `198.51.100.1, ${CLIENT}`])(
      'passes for a client at %s',
      async (from) => {
        const { key } = await issue(limits)
        expect(outcome(await verify({ key, headers: { 'x-forwarded-for': from } }))).toBe(200)
      },
    )

    it.each(['198.51.100.1', `${CLIENT}, 198.51.100.1`, 'unknown', `${CLIENT}:https`, `"${CLIENT}"`])(
      'does not for one at %s',
      async (from) => {
        const { key } = await issue(limits)
        expect(outcome(await verify({ key, headers: { 'x-forwarded-for': from } }))).toBe('address_not_allowed')
      },
    )

    // Its own address may be an allowed one: then the key would be good from everywhere.
    it('believes no proxy that nobody said to trust, and none that says nothing of its client', async () => {
      const { key } = await issue(limits)
      const claimed = { 'x-forwarded-for': CLIENT }
      expect(outcome(await test.call('GET /verify', { key, from: '10.1.1.1', headers: claimed }))).toBe(
        'address_not_allowed',
      )
      expect(outcome(await test.call('GET /verify', { key, from: PROXY }))).toBe('address_not_allowed')
      expect(outcome(await test.call('GET /verify', { key, from: CLIENT }))).toBe('address_not_allowed')
    })
  })

  it('counts against the rate of the key, as its other requests do, and says when to come again', async () => {
    const { key } = await issue({ rate_limit: { requests: 3, per_seconds: 86_400 } })
    expect(outcome(await test.call('GET /accounts/info', { key }))).toBe(200)
    expect(outcome(await verify({ key }))).toBe(200)
    expect(outcome(await verify({ key }, '?account=1'))).toBe('other_account')
    const { status, headers } = await verify({ key })
    expect([status, headers['ratelimit-policy']]).toEqual([429, '"key";q=3;w=86400'])
  })

  it('costs no SQL for a credential that was seen before: with scopes, addresses and a rate, with a JWT, of a session', async () => {
    const { key } = await issue({
      scopes: ['orders:read'],
      allowed_ips: ['203.0.113.0/24'],
      rate_limit: { requests: 1000, per_seconds: 86_400 },
    })
    const session = (
      await test.call('POST /accounts/auth-with-api-key', {
        from: PROXY,
        headers: { 'x-forwarded-for': CLIENT },
        body: { api_key: key },
      })
    ).body.data.auth_token
    const calls = () =>
      Promise.all([{ key }, { bearer: session }].map((call) => verify(call, `?scope=orders:read&audience=${AUDIENCE}`)))
    expect((await calls()).map(outcome)).toEqual([200, 200])
    const statements = await sql.during(async () => {
      for (let n = 0; n < 20; n += 1) expect((await calls()).map(outcome)).toEqual([200, 200])
      // Others, but of the same credential.
      expect(outcome(await verify({ key }, '?scope=orders:write'))).toBe('insufficient_scope')
    })
    expect(statements).toBe(0)
  })

  it('costs one statement for a key that was not, and two for one that a key issued', async () => {
    const parent = await issue({ scopes: ['orders:read', 'api-keys:write'] })
    const child = await test.issueKey(parent.key)
    const fresh = await issue({ scopes: ['orders:read'] })
    expect(await sql.during(() => verify({ key: fresh.key }))).toBe(1)
    expect(await sql.during(() => verify({ key: child.key }))).toBe(2)
  })

  it('changes nothing', async () => {
    const { key } = await issue()
    const { changed } = await changesOf(test, async () => {
      await verify({ key }, `?audience=${AUDIENCE}`)
      await verify({ key }, '?account=1')
    })
    expect(changed).toEqual([])
  })

  describe('the JWT', () => {
    const jwtOf = async (call: Call, audience = AUDIENCE) =>
      String((await verify(call, `?audience=${encodeURIComponent(audience)}`)).headers['x-quiva-jwt'])
    const check = async (jwt: string, audience = AUDIENCE) => {
      const jwks = (await test.call('GET /.well-known/jwks.json')).body
      const options = { issuer: 'http://gateway.test', audience, typ: 'quiva-identity+jwt', algorithms: ['EdDSA'] }
      return (await jwtVerify(jwt, createLocalJWKSet(jwks), options)).payload
    }

    it('is there on request only, and says the same as the headers, for that audience, for a minute', async () => {
      const { id, key } = await issue({ scopes: ['orders:read'] })
      expect((await verify({ key })).headers).not.toHaveProperty('x-quiva-jwt')
      const { iat = 0, exp, ...claims } = await check(await jwtOf({ key }))
      expect(exp).toBe(iat + 60)
      expect(claims).toEqual({
        iss: 'http://gateway.test',
        aud: AUDIENCE,
        sub: root.userId,
        account_id: root.accountId,
        role: 'root',
        kind: 'key',
        key_id: id,
        environment: 'live',
        scope: 'orders:read',
      })
      expect(await check(await jwtOf({ bearer: root.bearer }))).toMatchObject({
        kind: 'interactive',
        key_id: null,
        scope: '*:*',
      })
    })

    // Attack: a stranger fetches one for the service's audience by themselves, past the proxy and what that asks for.
    it('tells a stranger, and a key with other scopes, from who may: it has their own account and scopes', async () => {
      const stranger = await test.signUp()
      const narrow = await test.issueKey(root.bearer, 'narrow', { scopes: ['invoices:read'] })
      const strangers = await check(await jwtOf({ bearer: stranger.bearer }))
      expect(strangers).toMatchObject({ account_id: stranger.accountId, scope: '*:*' })
      expect(stranger.accountId).not.toBe(root.accountId)
      expect(await check(await jwtOf({ key: narrow.key }))).toMatchObject({
        account_id: root.accountId,
        scope: 'invoices:read',
      })
    })

    it('is given out again for half a minute, for the same caller and audience, and always good for another half', async () => {
      const [one, other] = [await issue(), await issue()]
      const first = await jwtOf({ key: one.key })
      expect(await jwtOf({ key: one.key })).toBe(first)
      expect(await jwtOf({ key: one.key }, 'another')).not.toBe(first)
      expect(await jwtOf({ key: other.key })).not.toBe(first)
      // On PostgreSQL a clock that jumps ends the trust in the cache, and with it what was signed.
      if (engine === 'sqlite') await later(29 * SECOND, async () => expect(await jwtOf({ key: one.key })).toBe(first))
      await later(31 * SECOND, async () => expect(await jwtOf({ key: one.key })).not.toBe(first))
    })

    it('says what holds now when the key was narrowed a moment ago', async () => {
      const { id, key } = await issue({ scopes: ['orders:read', 'orders:write'] })
      expect((await check(await jwtOf({ key }))).scope).toBe('orders:read orders:write')
      await test.call('PATCH /accounts/api-key', { bearer: root.bearer, body: { id, scopes: ['orders:read'] } })
      expect((await check(await jwtOf({ key }))).scope).toBe('orders:read')
    })

    it('ends with the credential, if that is sooner', async () => {
      const { key, expires_on } = await issue({ expiry_days: 1 })
      await later(Date.parse(expires_on) - Date.now() - 20 * SECOND, async () => {
        const payload = JSON.parse(Buffer.from((await jwtOf({ key })).split('.')[1] ?? '', 'base64url').toString())
        expect(payload.exp).toBe(Date.parse(expires_on) / 1000)
      })
    })

    // It is signed with the very keys of the access tokens: only its type and audience keep it from being one.
    it('is no access token: it opens nothing, is not valid, and introspects as nothing', async () => {
      const jwt = await jwtOf({ bearer: root.bearer })
      expect(decodeProtectedHeader(jwt).typ).toBe('quiva-identity+jwt')
      for (const call of [{ bearer: jwt }, { key: jwt }])
        for (const route of ['GET /accounts/info', 'GET /verify'])
          expect((await test.call(route, call)).status).toBe(401)
      const body = { token: jwt }
      expect((await test.call('POST /accounts/token-validate', { body })).body).toEqual({ data: false })
      const { bearer } = root
      expect((await test.call('POST /introspect', { bearer, body })).body).toEqual({ active: false })
      const refresh = { auth_token: jwt, refresh_token: root.refreshToken }
      expect((await test.call('POST /accounts/refresh-token', { body: refresh })).status).toBe(401)
      expect((await test.call(`DELETE /accounts/auth-token?token=${jwt}`, { bearer })).body.code).toBe(
        'unknown_session',
      )
    })
  })
})
