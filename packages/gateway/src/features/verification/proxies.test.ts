import { createHash } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Answer, type Client, call, type JsonCall, openClient, type WireRequest } from '../../../../../e2e/http.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { close, listen as listenOnFreePort } from '../../../test/http/loopback.ts'
import {
  type RunningProxy,
  type Surroundings,
  startCaddy,
  startHaproxy,
  startNginx,
} from '../../../test/http/proxies.ts'
import { listen, openSocket } from '../../../test/http/raw-http.ts'
import { freePort } from '../../../test/nats/nats-server.ts'
import { describeWithProgram } from '../../../test/run/with-program.ts'

const PAGE = 'https://app.example.com'
const IDENTITY = ['x-quiva-account', 'x-quiva-user', 'x-quiva-role', 'x-quiva-key-id', 'x-quiva-scopes']

type Seen = { method: string; headers: IncomingHttpHeaders; bytes: number; body: string }

/** Every configuration in docs/proxies, run by the real program. */
const proxies = [
  ['nginx', startNginx],
  ['caddy', startCaddy],
  ['haproxy', startHaproxy],
] as const satisfies [string, (to: Surroundings) => Promise<RunningProxy>][]

for (const [program, startProxy] of proxies)
  describeWithProgram(program, `a service behind ${program}, as docs/proxies configures it`, () => {
    let test: TestGateway
    let gatewayPort: number
    let servicePort: number
    let proxy: RunningProxy
    let client: Client
    let root: SignedInUser
    /** What the service was asked, and by whom. */
    const seen: Seen[] = []
    const service = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { method = '', headers } = request
        const bytes = Buffer.concat(chunks)
        seen.push({ method, headers, bytes: bytes.length, body: bytes.length > 1000 ? '' : bytes.toString() })
        response.end('from the service')
      })
    })
    service.on('upgrade', ({ headers }, socket) => {
      seen.push({ method: 'upgrade', headers, bytes: 0, body: '' })
      socket.on('error', () => {})
      // RFC 6455, §4.2.2; HAProxy checks it.
      const accept = createHash('sha1').update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      const head = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'
      socket.write(`${head}Sec-WebSocket-Accept: ${accept.digest('base64')}\r\n\r\n`)
      socket.pipe(socket)
    })
    const portOf = (url: string) => Number(new URL(url).port)

    beforeAll(async () => {
      test = await openTestGateway('sqlite', { environment: { TRUST_PROXY: '127.0.0.1' } })
      root = await test.signUp()
      gatewayPort = await listen(test)
      servicePort = portOf(await listenOnFreePort(service))
      proxy = await start([gatewayPort, await freePort()])
      client = openClient(`http://127.0.0.1:${proxy.port}`)
    })
    afterAll(async () => {
      client?.close()
      await proxy?.stop()
      await close(service)
      await test.close()
    })

    const start = (gateways: [number, number]) =>
      startProxy({ gateways, service: servicePort, account: root.accountId })
    const ask = (route: string, options?: JsonCall) => call(client, route, options)
    const identityIn = (headers: IncomingHttpHeaders) =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => /^x.quiva/.test(name)))
    const send = (key: string, headers: [string, string][], more: Partial<WireRequest> = {}) =>
      client.send({ method: 'GET', target: '/', headers: [['X-Api-Key', key], ...headers], ...more })
    async function expectRefused(status: number, answer: Promise<Answer>): Promise<Answer> {
      const before = seen.length
      const given = await answer
      expect([given.status, seen.length]).toEqual([status, before])
      return given
    }

    it('gets the request with whose it is, whole, and without the key', async () => {
      const { id, key } = await test.issueKey(root.bearer, 'orders', { scopes: ['orders:*'] })
      const answer = await ask('POST /orders/7?x=1', { key, body: { pieces: 3 } })
      expect([answer.status, answer.text]).toEqual([200, 'from the service'])
      const { headers, body } = seen.at(-1) ?? { headers: {}, body: '' }
      expect(body).toBe('{"pieces":3}')
      expect(identityIn(headers)).toEqual({
        'x-quiva-account': root.accountId,
        'x-quiva-user': root.userId,
        'x-quiva-role': 'root',
        'x-quiva-key-id': id,
        'x-quiva-scopes': 'orders:*',
      })
      expect(JSON.stringify(headers)).not.toContain(key)
    })

    it('gets as many scopes as a key can have, of the greatest length', async () => {
      const scopes = ['orders:read', ...Array.from({ length: 49 }, (_, n) => `${'x'.repeat(60)}:a${n + 10}`)]
      const { key } = await test.issueKey(root.bearer, 'many', { scopes })
      expect((await ask('GET /', { key })).status).toBe(200)
      expect(seen.at(-1)?.headers['x-quiva-scopes']).toBe(scopes.join(' '))
    })

    it('is asked by people too, who have no key', async () => {
      expect((await ask('GET /', { bearer: root.bearer })).status).toBe(200)
      const { 'x-quiva-key-id': keyId, authorization } = seen.at(-1)?.headers ?? {}
      expect([keyId, authorization]).toEqual(['none', undefined])
    })

    it('is spared a request without a good credential, and the client hears how to bring one', async () => {
      const { key } = await test.issueKey(root.bearer)
      for (const options of [{}, { key: `${key}0` }, { bearer: `${root.bearer}x` }]) {
        const { headers } = await expectRefused(401, ask('GET /', options))
        expect(headers['www-authenticate']).toBe('Bearer realm="quiva"')
      }
    })

    it('is spared what the scopes of the key do not cover: the method decides which is asked for', async () => {
      const { key } = await test.issueKey(root.bearer, 'reader', { scopes: ['orders:read'] })
      expect((await ask('GET /orders', { key })).status).toBe(200)
      expect((await ask('HEAD /orders', { key })).status).toBe(200)
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
        await expectRefused(403, ask(`${method} /orders/7?scope=orders:read`, { key }))
    })

    it('is spared the credentials of other accounts, which anybody can open', async () => {
      const stranger = await test.signUp()
      const { key } = await test.issueKey(stranger.bearer)
      await expectRefused(403, ask('GET /', { key }))
      await expectRefused(403, ask(`GET /?account=${stranger.accountId}`, { bearer: stranger.bearer }))
    })

    it.each([
      'X-Quiva-Role',
      'x-quiva-user',
      'X-QUIVA-KEY-ID',
      'X_Quiva_Role',
      'X.Quiva.Role',
      'X-Quiva_Role',
      'X!Quiva!Role',
    ])('never gets the header %s of a client, once or twice', async (name) => {
      const { key } = await test.issueKey(root.bearer)
      for (const times of [1, 2]) {
        const forged = Array.from({ length: times }, (): [string, string] => [name, 'forged'])
        for (const method of ['GET', 'OPTIONS', 'POST']) await send(key, forged, { method })
        await send(key, [...forged, ['Origin', PAGE], ['Access-Control-Request-Method', 'GET']], { method: 'OPTIONS' })
      }
      expect(JSON.stringify(seen)).not.toContain('forged')
    })

    // Attack: what a Connection header names is taken off on the way (RFC 9110, §7.6.1), the identity too.
    it.each([
      'close, X-Quiva-User',
      'X-Quiva-Account, X-Quiva-User, X-Quiva-Role, X-Quiva-Key-Id, X-Quiva-Scopes',
      'keep-alive,x-quiva-role ,close',
      'x-QUIVA-scopes',
    ])('never gets a request from which the client has taken the identity by Connection: %s', async (value) => {
      const { key } = await test.issueKey(root.bearer)
      const before = seen.length
      await send(key, [['Connection', value]]).catch(() => {})
      for (const { headers } of seen.slice(before))
        expect(Object.keys(identityIn(headers)).sort()).toEqual([...IDENTITY].sort())
    })

    it('never gets one with the identity that is there already, by two lines of Connection', async () => {
      const { key } = await test.issueKey(root.bearer)
      const before = seen.length
      const lines: [string, string][] = [
        ['Connection', 'close'],
        ['Connection', 'X-Quiva-User'],
      ]
      await send(key, lines).catch(() => {})
      for (const { headers } of seen.slice(before)) expect(headers['x-quiva-user']).toBe(root.userId)
    })

    it("is asked only from a key's own addresses, and nobody can claim another", async () => {
      const here = await test.issueKey(root.bearer, 'here', { allowed_ips: ['127.0.0.0/8'] })
      const elsewhere = await test.issueKey(root.bearer, 'elsewhere', { allowed_ips: ['203.0.113.0/24'] })
      const from = (key: string, claimed: string) =>
        send(key, [
          ['X-Forwarded-For', claimed],
          ['X-Real-IP', claimed],
          ['Forwarded', `for=${claimed}`],
        ])
      expect((await from(here.key, '203.0.113.9')).status).toBe(200)
      await expectRefused(403, from(elsewhere.key, '203.0.113.9'))
      await expectRefused(403, from(elsewhere.key, '203.0.113.9, 203.0.113.9'))
    })

    it('is asked no more often than the rate of the key says, and the client hears when to come again', async () => {
      const { key } = await test.issueKey(root.bearer, 'few', { rate_limit: { requests: 2, per_seconds: 86_400 } })
      const statuses = [(await ask('GET /', { key })).status, (await ask('GET /', { key })).status]
      expect(statuses).toEqual([200, 200])
      const { headers } = await expectRefused(429, ask('GET /', { key }))
      expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    })

    it('is spared everything that the gateway did not let through, whatever the reason', async () => {
      const { key } = await test.issueKey(root.bearer)
      const before = seen.length
      expect((await send(key, [['X-Api-Key', key]])).status).toBeGreaterThanOrEqual(400)
      expect(seen).toHaveLength(before)
      if (program === 'nginx') await expectRefused(404, ask('GET /_verify', { key }))
    })

    it('gets large uploads whole, which the gateway never sees, and long cookies', async () => {
      const { key } = await test.issueKey(root.bearer)
      const body = Buffer.alloc(20 * 1024 * 1024, 'x')
      const upload = await send(key, [['Content-Type', 'application/octet-stream']], { method: 'POST', body })
      expect([upload.status, seen.at(-1)?.bytes]).toEqual([200, body.length])
      expect((await send(key, [['Cookie', `a=${'x'.repeat(20_000)}`]])).status).toBe(200)
      expect(seen.at(-1)?.headers.cookie).toHaveLength(20_002)
    })

    it('opens WebSockets for who may, with their identity, and for nobody else', async () => {
      const { key } = await test.issueKey(root.bearer, 'ws', { scopes: ['orders:read'] })
      const upgrade = async (credential: string) => {
        const socket = await openSocket(proxy.port)
        const received = new Promise<string>((resolve) => {
          let text = ''
          socket.setEncoding('utf8').on('data', (chunk) => {
            text += chunk
            if (text.includes('\r\n\r\n') && (!text.startsWith('HTTP/1.1 101') || text.endsWith('ping'))) resolve(text)
          })
          socket.on('close', () => resolve(text))
        })
        const head = `GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\n${credential}Connection: Upgrade\r\nUpgrade: websocket\r\n`
        socket.write(`${head}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`)
        setTimeout(() => socket.write('ping'), 300)
        return received.finally(() => socket.destroy())
      }
      const opened = await upgrade(`X-Api-Key: ${key}\r\n`)
      expect(opened).toMatch(/^HTTP\/1\.1 101 [\s\S]*ping$/)
      const { method, headers = {} }: Partial<Seen> = seen.at(-1) ?? {}
      expect([method, headers['x-quiva-user'], headers['x-api-key']]).toEqual(['upgrade', root.userId, undefined])
      const before = seen.length
      expect(await upgrade('')).toMatch(/^HTTP\/1\.1 401 /)
      expect(seen).toHaveLength(before)
    })

    it('never sees a preflight: those of its page are answered, and no other OPTIONS gets through without a credential', async () => {
      const preflight = (origin: string, more: [string, string][] = [['Access-Control-Request-Method', 'POST']]) =>
        client.send({ method: 'OPTIONS', target: '/orders', headers: [['Origin', origin], ...more] })
      const { headers } = await expectRefused(204, preflight(PAGE))
      expect(headers['access-control-allow-origin']).toBe(PAGE)
      expect(headers['access-control-allow-headers']).toContain('X-Api-Key')
      expect(headers['access-control-allow-methods']).toContain('POST')
      for (const refused of [
        preflight('https://evil.example'),
        preflight(`${PAGE}.evil.example`),
        preflight('null'),
        preflight(PAGE, []),
        ask('OPTIONS /orders'),
      ])
        await expectRefused(401, refused)
      const { key } = await test.issueKey(root.bearer)
      const answer = await send(key, [['Origin', PAGE]])
      expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, PAGE])
      // The page can read why it was refused.
      const refused = await client.send({ method: 'GET', target: '/', headers: [['Origin', PAGE]] })
      expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([401, PAGE])
      const stranger = await send(key, [['Origin', 'https://evil.example']])
      expect(stranger.headers['access-control-allow-origin']).toBeUndefined()
    })

    it('is asked as long as one of two gateways is there, and the other one’s absence hides no 429', async () => {
      const half = await start([await freePort(), gatewayPort])
      const other = openClient(`http://127.0.0.1:${half.port}`)
      try {
        const { key } = await test.issueKey(root.bearer)
        const few = await test.issueKey(root.bearer, 'few', { rate_limit: { requests: 1, per_seconds: 86_400 } })
        expect((await test.call('GET /accounts/info', { key: few.key })).status).toBe(200)
        const spent = await expectRefused(429, call(other, 'GET /', { key: few.key }))
        expect(Number(spent.headers['retry-after'])).toBeGreaterThan(0)
        for (let n = 0; n < 6; n += 1) expect((await call(other, 'GET /', { key })).status).toBe(200)
        for (let n = 0; n < 3; n += 1) await expectRefused(429, call(other, 'GET /', { key: few.key }))
      } finally {
        other.close()
        await half.stop()
      }
    })

    // HAProxy goes on with a request whose script has failed.
    if (program === 'haproxy')
      it.each(['core.httpclient()', 'txn.http:req_set_header(name, value)', 'txn.http:req_get_headers()'])(
        'is asked nothing if the script fails at %s',
        async (line) => {
          const { key } = await test.issueKey(root.bearer)
          const to = {
            gateways: [gatewayPort, gatewayPort] as [number, number],
            service: servicePort,
            account: root.accountId,
          }
          const broken = await startHaproxy(to, [[line, 'core.nothing()']])
          const other = openClient(`http://127.0.0.1:${broken.port}`)
          try {
            await expectRefused(503, call(other, 'GET /', { key }))
            await expectRefused(503, call(other, 'POST /', { key, body: {} }))
          } finally {
            other.close()
            await broken.stop()
          }
        },
      )

    it('is asked nothing while no gateway answers, whether they are away or silent, and clients hear so soon', async () => {
      const silent = createTcpServer((socket) => socket.on('error', () => {}))
      await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve))
      const address = silent.address()
      if (address === null || typeof address === 'string') throw new Error('expected a port')
      const { key } = await test.issueKey(root.bearer)
      const lonely = [await start([await freePort(), await freePort()]), await start([address.port, await freePort()])]
      const before = seen.length
      try {
        for (const { port } of lonely) {
          const other = openClient(`http://127.0.0.1:${port}`)
          const began = performance.now()
          const { status } = await call(other, 'GET /', { key })
          expect([502, 503, 504]).toContain(status)
          // Time-outs of the files: 2 s for an answer, and another gateway is tried.
          expect(performance.now() - began).toBeLessThan(10_000)
          other.close()
        }
        expect(seen).toHaveLength(before)
      } finally {
        for (const one of lonely) await one.stop()
        silent.close()
      }
    })
  })
