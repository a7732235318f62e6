import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { METRICS_TOKEN, openTestGateway, type TestGateway } from '../../../test/gateway.ts'

describe('GET /metrics', () => {
  let test: TestGateway
  afterEach(() => test.close())

  const read = (from: string, headers: Record<string, string> = {}) => test.call('GET /metrics', { from, headers })
  const withToken = { authorization: `Bearer ${METRICS_TOKEN}` }

  // Attack: a proxy on the same machine, which sets no header, makes the whole world look like loopback.
  it('without METRICS_TOKEN answers nobody, not even this machine', async () => {
    test = await openTestGateway('sqlite', { environment: { METRICS_TOKEN: '' } })
    for (const from of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '203.0.113.1'])
      for (const headers of [{}, { authorization: 'Bearer ' }, { authorization: 'Bearer undefined' }])
        expect((await read(from, headers as Record<string, string>)).status).toBe(401)
  })

  it('with METRICS_PORT they have a socket of their own, for this machine, and nothing else is there', async () => {
    const port = await freePort()
    test = await openTestGateway('sqlite', { environment: { METRICS_PORT: String(port) } })
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')])
    expect(await answer.text()).toContain('quiva_cached_credentials 0')
    for (const path of ['/', '/accounts/info', '/health/live'])
      expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(404)
    expect((await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST' })).status).toBe(404)
  })

  async function freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    server.close()
    return typeof address === 'object' && address ? address.port : 0
  }

  it('with METRICS_TOKEN takes the token from anywhere, and nothing else even from loopback', async () => {
    test = await openTestGateway('sqlite')
    expect((await read('203.0.113.1', { authorization: `Bearer ${METRICS_TOKEN}` })).status).toBe(200)
    for (const authorization of [
      '',
      'Bearer',
      `Bearer ${METRICS_TOKEN.slice(0, -1)}`,
      `Bearer ${METRICS_TOKEN}x`,
      `Basic ${METRICS_TOKEN}`,
      METRICS_TOKEN,
    ])
      expect((await read('127.0.0.1', { authorization })).status).toBe(401)
    const { key } = await test.issueKey((await test.signUp()).bearer)
    expect((await test.call('GET /metrics', { bearer: key })).status).toBe(401)
  })

  it('counts by operation and status, never by address, so that no client can make it grow', async () => {
    test = await openTestGateway('sqlite')
    await test.call('GET /accounts/info')
    for (let n = 0; n < 20; n += 1) await test.call(`GET /nothing-${n}?secret=${n}`)
    const { text } = await read('127.0.0.1', withToken)
    expect(text).toContain('quiva_http_request_duration_seconds_count{operation="getAccountInfo",status="401"} 1')
    expect(text).toContain('quiva_http_request_duration_seconds_count{operation="unknown",status="404"} 20')
    expect(text).toContain('quiva_outbox_items{state="failed"} 0')
    expect(text).toContain('quiva_cached_credentials 0')
    expect(text).not.toContain('nothing-')
  })
})
