import { readFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Answer, type Client, call, type JsonCall, openClient } from '../../../../e2e/http.ts'
import { openTestGateway, type SignedInPerson, type TestGateway } from '../../test/gateway.ts'
import { close, listen as listenOnFreePort } from '../../test/loopback.ts'
import { freePort } from '../../test/nats-server.ts'
import { type Nginx, startNginx } from '../../test/nginx.ts'
import { listen } from '../../test/raw-http.ts'
import { describeWithProgram } from '../../test/with-program.ts'

/** The configuration that docs/proxies.md gives, for these addresses and this account. */
async function documentedConfiguration(replaced: Record<string, string>): Promise<string> {
  const page = await readFile(new URL('../../../../docs/proxies.md', import.meta.url), 'utf8')
  const block = /^```nginx\n([\s\S]+?)^```$/m.exec(page)?.[1] ?? ''
  return Object.entries(replaced).reduce((text, [ours, theirs]) => {
    expect(text).toContain(ours)
    return text.replaceAll(ours, theirs)
  }, block)
}

describeWithProgram('nginx', 'a service behind nginx, as docs/proxies.md configures it', () => {
  let test: TestGateway
  let nginx: Nginx
  let client: Client
  let root: SignedInPerson
  /** What the service was asked, and by whom. */
  const seen: { method: string; headers: IncomingHttpHeaders; body: string }[] = []
  const service = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      seen.push({ method: request.method ?? '', headers: request.headers, body })
      response.end('from the service')
    })
  })
  beforeAll(async () => {
    test = await openTestGateway('sqlite', { TRUST_PROXY: '127.0.0.1' })
    root = await test.signUp()
    const port = await freePort()
    const configuration = await documentedConfiguration({
      '127.0.0.1:8080': `127.0.0.1:${await listen(test)}`,
      '127.0.0.1:3000': new URL(await listenOnFreePort(service)).host,
      'listen 8000': `listen 127.0.0.1:${port}`,
      '4821907365': root.accountId,
    })
    nginx = await startNginx(configuration, port)
    client = openClient(`http://127.0.0.1:${port}`)
  })
  afterAll(async () => {
    client?.close()
    await nginx?.stop()
    await close(service)
    await test.close()
  })

  const ask = (route: string, options?: JsonCall) => call(client, route, options)
  const identityIn = (headers: IncomingHttpHeaders) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => /^x.quiva/.test(name)))
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
    await expectRefused(403, ask('POST /orders', { key, body: {} }))
    await expectRefused(403, ask('DELETE /orders/7?scope=orders:read', { key }))
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
      await client.send({ method: 'GET', target: '/', headers: [['X-Api-Key', key], ...forged] })
    }
    expect(JSON.stringify(seen)).not.toContain('forged')
  })

  it("is asked only from a key's own addresses, and nobody can claim another", async () => {
    const here = await test.issueKey(root.bearer, 'here', { allowed_ips: ['127.0.0.0/8'] })
    const elsewhere = await test.issueKey(root.bearer, 'elsewhere', { allowed_ips: ['203.0.113.0/24'] })
    const from = (key: string, claimed: string) =>
      client.send({
        method: 'GET',
        target: '/',
        headers: [
          ['X-Api-Key', key],
          ['X-Forwarded-For', claimed],
          ['X-Real-IP', claimed],
          ['Forwarded', `for=${claimed}`],
        ],
      })
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
    const twice: [string, string][] = [
      ['X-Api-Key', key],
      ['X-Api-Key', key],
    ]
    await expectRefused(503, client.send({ method: 'GET', target: '/', headers: twice }))
    await expectRefused(404, ask('GET /_verify', { key }))
  })
})
