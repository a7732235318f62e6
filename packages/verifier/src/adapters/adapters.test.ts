import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFakeGateway, verdict } from '../../test/world.ts'
import { hashOf } from '../hash.ts'
import { systemTime } from '../time.ts'
import { createVerifierWith } from '../verifier.ts'
import { protect as protectConnect } from './connect.ts'
import { protect as protectFastify } from './fastify.ts'
import { protect as protectFetch } from './fetch.ts'

const KEY = 'ms-0123456789abcdef0123456789ab61a6'
const NARROW = 'mst-0123456789abcdef0123456789ab64eb'
const COUNTED = 'sk_live_counted'
const SPENT = 'sk_live_spent'
const HOME = 'sk_live_home'
const SESSION = 'eyJoZWFkZXIiOjF9.payload.signature'

const gateway = createFakeGateway({ time: systemTime })
const ending = { ends_on: '2026-12-01T00:00:00.000Z', replaced_by: 'key_2' }
gateway.verdicts.set(KEY, verdict({ ending }))
gateway.verdicts.set(NARROW, verdict({ limits: { scopes: ['orders:read'] }, principal: { environment: 'test' } }))
gateway.verdicts.set(HOME, verdict({ limits: { allowed_ips: ['127.0.0.0/8'] } }))
gateway.verdicts.set(SESSION, verdict({ principal: { kind: 'interactive', key_id: null } }))
const budget = { name: 'key', quota: 100, window_seconds: 60 }
gateway.verdicts.set(COUNTED, verdict({ limits: { budgets: [{ ...budget, budget: 3 }] } }))
gateway.verdicts.set(SPENT, verdict({ limits: { budgets: [{ ...budget, budget: 4 }] } }))
gateway.grants.set(3, () => ({ granted: 1, ends_in_ms: 30_000, remaining: 41 }))
gateway.grants.set(4, () => ({ granted: 0, code: 'too_many_requests', ends_in_ms: 30_000, remaining: 0 }))
const verifier = createVerifierWith(
  { url: 'http://gateway.test', apiKey: 'ms-x' },
  { time: systemTime, random: Math.random, connect: (_url, events) => gateway.connect(events), hash: hashOf },
)
afterAll(() => verifier.close())

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string }
type Headers = Record<string, string | string[]>

function send(port: number, method: string, headers: Headers): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port, host: '127.0.0.1', method, headers, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        body += text
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    request.on('error', reject)
    request.end()
  })
}

/** The service behind each adapter: reading needs one scope, everything else another; it says whose request it got. */
const scope = ({ method }: { method?: string | undefined }) => (method === 'GET' ? 'orders:read' : 'orders:write')

async function startConnect() {
  const guard = protectConnect<IncomingMessage>(verifier, { scope })
  const server = createServer((request, response) =>
    guard(request, response, () => response.end(request.quiva?.principal.userId)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { send: (method: string, headers: Headers) => send(port, method, headers), stop: () => server.close() }
}

async function startFastify() {
  const app = fastify()
  app.addHook('onRequest', protectFastify(verifier, { scope }))
  app.all('/', async (request) => request.quiva?.principal.userId)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  return { send: (method: string, headers: Headers) => send(port, method, headers), stop: () => app.close() }
}

async function startFetch() {
  const guard = protectFetch<Request>(verifier, { scope, address: () => '127.0.0.1' })
  async function handle(request: Request): Promise<Response> {
    const checked = await guard(request)
    if (!checked.allowed) return checked.response
    return new Response(checked.verdict.principal.userId, { headers: checked.headers })
  }
  return {
    async send(method: string, given: Headers): Promise<Answer> {
      const headers = new Headers()
      for (const [name, values] of Object.entries(given))
        for (const value of [values].flat()) headers.append(name, value)
      const response = await handle(new Request('http://service.test/', { method, headers }))
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
    },
    stop: () => undefined,
  }
}

describe.each([
  ['Connect', startConnect],
  ['Fastify', startFastify],
  ['fetch', startFetch],
] as const)('the adapter for %s', (name, start) => {
  let service: Awaited<ReturnType<typeof start>>
  beforeAll(async () => {
    service = await start()
  })
  afterAll(async () => {
    await service.stop()
  })
  const codeOf = ({ status, body }: Answer) => (status === 200 ? 200 : [status, JSON.parse(body).code])

  it('lets a good credential through, from either header, and says whose it is', async () => {
    const requests: Headers[] = [
      { 'X-Api-Key': KEY },
      { Authorization: `Bearer ${KEY}` },
      { authorization: `bEARER  ${SESSION}` },
      { Authorization: `Bearer ${KEY}`, 'X-Api-Key': 'nonsense' },
    ]
    for (const headers of requests) {
      const answer = await service.send('POST', headers)
      expect([answer.status, answer.body]).toEqual([200, 'usr_1'])
    }
  })

  it('refuses what is no credential, or not valid, before the service is asked', async () => {
    const requests: Headers[] = [
      {},
      { Authorization: `Basic ${KEY}` },
      { Authorization: 'Bearer ' },
      { 'X-Api-Key': '' },
      { 'X-Api-Key': `${KEY}0` },
      { 'X-Api-Key': 'unknown' },
      // An access token is no key.
      { 'X-Api-Key': SESSION },
    ]
    for (const headers of requests) {
      const answer = await service.send('GET', headers)
      expect(codeOf(answer)).toEqual([401, 'unauthorized'])
      expect(answer.headers).toMatchObject({ 'www-authenticate': 'Bearer realm="quiva"', 'cache-control': 'no-store' })
    }
  })

  it('asks for the scope of the request, and says which one is lacking', async () => {
    expect(codeOf(await service.send('GET', { 'X-Api-Key': NARROW }))).toBe(200)
    const answer = await service.send('DELETE', { 'X-Api-Key': NARROW })
    expect(codeOf(answer)).toEqual([403, 'insufficient_scope'])
    expect(answer.headers['www-authenticate']).toContain('scope="orders:write"')
  })

  it('compares the address of the client', async () => {
    expect(codeOf(await service.send('GET', { 'X-Api-Key': HOME }))).toBe(200)
  })

  it('tells the client when its key ends, and what is left of its limits', async () => {
    const { headers } = await service.send('GET', { 'X-Api-Key': KEY })
    expect(headers).toMatchObject({ 'quiva-key-expires': ending.ends_on, 'quiva-key-replaced-by': 'key_2' })
    const counted = await service.send('GET', { 'X-Api-Key': COUNTED })
    expect(counted.headers).toMatchObject({ 'ratelimit-policy': '"key";q=100;w=60', ratelimit: '"key";r=41;t=30' })
    const refused = await service.send('GET', { 'X-Api-Key': SPENT })
    expect(codeOf(refused)).toEqual([429, 'too_many_requests'])
    expect(refused.headers).toMatchObject({ 'retry-after': '30', ratelimit: '"key";r=0;t=30' })
    expect(JSON.parse(refused.body)).toEqual({
      error: 'Too many requests',
      message: 'Wait as many seconds as retry_after says, then try again.',
      code: 'too_many_requests',
      retry_after: 30,
    })
  })

  it('refuses a request that brings a credential twice', async () => {
    for (const [header, value] of [
      ['X-Api-Key', KEY],
      ['Authorization', `Bearer ${KEY}`],
    ] as const) {
      const answer = await service.send('GET', { [header]: [value, value] })
      expect(codeOf(answer)).toEqual(name === 'fetch' ? [401, 'unauthorized'] : [400, 'duplicate_header'])
    }
  })
})
