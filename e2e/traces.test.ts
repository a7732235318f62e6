import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace, type Place } from '../packages/gateway/test/database/engines.ts'
import { type OtlpReceiver, openOtlpReceiver } from '../packages/gateway/test/services/otlp-receiver.ts'
import { call } from './http.ts'
import { expectOk, signUp, startGateway } from './process.ts'

/** Has a process name each module of OpenTelemetry that it loads. */
const WATCH = `import { registerHooks } from 'node:module'
registerHooks({
  resolve(name, context, next) {
    const found = next(name, context)
    // The library of the metrics loads the package of types and constants.
    if (/@opentelemetry.(?!api.)/.test(found.url)) process.stderr.write('loaded ' + found.url + '\\n')
    return found
  },
})`
const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(WATCH)}`

describe('traces', () => {
  let place: Place
  let otlp: OtlpReceiver
  beforeAll(async () => {
    ;[place, otlp] = await Promise.all([openPlace('sqlite'), openOtlpReceiver()])
  })
  afterAll(() => Promise.all([place.remove(), otlp.close()]))

  it('load nothing unless they are switched on', async () => {
    const gateway = await startGateway(place, { NODE_OPTIONS })
    const { bearer } = await signUp(gateway, place)
    await expectOk(call(gateway.client, 'POST /accounts/api-key', { bearer, body: { key_name: 'untraced' } }))
    expect(await gateway.end('SIGTERM')).toMatchObject({ code: 0, output: expect.not.stringContaining('loaded ') })
  })

  it('load the library if they are, and hand over the last spans when the gateway stops', async () => {
    const environment = { ...otlp.environment, NODE_OPTIONS, OTEL_BSP_SCHEDULE_DELAY: '600000', ACCESS_LOG: 'true' }
    const gateway = await startGateway(place, environment)
    const answer = await call(gateway.client, 'GET /accounts/info')
    expect(otlp.spans).toEqual([])
    const { code, output } = await gateway.end('SIGTERM')
    expect(code).toBe(0)
    expect(output).toContain('@opentelemetry/sdk-trace')
    const span = otlp.spans.find(({ is }) => is['quiva.request.id'] === answer.headers['x-request-id'])
    expect(span).toMatchObject({ name: 'GET /accounts/info' })
    expect(output).toContain(`"trace_id":"${span?.traceId}","span_id":"${span?.spanId}"`)
  })
})
