import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { bodyLimitOf } from '../../../test/http/body-limits.ts'
import { listen, openSocket, readAnswer, sendRaw } from '../../../test/http/raw-http.ts'
import { isAnonymous, isForOperators, type OperationId } from '../../access/policy.ts'

const SIGNED: OperationId[] = ['processPaymentWebhook', 'reportLeakedKeys']

// biome-ignore lint/suspicious/noExplicitAny: a schema of the document, read by its members
type Schema = any
type Described = { operationId?: OperationId; requestBody?: { content: { 'application/json': { schema: Schema } } } }

const JSON_TYPE = { 'content-type': 'application/json' }

describe('bodies', () => {
  let test: TestGateway
  let users: SignedInUser[]
  let named: Record<string, Schema>
  let operations: { route: string; id: OperationId; schema: Schema }[]
  beforeAll(async () => {
    test = await openTestGateway('sqlite')
    users = [await test.signUp(), await test.signUp()]
    const { body } = await test.call('GET /openapi.json')
    named = body.components.schemas
    operations = Object.entries<Record<string, Described>>(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { operationId: id, requestBody }]) => {
        const schema = requestBody?.content['application/json'].schema
        return id && schema ? [{ route: `${method.toUpperCase()} ${path}`, id, schema }] : []
      }),
    )
    expect(operations.length).toBeGreaterThan(40)
  })
  afterAll(() => test.close())

  it('are bounded by operation: 16 KiB, and more only where it is needed, nowhere without a credential', async () => {
    for (const [index, { route, id }] of operations.entries()) {
      // Two, since refused bodies count.
      const bearer = users[index % 2]?.bearer ?? ''
      // Those of payments answer 503 first, where payments are not configured.
      if (SIGNED.includes(id) || route.includes('/payment/')) continue
      // Nobody here is an operator: they are refused before their body is read.
      if (isForOperators(id)) continue
      const limit = bodyLimitOf(id)
      expect(isAnonymous(id) && limit > 16_384, id).toBe(false)
      const send = async (length: number) => {
        const body = `{"a":"${'x'.repeat(length - 8)}"}`
        // The console's own operations are for its pages only.
        const headers = { ...JSON_TYPE, 'sec-fetch-site': 'same-origin' }
        const answer = await test.call(route, { bearer, headers, body })
        return answer.body?.code
      }
      expect(await send(limit + 1), id).toBe('payload_too_large')
      if (id !== 'uploadProfileImage') expect(await send(limit), id).not.toBe('payload_too_large')
    }
  }, 30_000)

  it('have room for whatever their schema lets through', () => {
    for (const { id, schema } of operations) {
      if (SIGNED.includes(id) || id === 'uploadProfileImage') continue
      const most = longest(schema, named)
      if (Number.isFinite(most)) expect(most, id).toBeLessThanOrEqual(bodyLimitOf(id))
    }
  })
})

/** Bytes of the longest body of ASCII that a schema lets through; infinite where it does not say. */
function longest(given: Schema, named: Record<string, Schema>): number {
  const schema = given.$ref ? named[given.$ref.split('/').at(-1)] : given
  const options: Schema[] | undefined = schema.anyOf ?? (schema.properties ? undefined : schema.oneOf)
  if (options) return Math.max(...options.map((option) => longest(option, named)))
  if (schema.enum) return Math.max(...schema.enum.map((value: unknown) => JSON.stringify(value).length))
  if (schema.type === 'string') return 2 + (schema.maxLength ?? Number.POSITIVE_INFINITY)
  if (schema.type === 'array')
    return 2 + (1 + longest(schema.items, named)) * (schema.maxItems ?? Number.POSITIVE_INFINITY)
  if (schema.type !== 'object') return 25
  const members = Object.entries<Schema>(schema.properties ?? {})
  if (members.length === 0) return Number.POSITIVE_INFINITY
  return members.reduce((sum, [name, member]) => sum + name.length + 4 + longest(member, named), 2)
}

