import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { watchSql } from '../../../test/database/watch-sql.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { createApiKey } from '../../access/api-key-format.ts'

const FORM = 'application/x-www-form-urlencoded'

/** As the libraries of resource servers introspect: as an OAuth client, with the id of an API key and the key. */
describeEngines('introspection by an OAuth client', (engine) => {
  const sql = watchSql()
  let test: TestGateway
  let root: SignedInUser
  let service: { id: string; key: string }
  beforeAll(async () => {
    test = await openTestGateway(engine, { watch: sql.watch })
    root = await test.signUp()
    service = await test.issueKey(root.bearer, 'service', { scopes: ['tokens:introspect'] })
  })
  afterAll(() => test.close())

  const introspect = (headers: Record<string, string>, form: Record<string, string>, from?: string) =>
    test.call('POST /introspect', {
      headers: { 'content-type': FORM, ...headers },
      body: new URLSearchParams({ token: root.bearer, ...form }).toString(),
      ...(from && { from }),
    })
  const basicOf = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  const basic = (id: string, secret: string) => introspect({ authorization: basicOf(id, secret) }, {})
  const post = (id: string, secret: string) => introspect({}, { client_id: id, client_secret: secret })
  const ways = [
    ['client_secret_basic', basic],
    ['client_secret_post', post],
  ] as const

  it.each(ways)('is answered with %s', async (_name, ask) => {
    const answer = await ask(service.id, service.key)
    expect([answer.status, answer.body.active, answer.body.sub]).toEqual([200, true, root.userId])
    expect(await sql.during(() => ask(service.id, service.key))).toBe(0)
  })

  it('reads id and secret as RFC 6749 has them encoded in Basic, whatever the case of the scheme', async () => {
    const encoded = (text: string) => text.replaceAll('_', '%5F').replaceAll('-', '%2d')
    const answer = await introspect(
      { authorization: basicOf(encoded(service.id), encoded(service.key)).replace('Basic', 'bAsIc') },
      {},
    )
    expect([answer.status, answer.body.active]).toEqual([200, true])
    // The id alone may stand in the body as well: many libraries send it.
    const both = await introspect({ authorization: basicOf(service.id, service.key) }, { client_id: service.id })
    expect(both.body.active).toBe(true)
  })

  it.each(ways)(
    'is refused with %s for whatever is not that key and its id, known to the cache or not',
    async (_n, ask) => {
      const other = await test.issueKey(root.bearer, 'other', { scopes: ['tokens:introspect'] })
      const gone = await test.issueKey(root.bearer)
      await ask(gone.id, gone.key)
      await test.call(`DELETE /accounts/api-key?id=${gone.id}`, { bearer: root.bearer })
      for (const round of ['unseen', 'seen'])
        for (const [id, secret] of [
          [other.id, service.key],
          [service.id, other.key],
          [service.id, createApiKey()],
          [service.id, root.bearer],
          [root.userId, root.bearer],
          [gone.id, gone.key],
          ['', service.key],
          [service.id, ''],
          [`${service.id}x`, service.key],
        ] as const) {
          const answer = await ask(id, secret)
          expect([round, id, answer.status, answer.body.code]).toEqual([round, id, 401, 'unauthorized'])
          await test.call('GET /accounts/info', { key: other.key })
        }
    },
  )

  it('is refused with what is no id and secret at all', async () => {
    const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64')
    for (const text of [
      '',
      '!',
      base64(''),
      base64(':'),
      base64(service.key),
      base64(`:${service.key}`),
      base64('%zz:%zz'),
    ])
      for (const scheme of ['Basic', 'basic  ', 'Basic\t']) {
        const answer = await introspect({ authorization: `${scheme} ${text}` }, {})
        expect([text, answer.status]).toEqual([text, 401])
      }
    for (const form of [
      `client_secret=${service.key}`,
      `client_id=${service.id}`,
      '__proto__=1',
      'client_id[]=1&client_secret[]=1',
    ]) {
      const body = `token=x&${form}`
      expect((await test.call('POST /introspect', { headers: { 'content-type': FORM }, body })).status).toBe(401)
    }
    const twice = `token=x&client_id=${service.id}&client_secret=x&client_secret=${service.key}`
    expect((await test.call('POST /introspect', { headers: { 'content-type': FORM }, body: twice })).status).toBe(400)
  })

  it('is answered in the scheme that the client tried (RFC 6749, §5.2)', async () => {
    const challenge = async (answer: ReturnType<typeof basic>) => (await answer).headers['www-authenticate']
    expect(await challenge(basic(service.id, 'x'))).toBe('Basic realm="quiva"')
    expect(await challenge(post(service.id, 'x'))).toBe('Bearer realm="quiva"')
    expect(await challenge(introspect({}, {}))).toBe('Bearer realm="quiva"')
  })

  it('holds the key to its scopes, its addresses and its role, as everywhere', async () => {
    const scoped = await test.issueKey(root.bearer, 'scoped', { scopes: ['orders:read'] })
    const elsewhere = await test.issueKey(root.bearer, 'elsewhere', { allowed_ips: ['203.0.113.0/24'] })
    const rated = await test.issueKey(root.bearer, 'rated', { rate_limit: { requests: 1, per_seconds: 86_400 } })
    for (const [, ask] of ways) {
      expect((await ask(scoped.id, scoped.key)).body.code).toBe('insufficient_scope')
      expect((await ask(elsewhere.id, elsewhere.key)).body.code).toBe('address_not_allowed')
    }
    expect((await basic(rated.id, rated.key)).status).toBe(200)
    expect((await post(rated.id, rated.key)).body.code).toBe('too_many_requests')
  })

  it('is refused with two credentials at once (RFC 6749, §2.3)', async () => {
    const secret = { client_id: service.id, client_secret: service.key }
    const others: Record<string, string>[] = [
      { 'x-api-key': service.key },
      { authorization: basicOf(service.id, service.key) },
    ]
    for (const headers of others) {
      const answer = await introspect(headers, secret)
      expect([answer.status, answer.body.details]).toEqual([
        400,
        [{ path: '/body/client_secret', message: 'must not be sent together with another credential' }],
      ])
    }
    const wrong = await introspect({ authorization: 'Bearer x' }, secret)
    expect(wrong.status).toBe(401)
  })

  it('takes such credentials at no other operation, and no secret from JSON or from a query', async () => {
    const authorization = basicOf(service.id, service.key)
    expect((await test.call('GET /accounts/info', { headers: { authorization } })).status).toBe(401)
    expect((await test.call('GET /verify?account=1', { headers: { authorization } })).status).toBe(401)
    const secret = { client_id: service.id, client_secret: service.key }
    expect((await test.call('POST /introspect', { body: { token: 'x', ...secret } })).status).toBe(401)
    const query = new URLSearchParams(secret).toString()
    const body = 'token=x'
    const headers = { 'content-type': FORM }
    expect((await test.call(`POST /introspect?${query}`, { headers, body })).status).toBe(401)
    const batch = { headers: { authorization }, body: { tokens: [root.bearer] } }
    expect((await test.call('POST /introspect/batch', batch)).body.data[0].active).toBe(true)
  })

  // A form is read before anybody has proven anything.
  it('counts wrong secrets against the network, in the body too, and reads no more than a token takes', async () => {
    const small = await openTestGateway(engine, { environment: { RATE_LIMIT_ANONYMOUS_PER_MINUTE: '3' } })
    try {
      const body = new URLSearchParams({ token: 'x', client_id: 'key_x', client_secret: createApiKey() }).toString()
      const ask = (form: string) =>
        small.call('POST /introspect', { headers: { 'content-type': FORM }, body: form, from: '203.0.113.5' })
      const statuses = []
      for (let n = 0; n < 5; n += 1) statuses.push((await ask(body)).status)
      expect(statuses).toEqual([401, 401, 401, 429, 429])
      const large = { headers: { 'content-type': FORM }, body: `token=${'x'.repeat(40_000)}`, from: '203.0.113.6' }
      expect((await small.call('POST /introspect', large)).status).toBe(413)
    } finally {
      await small.close()
    }
  })
})
