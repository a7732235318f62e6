import { afterEach, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../../test/gateway.ts'

const TOKEN = 'a-token-of-some-length'

describe('GET /metrics', () => {
  let test: TestGateway
  afterEach(() => test.close())

  const read = (from: string, headers: Record<string, string> = {}) => test.call('GET /metrics', { from, headers })

  it('answers loopback only', async () => {
    test = await openTestGateway('sqlite')
    for (const from of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])
      expect((await read(from)).status).toBe(200)
    for (const from of ['10.0.0.1', '192.168.0.1', '203.0.113.1', 'fe80::1', '::ffff:10.0.0.1', '128.0.0.1'])
      expect((await read(from)).status).toBe(401)
  })

  // A proxy on the same machine makes the whole world look like loopback.
  it('refuses loopback when a proxy says that it speaks for somebody else, trusted or not', async () => {
    for (const environment of [{}, { TRUST_PROXY: '1' }] as Record<string, string>[]) {
      test = await openTestGateway('sqlite', environment)
      expect((await read('127.0.0.1', { 'x-forwarded-for': '127.0.0.1' })).status).toBe(401)
      expect((await read('127.0.0.1', { 'x-forwarded-for': '' })).status).toBe(401)
      if (environment.TRUST_PROXY === undefined) await test.close()
    }
  })

  it('with METRICS_TOKEN takes the token from anywhere, and nothing else even from loopback', async () => {
    test = await openTestGateway('sqlite', { METRICS_TOKEN: TOKEN })
    expect((await read('203.0.113.1', { authorization: `Bearer ${TOKEN}` })).status).toBe(200)
    for (const authorization of [
      '',
      'Bearer',
      `Bearer ${TOKEN.slice(0, -1)}`,
      `Bearer ${TOKEN}x`,
      `Basic ${TOKEN}`,
      TOKEN,
    ])
      expect((await read('127.0.0.1', { authorization })).status).toBe(401)
    const { key } = await test.issueKey((await test.signUp()).bearer)
    expect((await test.call('GET /metrics', { bearer: key })).status).toBe(401)
  })

  it('counts by operation and status, never by address, so that no client can make it grow', async () => {
    test = await openTestGateway('sqlite')
    await test.call('GET /accounts/info')
    for (let n = 0; n < 20; n += 1) await test.call(`GET /nothing-${n}?secret=${n}`)
    const { text } = await read('127.0.0.1')
    expect(text).toContain('quiva_http_request_duration_seconds_count{operation="getAccountInfo",status="401"} 1')
    expect(text).toContain('quiva_http_request_duration_seconds_count{operation="unknown",status="404"} 20')
    expect(text).toContain('quiva_outbox_items{state="failed"} 0')
    expect(text).toContain('quiva_cached_credentials 0')
    expect(text).not.toContain('nothing-')
  })
})