describe('a body that cannot be one', () => {
  let test: TestGateway
  afterEach(() => test.close())

  const open = async (environment: Record<string, string> = {}) => {
    test = await openTestGateway('sqlite', { environment })
    return test.signUp()
  }
  const tooLarge = `{"a":"${'x'.repeat(20_000)}"}`

  // Attack: 1 MB with 90,000 members, or lists of lists, by anybody, as often as they like.
  it.each([
    ['members', JSON.stringify(Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [index, 0]))), '/body'],
    ['items', JSON.stringify({ scopes: Array(1500).fill('a:b') }), '/body'],
    ['levels', '['.repeat(8000), '/body'],
  ])('has too many %s: 400, and the answer is short', async (_what, body, path) => {
    const { bearer } = await open()
    for (const route of ['POST /accounts/api-key', 'PATCH /accounts', 'POST /accounts/auth-with-password']) {
      const answer = await test.call(route, { bearer, headers: JSON_TYPE, body })
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
      expect(answer.body.details).toEqual([{ path, message: expect.any(String) }])
    }
  })

  it('has a list that is too long: one problem, whatever its items are', async () => {
    const { bearer } = await open()
    for (const item of ['account:read', '', 5, null]) {
      const body = { key_name: 'x', scopes: Array(800).fill(item) }
      const { body: answer } = await test.call('POST /accounts/api-key', { bearer, body })
      expect(answer.details).toEqual([{ path: '/body/scopes', message: 'must not have more than 50 items' }])
    }
  })

  it('has many wrong members: the first few are named', async () => {
    const { bearer } = await open()
    const body = { key_name: 'x', scopes: Array(50).fill('') }
    const answer = await test.call('POST /accounts/api-key', { bearer, body })
    expect(answer.body.details.length).toBeLessThanOrEqual(8)
  })

  it('is a form or an address with too many parameters', async () => {
    const { bearer } = await open()
    const fields = Array.from({ length: 51 }, (_, index) => `a${index}=`).join('&')
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    for (const route of ['POST /introspect', 'POST /confirm-email', 'POST /reset-password'])
      expect((await test.call(route, { bearer, headers: form, body: fields })).body.details[0].path).toBe('/body')
    const asked = await test.call(`GET /accounts/info?${fields}`, { bearer })
    expect([asked.status, asked.body.details[0].path]).toEqual([400, '/querystring'])
  })

  it('is compressed: 415, for JSON, forms and images alike', async () => {
    const { bearer } = await open()
    for (const [route, type] of [
      ['POST /accounts/auth-with-password', 'application/json'],
      ['POST /accounts/profile-image', 'application/json'],
      ['POST /introspect', 'application/x-www-form-urlencoded'],
      ['POST /confirm-email', 'application/x-www-form-urlencoded'],
    ] as const)
      for (const coding of ['gzip', 'br', 'identity, gzip', 'x']) {
        const headers = { 'content-type': type, 'content-encoding': coding }
        const answer = await test.call(route, { bearer, headers, body: 'x' })
        expect([answer.status, answer.body.code]).toEqual([415, 'unsupported_encoding'])
      }
    const headers = { ...JSON_TYPE, 'content-encoding': 'Identity' }
    expect((await test.call('POST /accounts/token-validate', { headers, body: '{"token":"x"}' })).status).toBe(200)
  })

  it('counts against the credential, whose other requests go on', async () => {
    const { bearer } = await open()
    const { key } = await test.issueKey(bearer)
    const send = (body: string, caller: { key?: string; bearer?: string } = { key }) =>
      test.call('POST /accounts/api-key', { ...caller, headers: JSON_TYPE, body })
    for (let count = 0; count < 20; count += 1)
      for (const body of [tooLarge, '{', '['.repeat(100)]) expect([400, 413]).toContain((await send(body)).status)
    const refused = await send('{"key_name":"x"}')
    expect(refused.headers['ratelimit-policy']).toBe('"refused-body";q=60;w=60')
    expect((await test.call('GET /accounts/info', { key })).status).toBe(200)
    expect((await send('{"key_name":"x"}', { bearer })).status).toBe(200)
  })

  it.each([
    ['an operation of which only failures count', 'POST /accounts/token-validate', 'application/json', '{"token":"x"}'],
    ['a page', 'POST /confirm-email', 'application/x-www-form-urlencoded', 'code=1'],
  ])('counts against the address where nobody is known: %s', async (_what, route, type, fine) => {
    await open({ RATE_LIMIT_ANONYMOUS_PER_MINUTE: '10' })
    const from = '203.0.113.7'
    const send = (body: string) => test.call(route, { from, headers: { 'content-type': type }, body })
    for (let count = 0; count < 10; count += 1) expect((await send(tooLarge)).status).toBe(413)
    expect((await send(fine)).status).toBe(429)
  })

  it('does not count where only a member of it is wrong: that is a client with a fault', async () => {
    const { bearer } = await open()
    for (let count = 0; count < 70; count += 1)
      expect((await test.call('POST /accounts/api-key', { bearer, body: {} })).status).toBe(400)
  })
})

