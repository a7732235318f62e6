import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import { afterEach, expect, test, vi } from 'vitest'
import { createClient } from './index.ts'

const servers: Server[] = []
afterEach(() => {
  vi.useRealTimers()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

type Asked = { route: string; headers: IncomingHttpHeaders; body: string }
type Answer = (response: ServerResponse, request: Asked) => void

/** A server that gives these answers in turn, and the last one from then on. */
async function serve(...answers: Answer[]) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    asked.push({ route: `${request.method} ${request.url}`, headers: request.headers, body })
    const answer = answers[Math.min(asked.length, answers.length) - 1]
    const [last] = asked.slice(-1)
    if (last) answer?.(response, last)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return { asked, client: (more = {}) => createClient({ baseUrl: url, credential: { apiKey: 'ms-0' }, ...more }) }
}

const good: Answer = (response) => response.end('{"data":{"id":"1","key":"ms-1"}}')
const broken: Answer = (response) => response.destroy()
const failure =
  (status: number, code: string, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(JSON.stringify({ error: 'No', code }))
const noGateway: Answer = (response) => response.writeHead(502).end('<html>Bad Gateway</html>')

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
const issue = { body: { key_name: 'ci' } }

test.each<[string, Answer]>([
  ['without an answer', broken],
  ['with 503', failure(503, 'unavailable')],
  ['with 429 and the time to wait', failure(429, 'too_many_requests', { 'retry-after': '0' })],
  ['with the page of a proxy that has no gateway behind it', noGateway],
])('a GET that fails %s is sent again', async (_name, fail) => {
  const { asked, client } = await serve(fail, good)
  expect(await client().GET('/accounts/info')).toMatchObject({ data: { id: '1' } })
  expect(asked).toHaveLength(2)
})

test('issuing is sent again with the same Idempotency-Key and body, and another request has another key', async () => {
  const { asked, client } = await serve(broken, failure(503, 'unavailable'), good)
  await client().POST('/accounts/api-key', issue)
  await client().POST('/accounts/api-key/rotate', { body: { id: '1' } })
  const keys = asked.map(({ headers }) => headers['idempotency-key'])
  expect(asked.map(({ route }) => route)).toEqual([
    ...Array(3).fill('POST /accounts/api-key'),
    'POST /accounts/api-key/rotate',
  ])
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
  expect([keys[1], keys[2]]).toEqual([keys[0], keys[0]])
  expect(keys[3]).not.toBe(keys[0])
  expect(asked.map(({ body }) => body).slice(0, 3)).toEqual(Array(3).fill('{"key_name":"ci"}'))
})

test('the Idempotency-Key of the caller is the one that is sent', async () => {
  const { asked, client } = await serve(good)
  const params = { header: { 'idempotency-key': 'a-key-of-my-own-0' } }
  await client().POST('/accounts/api-key', { ...issue, params })
  expect(asked[0]?.headers['idempotency-key']).toBe('a-key-of-my-own-0')
})

test.each(['POST', 'PATCH', 'DELETE'] as const)(
  '%s without an Idempotency-Key is sent once, whatever becomes of it',
  async (method) => {
    for (const fail of [broken, failure(503, 'unavailable'), failure(429, 'too_many_requests')]) {
      const { asked, client } = await serve(fail, good)
      const calls = {
        POST: () => client().POST('/introspect', { body: { token: 'x' } }),
        PATCH: () => client().PATCH('/accounts/api-key', { body: { id: '1', key_name: 'x' } }),
        DELETE: () => client().DELETE('/accounts/api-key', { params: { query: { id: '1' } } }),
      }
      expect(await rejection(calls[method]())).toBeInstanceOf(Error)
      expect(asked).toHaveLength(1)
      expect(asked[0]?.headers).not.toHaveProperty('idempotency-key')
    }
  },
)

test.each<[string, Answer]>([
  ['a refusal', failure(403, 'insufficient_permissions')],
  ['a fault of the gateway', failure(500, 'internal_error')],
  ['a quota that is used up', failure(429, 'quota_exhausted')],
  ['what this gateway does not have', failure(503, 'payments_not_configured')],
  ['a longer wait than 10 s', failure(429, 'too_many_requests', { 'retry-after': '11' })],
  ['another server', (response) => response.writeHead(404).end('<html></html>')],
])('%s is told at once', async (_name, fail) => {
  const { asked, client } = await serve(fail, good)
  expect(await rejection(client().GET('/accounts/info'))).toBeInstanceOf(Error)
  expect(asked).toHaveLength(1)
})

test('a request that has reached its time limit is not repeated', async () => {
  const { asked, client } = await serve(() => undefined, good)
  const error = await rejection(client({ timeoutMs: 50 }).GET('/accounts/info'))
  expect(error).toMatchObject({ kind: 'no_answer', message: expect.stringContaining('within') })
  expect(asked).toHaveLength(1)
})

test('two further tries by default, none with retries: 0, and the last failure is told', async () => {
  const always = await serve(failure(503, 'unavailable', { 'retry-after': '0', 'x-request-id': 'r-1' }))
  const error = await rejection(always.client().GET('/accounts/info'))
  expect(error).toMatchObject({ status: 503, code: 'unavailable', requestId: 'r-1', retryAfterSeconds: 0 })
  expect(always.asked).toHaveLength(3)
  await rejection(always.client({ retries: 0 }).GET('/accounts/info'))
  expect(always.asked).toHaveLength(4)
})

test('Retry-After is waited for, and whoever aborts meanwhile gets their own reason back at once', async () => {
  const { asked, client } = await serve(failure(503, 'unavailable', { 'retry-after': '5' }), good)
  const controller = new AbortController()
  const reason = new Error('changed my mind')
  const begun = performance.now()
  setTimeout(() => controller.abort(reason), 100)
  expect(await rejection(client().GET('/accounts/info', { signal: controller.signal }))).toBe(reason)
  expect(performance.now() - begun).toBeLessThan(4000)
  expect(asked).toHaveLength(1)
})

test('rows come page after page, only as far as somebody reads them', async () => {
  const pages = { '': ['a', 'b'], c1: ['c'], c2: [] as string[] }
  const next = { '': 'c1', c1: 'c2', c2: null }
  const { asked, client } = await serve((response, { route }) => {
    const cursor = (new URL(`http://x${route.slice(4)}`).searchParams.get('cursor') ?? '') as keyof typeof pages
    response.end(JSON.stringify({ data: pages[cursor].map((name) => ({ name })), next_cursor: next[cursor] }))
  })
  const names: string[] = []
  for await (const { name } of client().ROWS('/accounts/api-keys', { params: { query: { search: 'x' } } }))
    names.push(name)
  expect(names).toEqual(['a', 'b', 'c'])
  expect(asked.map(({ route }) => route)).toEqual([
    'GET /accounts/api-keys?limit=500&search=x',
    'GET /accounts/api-keys?limit=500&search=x&cursor=c1',
    'GET /accounts/api-keys?limit=500&search=x&cursor=c2',
  ])
  for await (const { name } of client().ROWS('/accounts/api-keys', { params: { query: { limit: 2 } } }))
    if (name === 'b') break
  expect(asked.slice(3).map(({ route }) => route)).toEqual(['GET /accounts/api-keys?limit=2'])
})

test('lines that the caller aborts reject with the reason of the caller', async () => {
  const { client } = await serve((response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write('{"a":1}\n')
  })
  const controller = new AbortController()
  const reason = new Error('enough')
  const read = async () => {
    for await (const _line of client().LINES('/accounts/audit-events/export', { signal: controller.signal }))
      controller.abort(reason)
  }
  expect(await rejection(read())).toBe(reason)
})
