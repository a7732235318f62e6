import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { listen, openSocket, readAnswer, sendRaw } from '../../../test/http/raw-http.ts'

describe('methods', () => {
  let test: TestGateway
  let root: SignedInUser
  let port: number
  let paths: Record<string, Record<string, unknown>>
  beforeAll(async () => {
    test = await openTestGateway('sqlite', { environment: { CORS_ORIGINS: 'https://app.example.com' } })
    root = await test.signUp()
    port = await listen(test)
    paths = (await test.call('GET /openapi.json')).body.paths
  })
  afterAll(() => test.close())

  /** Not those that answer differently each time: they mail a code, make an address, or are asked of somebody else. */
  const REPEATABLE =
    /info|list|api-keys|session-tokens|login-data|imports-exports|mesh-nodes|audit-events|mfa|passkeys$/

  it('HEAD is answered wherever GET is, with its headers and no body (RFC 9110, 9.3.2)', async () => {
    const operations = Object.keys(paths).filter((path) => paths[path]?.get !== undefined)
    const others = [
      '/health/live',
      '/health/ready',
      '/metrics',
      '/openapi.json',
      '/.well-known/jwks.json',
      '/confirm-email',
    ]
    for (const path of [...operations.filter((one) => REPEATABLE.test(one)), ...others]) {
      const [got, head] = [
        await test.call(`GET ${path}`, { bearer: root.bearer }),
        await test.call(`HEAD ${path}`, { bearer: root.bearer }),
      ]
      expect([head.status, head.text, head.headers['content-type']], path).toEqual([
        got.status,
        '',
        got.headers['content-type'],
      ])
      if (path !== '/metrics' && !path.endsWith('/export'))
        expect(head.headers['content-length'], path).toBe(String(got.headers['content-length']))
    }
    for (const path of operations) {
      const { status, body } = await test.call(`POST ${path}`)
      if (status === 405) expect(body.code).toBe('method_not_allowed')
      expect((await test.call(`OPTIONS ${path}`)).headers.allow ?? 'HEAD', path).toContain('HEAD')
    }
  })

  it('HEAD of what needs a credential needs it too', async () => {
    expect((await test.call('HEAD /accounts/info')).status).toBe(401)
  })

  it('HEAD of an export reads nothing, and leaves no event', async () => {
    const exported = async () => {
      const { body } = await test.call('GET /accounts/audit-events?action=audit.exported', { bearer: root.bearer })
      return body.data.length
    }
    const before = await exported()
    const head = await test.call('HEAD /accounts/audit-events/export', { bearer: root.bearer })
    expect([head.status, head.headers['content-type'], head.text]).toEqual([200, 'application/x-ndjson', ''])
    expect(await exported()).toBe(before)
  })

  it('OPTIONS says which methods a path has, to whoever asks, also without what makes a preflight', async () => {
    const headers: Record<string, string>[] = [
      {},
      { origin: 'https://app.example.com' },
      { 'access-control-request-method': 'GET' },
    ]
    for (const one of headers) {
      const answer = await test.call('OPTIONS /accounts/api-key', { headers: one })
      expect([answer.status, answer.text, answer.headers.allow]).toEqual([204, '', 'DELETE, OPTIONS, PATCH, POST'])
      const unknown = await test.call('OPTIONS /nothing', { headers: one })
      expect([unknown.status, unknown.body.code]).toEqual([404, 'not_found'])
    }
    const whole = await sendRaw(port, 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    expect([whole.status, whole.headers.allow]).toEqual([204, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'])
  })

  it.each([
    ['TRACE', 'TRACE /accounts/info HTTP/1.1', 405, 'GET, HEAD, OPTIONS'],
    ['a method of WebDAV', 'PROPFIND /accounts/info HTTP/1.1', 405, 'GET, HEAD, OPTIONS'],
    ['a method that nobody knows', 'FOO /accounts/info?x=1 HTTP/1.1', 405, 'GET, HEAD, OPTIONS'],
    ['one in lower case', 'get /accounts HTTP/1.1', 405, 'OPTIONS, PATCH, POST'],
    ['CONNECT', 'CONNECT example.com:443 HTTP/1.1', 405, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'],
    ['a method that nobody knows, at an unknown path', 'FOO /nothing HTTP/1.1', 404, undefined],
    ['another protocol', 'FOO /accounts/info HTTP/2.0', 400, undefined],
  ])('%s is refused in JSON', async (_what, line, status, allow) => {
    const answer = await sendRaw(port, `${line}\r\nHost: x\r\n\r\n`)
    expect([answer.status, answer.headers.allow]).toEqual([status, allow])
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answer.body).toEqual({ error: expect.any(String), message: expect.any(String), code: expect.any(String) })
  })

  it.each([
    ['a known path', 'GET /accounts/info'],
    ['a page', 'GET /confirm-email'],
    ['a document', 'GET /openapi.json'],
    ['an unknown path', 'GET /nothing'],
  ])('a request with no Host or two means nothing: %s', async (_what, line) => {
    const none = await sendRaw(port, `${line} HTTP/1.1\r\n\r\n`)
    expect([none.status, none.body.code]).toEqual([400, 'host_required'])
    const two = await sendRaw(port, `${line} HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n`)
    expect([two.status, two.body.code]).toEqual([400, 'duplicate_header'])
    expect([200, 401, 404]).toContain((await sendRaw(port, `${line} HTTP/1.0\r\n\r\n`)).status)
  })

  it('a request that asks for an upgrade is answered, and ends the connection, on which broken bytes would get no answer', async () => {
    for (const [protocol, more] of [
      ['websocket', 'Connection: Upgrade\r\n'],
      ['h2c', 'Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAA\r\n'],
    ]) {
      const socket = await openSocket(port)
      socket.write(`GET /health/live HTTP/1.1\r\nHost: x\r\nUpgrade: ${protocol}\r\n${more}\r\n`)
      const answer = await readAnswer(socket)
      expect([answer.status, answer.headers.connection]).toEqual([200, 'close'])
      await new Promise((resolve) => socket.once('close', resolve).end())
    }
  })
})
