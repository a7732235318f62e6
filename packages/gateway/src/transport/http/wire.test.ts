import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { listen, openSocket, readAnswer, sendRaw } from '../../../test/http/raw-http.ts'

/** What comes over the wire that no client library would send: each gets JSON with a 4xx, and nobody else notices. */
describe('HTTP on a real socket', () => {
  let test: TestGateway
  let root: SignedInUser
  let key: string
  let port: number
  beforeAll(async () => {
    test = await openTestGateway('sqlite')
    root = await test.signUp()
    key = (await test.issueKey(root.bearer)).key
    port = await listen(test)
  })
  afterAll(() => test.close())

  const get = (target: string, more = '') =>
    sendRaw(port, `GET ${target} HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${key}\r\n${more}\r\n`)
  const post = (target: string, body: string | Buffer, more = 'Content-Type: application/json\r\n') =>
    sendRaw(
      port,
      Buffer.concat([
        Buffer.from(
          `POST ${target} HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${key}\r\n${more}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`,
        ),
        Buffer.from(body),
      ]),
    )

  it.each([
    ['bytes that are no HTTP', 'garbage\r\n\r\n', 400, 'malformed_request'],
    ['a TLS hello', Buffer.from('16030100a5010000a1', 'hex'), 400, 'malformed_request'],
    ['a request without Host (RFC 9112, 3.2)', 'GET /health/live HTTP/1.1\r\n\r\n', 400, 'host_required'],
    [
      'a NUL in a header',
      `GET /accounts/info HTTP/1.1\r\nHost: x\r\nX-Api-Key: ms-\0\r\n\r\n`,
      400,
      'malformed_request',
    ],
    [
      'a line feed that smuggles a header (obs-fold)',
      `GET / HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c: d\r\n\r\n`,
      400,
      'malformed_request',
    ],
    [
      'two lengths (RFC 9112, 6.3: smuggling)',
      'POST /accounts HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
      400,
      'malformed_request',
    ],
    [
      'a length beside chunks (RFC 9112, 6.1: smuggling)',
      'POST /accounts HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'malformed_request',
    ],
    [
      'headers of more than 16 KiB',
      `GET /accounts/info HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    [
      'an address of more than 16 KiB',
      `GET /accounts/info?a=${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    [
      'an expectation other than 100-continue',
      'GET /accounts/info HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\n\r\n',
      417,
      'expectation_failed',
    ],
  ])('%s gets an answer in JSON that names it', async (_what, bytes, status, code) => {
    const answer = await sendRaw(port, bytes)
    expect(answer.status).toBe(status)
    if (code === undefined) return
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answer.body).toEqual({ error: expect.any(String), message: expect.any(String), code })
  })

  it('a connection that was answered for broken bytes is closed, though the other side keeps its half open', async () => {
    // Otherwise each such connection holds a file descriptor for as long as an attacker likes.
    const socket = await openSocket(port)
    socket.write('garbage\r\n\r\n')
    await readAnswer(socket)
    await expect.poll(() => openConnections(), { timeout: 3000 }).toBe(0)
    socket.destroy()
  })

  it('Expect: 100-continue is honoured', async () => {
    const socket = await openSocket(port)
    socket.write(
      'POST /accounts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n',
    )
    await new Promise((resolve) => socket.once('data', resolve))
    socket.write('{}')
    expect((await readAnswer(socket)).status).toBe(400)
    socket.destroy()
  })

  it.each(['/%zz', '/accounts/info%', '/%ff', '/accounts/api-keys%2'])(
    '%s is a 400, or nothing that is there',
    async (target) => {
      const answer = await get(target)
      expect([400, 404]).toContain(answer.status)
      expect(answer.body.code).toMatch(/^(malformed_request|not_found)$/)
    },
  )

  it('a body that is too large is 413, announced or not', async () => {
    const big = `{"key_name":"${'x'.repeat(1_048_576)}"}`
    expect((await post('/accounts/api-key', big)).body.code).toBe('payload_too_large')
    const chunks = `${big.length.toString(16)}\r\n${big}\r\n0\r\n\r\n`
    const answer = await sendRaw(
      port,
      `POST /accounts/api-key HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
    )
    expect(answer.status).toBe(413)
  })

  it.each([
    ['another type', 'Content-Type: text/plain\r\n'],
    ['form data', 'Content-Type: application/x-www-form-urlencoded\r\n'],
    ['a type that only begins like ours', 'Content-Type: application/jsonp\r\n'],
    ['no type', ''],
  ])('a body of %s is 415', async (_what, header) => {
    expect((await post('/accounts/api-key', '{"key_name":"x"}', header)).body.code).toBe('unsupported_media_type')
  })

  it.each([
    ['no JSON', '{"key_name":'],
    ['invalid UTF-8, which would be stored as something else', Buffer.from([0x22, 0xff, 0x22])],
    ['a member named __proto__, which may poison an object', '{"key_name":"x","__proto__":{"expiry_days":1}}'],
    ['an escaped __proto__', '{"key_name":"x","\\u005f_proto__":{}}'],
    ['a constructor with a prototype', '{"key_name":"x","constructor":{"prototype":{}}}'],
  ])('a body with %s is 400 invalid_json', async (_what, body) => {
    expect((await post('/accounts/api-key', body)).body.code).toBe('invalid_json')
  })

  it.each([
    ['NUL', '{"key_name":"a\\u0000b"}', '/body/key_name'],
    ['a lone surrogate', '{"key_name":"\\ud800"}', '/body/key_name'],
    ['a level for each of its bytes', '['.repeat(8000) + ']'.repeat(8000), '/body'],
  ])('a body with %s is 400 and says where', async (_what, body, path) => {
    const answer = await post('/accounts/api-key', body)
    expect(answer.status).toBe(400)
    expect(answer.body.details).toEqual([{ path, message: expect.any(String) }])
  })

  it('a query with NUL is 400 and says where', async () => {
    const answer = await get('/accounts/api-creds?key=%00')
    expect(answer.body.details).toEqual([{ path: '/querystring/key', message: expect.any(String) }])
  })

  it('a query with escapes that are no UTF-8, or a name given twice, is a 4xx', async () => {
    for (const query of ['key=%ff%fe', 'key=%', 'key=a&key=b', 'key[]=a', '__proto__=a', 'key', '=', '&&&'])
      expect((await test.call(`GET /accounts/api-creds?${query}`, { bearer: root.bearer })).status, query).toSatisfy(
        (status: number) => status >= 400 && status < 500,
      )
  })

  it('DELETE with a JSON content type and no body is no error', async () => {
    const { id } = await test.issueKey(root.bearer)
    const answer = await sendRaw(
      port,
      `DELETE /accounts/api-key?id=${id} HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${key}\r\nContent-Type: application/json\r\n\r\n`,
    )
    expect(answer.status).toBe(200)
  })

  it('header values that are no ASCII are refused or stored, and never a 5xx', async () => {
    const latin1 = Buffer.from(
      'GET /accounts/info HTTP/1.1\r\nHost: x\r\nUser-Agent: \xe9\xff\r\nX-Api-Key: \xe9\r\n\r\n',
      'latin1',
    )
    expect((await sendRaw(port, latin1)).status).toBe(401)
  })

  function openConnections(): Promise<number> {
    return new Promise((resolve, reject) =>
      test.gateway.server.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    )
  }
})
