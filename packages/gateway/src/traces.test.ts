import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEngines } from '../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../test/gateway.ts'
import { openReceiver, type Receiver } from '../test/services/https-receiver.ts'
import { type OtlpReceiver, openOtlpReceiver, type ReceivedSpan } from '../test/services/otlp-receiver.ts'

const PROXY = '10.9.9.9'
const KINDS = { internal: 1, server: 2, client: 3, consumer: 5 }
const newParent = (flags = '01') => {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')]
  return { traceId, spanId, header: `00-${traceId}-${spanId}-${flags}` }
}

describeEngines('traces', (engine) => {
  let otlp: OtlpReceiver
  let hooks: Receiver
  let test: TestGateway
  let owner: SignedInUser
  beforeAll(async () => {
    ;[otlp, hooks] = await Promise.all([openOtlpReceiver(), openReceiver()])
    test = await openTestGateway(engine, {
      environment: {
        ...otlp.environment,
        ...hooks.environment,
        TRUST_PROXY: PROXY,
        OTEL_SERVICE_NAME: 'gateway of the test',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=a%20test,service.name=not this',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20planted-secret-of-the-receiver',
        ACCESS_LOG: 'true',
      },
      webhookPace: { pollMs: 20, settlingMs: 0 },
    })
    owner = await test.signUp()
  })
  afterAll(async () => {
    await test.close()
    await Promise.all([otlp.close(), hooks.close()])
  })

  /** The span of a request that was just made, by the id in its answer. */
  const spanOf = ({ headers }: { headers: Record<string, unknown> }): Promise<ReceivedSpan> =>
    otlp.find(({ is }) => is['quiva.request.id'] === headers['x-request-id'])
  const childrenOf = ({ spanId }: ReceivedSpan) => otlp.spans.filter(({ parentSpanId }) => parentSpanId === spanId)

  it('show what a request to issue a key does: its transaction, and each statement in it', async () => {
    const answer = await test.call('POST /accounts/api-key', { bearer: owner.bearer, body: { key_name: 'traced' } })
    const root = await spanOf(answer)
    expect(root).toMatchObject({ name: 'POST /accounts/api-key', kind: KINDS.server, failed: false, links: [] })
    expect(root.parentSpanId ?? '').toBe('')
    expect(root.is).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/accounts/api-key',
      'http.response.status_code': 200,
      'server.address': 'gateway.test',
      'server.port': 80,
      'url.scheme': 'http',
      'quiva.operation': 'issueApiKey',
      'quiva.account.id': owner.accountId,
    })
    const [transaction] = childrenOf(root).filter(({ name }) => name === 'transaction')
    if (!transaction) throw new Error('no transaction')
    const statements = childrenOf(transaction)
    const names = statements.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['INSERT api_keys', 'INSERT audit_events']))
    const insert = statements.find(({ name }) => name === 'INSERT api_keys')
    expect(insert).toMatchObject({ kind: KINDS.client, traceId: root.traceId })
    expect(insert?.is).toMatchObject({
      'db.system.name': engine === 'sqlite' ? 'sqlite' : 'postgresql',
      'db.operation.name': 'INSERT',
      'db.collection.name': 'api_keys',
      'db.query.summary': 'INSERT api_keys',
      'db.query.text': expect.stringMatching(engine === 'sqlite' ? /^insert into "api_keys" .*\+\?/ : /\$1/),
    })
    if (engine === 'postgres') {
      expect(insert?.is).toMatchObject({ 'server.port': expect.any(Number), 'db.namespace': expect.any(String) })
      expect(names).toEqual(expect.arrayContaining(['BEGIN', 'COMMIT']))
    }
    // Each span lies within its parent.
    for (const [inner, outer] of [
      [transaction, root] as const,
      ...statements.map((one) => [one, transaction] as const),
    ]) {
      expect(BigInt(inner.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(outer.startTimeUnixNano))
      expect(BigInt(inner.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(outer.endTimeUnixNano))
    }
  })

  it('give each item of the outbox a trace of its own, which names the request that asked for it', async () => {
    const body = { name: 'a traced account', root_email: 'traced@example.com', password: 'correct-Horse7' }
    const root = await spanOf(await test.call('POST /accounts', { body }))
    const mail = await otlp.find(({ name, links }) => name === 'outbox mail' && links[0]?.traceId === root.traceId)
    expect(mail).toMatchObject({ kind: KINDS.consumer, failed: false })
    expect(mail.traceId).not.toBe(root.traceId)
    expect(mail.is).toMatchObject({ 'quiva.outbox.kind': 'mail', 'quiva.outbox.attempt': 1 })
    const written = test.logged.find(
      ({ message, fields }) => /mail written/.test(message) && fields.trace_id === mail.traceId,
    )
    expect(written?.fields).toMatchObject({ trace_id: mail.traceId, span_id: mail.spanId })
  })

  it('show recurring jobs by their names', async () => {
    await otlp.find(({ name, is }) => name === 'outbox recurring' && is['quiva.job'] === 'expired-api-keys')
  })

  it('show requests that the cache answers, without the framework, the same way', async () => {
    const { key } = await test.issueKey(owner.bearer)
    const { gateway } = test
    const url = await gateway.server.listen({ host: '127.0.0.1', port: 0 })
    const ids: (string | null)[] = []
    const parent = newParent()
    for (let n = 0; n < 3; n += 1) {
      const answer = await fetch(`${url}/accounts/info`, { headers: { 'x-api-key': key, traceparent: parent.header } })
      expect(answer.status).toBe(200)
      ids.push(answer.headers.get('x-request-id'))
    }
    const found = await Promise.all(ids.map((id) => otlp.find(({ is }) => is['quiva.request.id'] === id)))
    for (const span of found) {
      expect(span).toMatchObject({ name: 'GET /accounts/info', kind: KINDS.server, links: [{ spanId: parent.spanId }] })
      expect(span.is).toMatchObject({
        'http.response.status_code': 200,
        'quiva.operation': 'getAccountInfo',
        'quiva.account.id': owner.accountId,
      })
    }
    const logged = test.logged.find(({ fields }) => fields.requestId === ids[2])
    expect(logged?.fields).toMatchObject({ trace_id: found[2]?.traceId, span_id: found[2]?.spanId })
  })

  it('go on with the trace of a trusted proxy, and only name that of anybody else', async () => {
    const [trusted, other] = [newParent(), newParent()]
    const call = (header: string, from: string, tracestate = 'vendor=of-the-proxy') =>
      test.call('GET /accounts/info', {
        bearer: owner.bearer,
        from,
        headers: { traceparent: header, tracestate },
      })
    const inner = await spanOf(await call(trusted.header, PROXY))
    expect(inner).toMatchObject({ traceId: trusted.traceId, parentSpanId: trusted.spanId, links: [] })
    const restarted = await spanOf(await call(other.header, '203.0.113.5', 'planted=by-a-stranger'))
    expect(restarted).toMatchObject({ links: [{ traceId: other.traceId, spanId: other.spanId }] })
    expect(restarted.traceId).not.toBe(other.traceId)
    expect(restarted.parentSpanId ?? '').toBe('')
  })

  it('leave out what a trusted proxy does not keep, and nothing because a stranger asks for it', async () => {
    const call = (from: string) =>
      test.call('GET /accounts/info', { bearer: owner.bearer, from, headers: { traceparent: newParent('00').header } })
    const left = await call(PROXY)
    await spanOf(await call('203.0.113.5'))
    await spanOf(await test.call('GET /accounts/info', { bearer: owner.bearer }))
    expect(otlp.spans.filter(({ is }) => is['quiva.request.id'] === left.headers['x-request-id'])).toEqual([])
  })

  it.each([
    '00-00000000000000000000000000000000-0123456789abcdef-01',
    '00-0123456789ABCDEF0123456789abcdef-0123456789abcdef-01',
    '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01-more',
    'ff-0123456789abcdef0123456789abcdef-0123456789abcdef-01',
    `01-0123456789abcdef0123456789abcdef-0123456789abcdef-01-${'x'.repeat(300)}`,
    '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01, 00-1123456789abcdef0123456789abcdef-0123456789abcdef-01',
    'planted-secret-as-parent',
  ])('begin anew where the header is none: %s', async (traceparent) => {
    const span = await spanOf(
      await test.call('GET /accounts/info', { bearer: owner.bearer, from: PROXY, headers: { traceparent } }),
    )
    expect([span.parentSpanId ?? '', span.links]).toEqual(['', []])
  })

  it('say why a request was refused, which is no failure of the gateway, and never what was asked for', async () => {
    const refused = await spanOf(await test.call('GET /accounts/info', { key: 'mst-planted-secret-key' }))
    expect(refused).toMatchObject({
      failed: false,
      is: { 'quiva.refusal': 'unauthorized', 'http.response.status_code': 401 },
    })
    const unknown = await spanOf(await test.call('GET /planted-secret-path?key=planted-secret-query'))
    expect(unknown).toMatchObject({ name: 'GET', is: { 'http.response.status_code': 404 } })
    const method = await spanOf(await test.call('PROPFIND /accounts/info'))
    expect(method).toMatchObject({ name: 'HTTP', is: { 'http.request.method': '_OTHER' } })
  })

  it('show a delivery to a webhook, and hand its trace on; of its address only the host', async () => {
    const url = `${hooks.url}/planted-secret-of-the-webhook?token=planted-secret-query`
    const created = await test.call('POST /accounts/webhooks', {
      bearer: owner.bearer,
      body: { url, events: ['api_key.issued'] },
    })
    const { key } = await test.issueKey(owner.bearer)
    expect(key).toBeTruthy()
    const received = await waitFor(async () => hooks.received.find(({ type }) => type === 'api_key.issued'))
    const [, traceId, spanId] = String(received.headers.traceparent).split('-')
    const post = await otlp.find((span) => span.spanId === spanId)
    expect(post).toMatchObject({ traceId, name: 'POST', kind: KINDS.client, failed: false })
    expect(post.is).toMatchObject({
      'http.response.status_code': 204,
      'server.address': '127.0.0.1',
      'server.port': hooks.port,
    })
    const run = await otlp.find((span) => span.spanId === post.parentSpanId)
    expect(run).toMatchObject({ name: 'webhook deliveries', is: { 'quiva.webhook.id': created.body.data.id } })
    const mine = newParent()
    const asked = await test.call('POST /accounts/webhooks/test', {
      bearer: owner.bearer,
      body: { id: created.body.data.id },
      from: PROXY,
      headers: { traceparent: mine.header, tracestate: 'vendor=of-the-proxy' },
    })
    expect(asked.status).toBe(200)
    const tested = await waitFor(async () => hooks.received.find(({ type }) => type === 'webhook.test'))
    expect(tested.headers.traceparent).toMatch(new RegExp(`^00-${mine.traceId}-`))
    expect(tested.headers).not.toHaveProperty('tracestate')
    await spanOf(asked)
  })

  it('hold no secret, no value of a statement, and no address of anybody', async () => {
    const { key, creds } = await test.issueKey(owner.bearer, 'planted-name-of-a-key')
    const url = `/accounts/info?api_key=${key}&planted-secret-query=1`
    const last = await test.call(`GET ${url}`, { headers: { 'user-agent': 'planted-agent', cookie: 'planted-cookie' } })
    await test.call('POST /accounts/auth-with-password', { body: { email: owner.email, password: 'planted-password' } })
    await test.call('POST /accounts/request-reset-password', { body: { email: owner.email } })
    const sent = await test.mails(3)
    await spanOf(last)
    await spanOf(await test.call('GET /accounts/info', { key }))
    const seed = /\bSU[A-Z2-7]{40,}/.exec(creds)?.[0]
    const tokens = sent.flatMap(({ token, code }) => [token, code].filter((one) => one !== undefined))
    expect(tokens.length).toBeGreaterThan(1)
    const { email, password, bearer, refreshToken } = owner
    const secrets = [key, seed, ...tokens, email, 'traced@example.com', password, bearer, refreshToken, '127.0.0.1:']
    const text = otlp.text()
    for (const secret of secrets) expect(text).not.toContain(secret ?? 'nothing was read')
    expect(text.match(/.{0,60}(planted|203\.0\.113|Horse|a traced account).{0,30}/)).toBeNull()
    // It would be found.
    expect(text).toContain('issueApiKey')
    expect(JSON.stringify(otlp.requests[0]?.headers)).toContain('planted-secret-of-the-receiver')
  })

  it('say whose they are', () => {
    expect(otlp.requests[0]?.url).toBe('/v1/traces')
    expect(otlp.resources[0]).toMatchObject({
      'service.name': 'gateway of the test',
      'service.version': expect.stringMatching(/^\d/),
      'deployment.environment.name': 'a test',
    })
  })

  it('leave out what others ask every few seconds', async () => {
    await test.call('GET /health/live')
    await test.call('GET /metrics')
    await spanOf(await test.call('GET /accounts/info', { bearer: owner.bearer }))
    expect(otlp.spans.filter(({ is }) => /health|metrics/.test(String(is['http.route'])))).toEqual([])
  })
})

