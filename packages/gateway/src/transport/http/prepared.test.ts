import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { METRICS_TOKEN, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'

describe('an answer whose bytes are kept', () => {
  let test: TestGateway
  let root: SignedInUser
  beforeAll(async () => {
    test = await openTestGateway('sqlite')
    root = await test.signUp()
  })
  afterAll(() => test.close())

  const info = (key: string) => test.call('GET /accounts/info', { key })

  it('has the headers of every answer, and the length of its text in bytes', async () => {
    const { key } = await test.issueKey(root.bearer)
    const name = 'Straßenbäckerei 日本'
    await test.call('PATCH /accounts', { bearer: root.bearer, body: { company_name: name } })
    for (const answer of [await info(key), await info(key)]) {
      expect(answer.body.data).toMatchObject({ company_name: name, root_email: root.email })
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        vary: 'Authorization, X-Api-Key',
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(answer.text)),
        'x-request-id': expect.any(String),
      })
    }
  })

  it('is made anew after each change of what it shows, for everybody who has seen it', async () => {
    const keys = [await test.issueKey(root.bearer), await test.issueKey(root.bearer)]
    for (const country of ['PT', 'IS', 'PT']) {
      await test.call('PATCH /accounts', { bearer: root.bearer, body: { country } })
      for (const { key } of keys) expect((await info(key)).body.data.country).toBe(country)
      expect((await test.call('GET /accounts/info', { bearer: root.bearer })).body.data.country).toBe(country)
    }
  })

  it('is refused when its key is deleted, although its bytes are kept for others', async () => {
    const [kept, deleted] = [await test.issueKey(root.bearer), await test.issueKey(root.bearer)]
    for (const { key } of [kept, deleted]) expect((await info(key)).status).toBe(200)
    await test.call(`DELETE /accounts/api-key?id=${deleted.id}`, { bearer: root.bearer })
    expect([(await info(deleted.key)).status, (await info(kept.key)).status]).toEqual([401, 200])
  })

  it('passes the gate and is counted once, with HEAD too, which has no body', async () => {
    const rate_limit = { requests: 4, per_seconds: 86_400 }
    const { key } = await test.issueKey(root.bearer, 'counted', { rate_limit })
    const left = async (request: string) => {
      const { status, text, headers } = await test.call(request, { key })
      return { status, text, left: headers.ratelimit }
    }
    const verify = `/verify?account=${root.accountId}`
    expect(await left(`GET ${verify}`)).toMatchObject({ status: 200, left: expect.stringContaining('r=3;') })
    const head = await test.call('HEAD /accounts/info', { key })
    expect([head.status, head.text, Number(head.headers['content-length']) > 0]).toEqual([200, '', true])
    expect(await left(`HEAD ${verify}`)).toMatchObject({ status: 200, text: '', left: expect.stringContaining('r=1;') })
    expect(await left(`POST ${verify}`)).toMatchObject({ status: 200, left: expect.stringContaining('r=0;') })
    expect((await info(key)).status).toBe(429)
    const { text } = await test.call('GET /metrics', { bearer: METRICS_TOKEN })
    expect(text).toContain('quiva_http_request_duration_seconds_count{operation="verifyCredential",status="200"} 3')
    expect(text).toContain('quiva_http_request_duration_seconds_count{operation="getAccountInfo",status="429"} 1')
  })
})
