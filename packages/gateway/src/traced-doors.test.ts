import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BusGateway, openBusGateway } from '../test/nats/bus-gateway.ts'
import { describeWithNatsServer } from '../test/nats/with-nats-server.ts'
import { type OtlpReceiver, openOtlpReceiver, type ReceivedSpan } from '../test/services/otlp-receiver.ts'
import { openSmtpSink, type SmtpSink } from '../test/services/smtp-sink.ts'
import { openTestStripe, type TestStripe } from '../test/services/stripe/stripe.ts'
import { createStripeClient } from './features/payment/stripe-client.ts'
import { readConfig } from './platform/config/config.ts'
import { inTrace, openTracing, type Tracing } from './platform/tracing/tracing.ts'
import { openDelivery } from './transport/mail/delivery.ts'

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }
const CLIENT = 3

describeWithNatsServer('traces of what the gateway asks of others', () => {
  let otlp: OtlpReceiver
  let bus: BusGateway
  let stripe: TestStripe
  let smtp: SmtpSink
  let tracing: Tracing | undefined
  beforeAll(async () => {
    ;[otlp, stripe, smtp] = await Promise.all([openOtlpReceiver(), openTestStripe(), openSmtpSink()])
    // Protocol and compression as other receivers want them are tested below.
    bus = await openBusGateway('sqlite', { environment: otlp.environment })
    tracing = await openTracing(readConfig(otlp.environment).tracing, silent)
  })
  afterAll(async () => {
    await tracing?.stop()
    await bus.close()
    await Promise.all([otlp.close(), stripe.close(), smtp.close()])
  })

  const trace = <T>(work: () => Promise<T>) => inTrace(tracing, 'of the test', () => ({ kind: 'internal' }), work)
  const parentOf = ({ parentSpanId }: ReceivedSpan) => otlp.find(({ spanId }) => spanId === parentSpanId)

  it('show a push of claims to the message bus within its item, which names the request', async () => {
    const { accountId, bearer } = await bus.test.signUp()
    const push = await otlp.find(({ name, failed }) => name === 'push claims' && !failed)
    expect(push).toMatchObject({
      kind: CLIENT,
      is: { 'messaging.system': 'nats', 'messaging.destination.template': '$SYS.REQ.CLAIMS.UPDATE' },
    })
    expect(await parentOf(push)).toMatchObject({ name: 'outbox push-claims' })
    const issued = await bus.test.issueKey(bearer)
    const deleted = await bus.test.call(`DELETE /accounts/api-key?id=${issued.id}`, { bearer })
    expect(deleted.status).toBe(200)
    const root = await otlp.find(({ is }) => is['quiva.operation'] === 'deleteApiKey')
    expect(root.is['quiva.account.id']).toBe(accountId)
    await otlp.find(
      ({ name, links }) => name === 'outbox push-claims' && links.some(({ traceId }) => traceId === root.traceId),
    )
    expect(otlp.text()).not.toMatch(/eyJ/)
  })

  it('show a mail by its template and its server, not by whom it is for', async () => {
    const { url } = smtp
    const delivery = openDelivery({ smtpUrl: url, mailFrom: 'gateway@example.com', directory: '/nowhere', log: silent })
    const mail = {
      template: 'key-expires' as const,
      to: 'planted@example.com',
      subject: 'planted',
      headers: {},
      text: 'planted',
      html: 'planted',
    }
    await trace(() => delivery.deliver(mail as never, 'out_1'))
    await delivery.close()
    const span = await otlp.find(({ name }) => name === 'send mail')
    expect(span).toMatchObject({
      kind: CLIENT,
      is: {
        'quiva.mail.template': 'key-expires',
        'server.address': '127.0.0.1',
        'server.port': Number(new URL(url).port),
      },
    })
    expect(await parentOf(span)).toMatchObject({ name: 'of the test' })
    expect(smtp.received[0]).toContain('planted')
    expect(otlp.text()).not.toContain('planted')
  })

  it('show calls of Stripe by their paths, without ids, queries and keys', async () => {
    const { stripe: settings } = readConfig(stripe.environment)
    if (!settings) throw new Error('not configured')
    const client = createStripeClient(settings, silent)
    await trace(() =>
      client.run('test', 'payments_unavailable' as never, async ({ stripe: api, reading }) => {
        await api.customers.list({ email: 'planted@example.com' }, reading())
      }),
    ).catch(() => {})
    await trace(() =>
      client.run('test', 'payments_unavailable' as never, async ({ stripe: api, reading }) => {
        await api.customers.retrieve('cus_Planted0001', {}, reading())
      }),
    ).catch(() => {})
    const list = await otlp.find(({ name }) => name === 'GET /v1/customers')
    expect(list).toMatchObject({
      kind: CLIENT,
      is: { 'http.request.method': 'GET', 'http.response.status_code': 200, 'server.address': '127.0.0.1' },
    })
    const one = await otlp.find(({ name }) => name === 'GET /v1/customers/{id}')
    expect(one).toMatchObject({ failed: true, is: { 'http.response.status_code': 404, 'error.type': '404' } })
    expect(otlp.text()).not.toMatch(/[Pp]lanted|sk_test/)
  })

  it('go to receivers as protobuf unless they are to be JSON, compressed if so asked', async () => {
    const environment = { ...otlp.environment, OTEL_EXPORTER_OTLP_PROTOCOL: '', OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' }
    const other = await openTracing(readConfig(environment).tracing, silent)
    await inTrace(
      other,
      'in protobuf',
      () => ({ kind: 'internal' }),
      async () => {},
    )
    await other?.stop()
    const last = otlp.requests.findLast(({ body }) => body.includes('in protobuf'))
    expect(last?.headers).toMatchObject({ 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' })
  })
})