describe('a receiver of traces', () => {
  let otlp: OtlpReceiver
  let test: TestGateway | undefined
  beforeAll(async () => {
    otlp = await openOtlpReceiver()
  })
  afterAll(async () => {
    await test?.close()
    await otlp.close()
  })
  const warnings = () => test?.logged.filter(({ message }) => /^traces /.test(message)) ?? []

  it('that takes nothing costs no request anything, and a bounded number of spans; the log says it once', async () => {
    otlp.status = 503
    test = await openTestGateway('sqlite', {
      environment: {
        ...otlp.environment,
        OTEL_EXPORTER_OTLP_HEADERS: 'x-key=planted-secret',
        OTEL_EXPORTER_OTLP_TIMEOUT: '100',
        OTEL_BSP_MAX_QUEUE_SIZE: '20',
        OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '20',
      },
    })
    const call = test.call
    for (let n = 0; n < 200; n += 1) expect((await call('GET /accounts/info')).status).toBe(401)
    await expect.poll(() => otlp.requests.length).toBeGreaterThan(3)
    expect(warnings()).toEqual([
      {
        level: 'warn',
        message: 'traces cannot be delivered; they are dropped',
        fields: { receiver: new URL(otlp.url).host, problem: expect.stringMatching(/^(status 503|\w+)$/) },
      },
    ])
    // Attack: a receiver that accepts and never answers lets spans pile up.
    otlp.status = 200
    otlp.isSilent = true
    for (let n = 0; n < 200; n += 1) await call('GET /accounts/info')
    otlp.isSilent = false
    otlp.spans.length = 0
    await expect.poll(() => warnings().length).toBe(2)
    expect(warnings()[1]).toMatchObject({ level: 'info', message: 'traces are delivered again' })
    // One batch was on its way, and one queue was waiting.
    await sleep(50)
    expect(otlp.spans.length).toBeLessThanOrEqual(40)
    expect(JSON.stringify(test.logged)).not.toContain('planted')
  })

  it('that never answers does not keep a gateway from stopping', async () => {
    otlp.isSilent = true
    await test?.call('GET /accounts/info')
    const before = performance.now()
    await test?.close()
    test = undefined
    expect(performance.now() - before).toBeLessThan(10_000)
    otlp.isSilent = false
  })
})
