import { afterEach, beforeEach, expect, it } from 'vitest'
import { describePostgres, openPlace, type Place } from '../../../test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { openTcpProxy, type TcpProxy } from '../../../test/http/tcp-proxy.ts'

/** What is promised: an answer within five seconds of the moment at which the database falls silent. */
const PROMISED_MS = 5000

/** More than there are connections to the database. */
const READERS = 24

describePostgres('PostgreSQL that falls silent without closing a connection', () => {
  let place: Place
  let proxy: TcpProxy
  let test: TestGateway
  let root: SignedInUser
  beforeEach(async () => {
    place = await openPlace('postgres', { overTcp: true })
    const url = new URL(place.environment.DATABASE_URL ?? '')
    proxy = await openTcpProxy({ host: url.hostname, port: Number(url.port) })
    url.port = String(proxy.port)
    test = await openTestGateway('postgres', { environment: { DATABASE_URL: url.href }, place })
    root = await test.signUp()
  })
  afterEach(async () => {
    proxy.thaw()
    proxy.reset()
    await test.close()
    await proxy.close()
    await place.remove()
  })

  /** Not from the cache of credentials: each asks the database. */
  const read = () => test.call('GET /accounts/api-keys', { bearer: root.bearer })
  const change = () => test.call('POST /accounts/api-key', { bearer: root.bearer, body: { key_name: 'x' } })
  const ready = () => test.call('GET /health/ready')

  it('each request and the readiness are 503 in time, and all is well by itself when the line is mended', async () => {
    await Promise.all(Array.from({ length: READERS }, read))
    const before = performance.now()
    proxy.freeze()
    const answers = await Promise.all([ready(), change(), ...Array.from({ length: READERS }, read)])
    expect(performance.now() - before).toBeLessThan(PROMISED_MS)
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.code}`))).toEqual(new Set(['503 unavailable']))
    const later = performance.now()
    expect((await ready()).status).toBe(503)
    expect(performance.now() - later, 'no connection of before is left to be tried').toBeLessThan(PROMISED_MS)
    proxy.thaw()
    await expect.poll(async () => (await ready()).status, { timeout: 10_000 }).toBe(200)
    expect(
      (await Promise.all([change(), ...Array.from({ length: READERS }, read)])).map(({ status }) => status),
    ).toEqual(Array(READERS + 1).fill(200))
  })

  it('under load it drops the connections that are dead, although whoever reads never pauses', async () => {
    await Promise.all(Array.from({ length: READERS }, read))
    proxy.freezeOpen()
    const frozenAt = performance.now()
    let lastFailure = 0
    let served = 0
    const reader = async () => {
      while (served < 10 * READERS && performance.now() - frozenAt < 3 * PROMISED_MS) {
        if ((await read()).status === 200) served += 1
        else lastFailure = performance.now() - frozenAt
      }
    }
    await Promise.all(Array.from({ length: READERS }, reader))
    expect(served).toBeGreaterThanOrEqual(10 * READERS)
    expect(lastFailure).toBeLessThan(PROMISED_MS)
  })
})