describe('a client that waits for 100 Continue', () => {
  let test: TestGateway
  let port: number
  let bearer: string
  beforeAll(async () => {
    test = await openTestGateway('sqlite')
    bearer = (await test.signUp()).bearer
    port = await listen(test)
  })
  afterAll(() => test.close())

  const head = (line: string, ...headers: string[]) =>
    `${[`${line} HTTP/1.1`, 'Host: x', 'Expect: 100-continue', ...headers].join('\r\n')}\r\n\r\n`
  const body = ['Content-Type: application/json', 'Content-Length: 12']

  it('gets it where its body is wanted', async () => {
    for (const [line, ...headers] of [
      ['POST /accounts/token-validate', ...body],
      ['POST /accounts/token-validate', 'Content-Type: application/json', 'Transfer-Encoding: chunked'],
      ['POST /accounts/profile-image', `Authorization: Bearer ${bearer}`, ...body],
    ] as const) {
      const socket = await openSocket(port)
      socket.write(head(line, ...headers))
      const [answer] = await once(socket, 'data')
      expect(String(answer)).toBe('HTTP/1.1 100 Continue\r\n\r\n')
      socket.destroy()
    }
  })

  it.each([
    ['without a credential', 401, ['POST /accounts/api-key', ...body]],
    ['at an unknown path', 404, ['POST /nothing', ...body]],
    ['by another method', 405, ['PUT /accounts/api-key', ...body]],
    ['of another type', 415, ['POST /accounts/token-validate', 'Content-Type: text/plain', 'Content-Length: 5']],
    ['compressed', 415, ['POST /accounts/token-validate', 'Content-Encoding: gzip', ...body]],
    ['too large', 413, ['POST /accounts/token-validate', 'Content-Type: application/json', 'Content-Length: 99999']],
    ['with no body at all', 400, ['POST /accounts/token-validate']],
    [
      'with an empty body',
      400,
      ['POST /accounts/token-validate', 'Content-Type: application/json', 'Content-Length: 0'],
    ],
    ['where no body belongs', 200, ['GET /health/live']],
  ] as const)('gets its refusal at once, and no 100: %s', async (_what, status, [line, ...headers]) => {
    expect((await sendRaw(port, head(line, ...headers))).status).toBe(status)
  })
})

// Attack: bodies of 14 MB whose heads are refused at once, which are read all the same to keep the connection.
it('what is still to come of a body whose head was refused is read at a pace, and the refusal arrives whole', async () => {
  const test = await openTestGateway('sqlite')
  try {
    const port = await listen(test)
    const head = 'POST /accounts/profile-image HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
    const socket = await openSocket(port)
    const start = performance.now()
    socket.write(`${head}Content-Length: 12000000\r\n\r\n`)
    const sent = new Promise((resolve) => socket.write(Buffer.alloc(12_000_000, 0x20), resolve))
    expect((await readAnswer(socket)).status).toBe(401)
    await sent
    // 12 MB at 8 MiB a second; the kernel keeps some megabytes of it.
    expect(performance.now() - start).toBeGreaterThan(500)
    socket.destroy()
  } finally {
    await test.close()
  }
})
