import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../../test/database/engines.ts'
import { METRICS_TOKEN, openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { openTcpProxy, type TcpProxy } from '../../../test/http/tcp-proxy.ts'

describeEngines('health', (engine) => {
  it('says to everybody that the gateway runs, and what it stands on', async () => {
    const test = await openTestGateway(engine)
    try {
      const { body: live } = await test.call('GET /health/live')
      expect(live).toEqual({ status: 'live', version: expect.stringMatching(/^\d+\.\d+\.\d+/) })
      const ready = await test.call('GET /health/ready', { headers: { authorization: 'Bearer nonsense' } })
      expect(ready.body).toEqual({
        status: 'ready',
        version: live.version,
        database: engine,
        messaging: 'not configured',
      })
    } finally {
      await test.close()
    }
  })

  if (engine === 'sqlite') return

  /** A gateway whose line to PostgreSQL can be cut. */
  let place: Place
  let proxy: TcpProxy
  let test: TestGateway
  let root: SignedInUser
  let direct: string
  beforeAll(async () => {
    place = await openPlace('postgres', { overTcp: true })
    direct = place.environment.DATABASE_URL ?? ''
    const url = new URL(direct)
    proxy = await openTcpProxy({ host: url.hostname, port: Number(url.port) })
    url.port = String(proxy.port)
    test = await openTestGateway('postgres', { environment: { DATABASE_URL: url.href }, place })
    root = await test.signUp()
  })
  afterAll(async () => {
    await proxy.mend()
    await test.close()
    await proxy.close()
    await place.remove()
  })

  it('is not ready, but alive, while the database is away, and answers 503 instead of 500; all is well when it is back', async () => {
    await proxy.cut()
    const ready = await test.call('GET /health/ready')
    expect(ready.status).toBe(503)
    expect(ready.body.code).toBe('unavailable')
    expect((await test.call('GET /health/live')).status).toBe(200)
    const info = await test.call('GET /accounts/info', { bearer: root.bearer })
    expect(info.body.code).toBe('unavailable')
    const issued = await test.call('POST /accounts/api-key', { bearer: root.bearer, body: { key_name: 'x' } })
    expect(issued.body.code).toBe('unavailable')
    await proxy.mend()
    await expect.poll(async () => (await test.call('GET /health/ready')).status, { timeout: 5000 }).toBe(200)
    expect((await test.call('GET /accounts/info', { bearer: root.bearer })).status).toBe(200)
  })

  it('a request whose query is under way when the connection is reset is answered 503: the client is not to blame', async () => {
    // A change that waits for the account's row, which somebody else holds.
    const holder = new pg.Client({ connectionString: direct })
    await holder.connect()
    try {
      await holder.query('begin')
      await holder.query('select 1 from accounts where id = $1 for update', [root.accountId])
      const issuing = test.call('POST /accounts/api-key', { bearer: root.bearer, body: { key_name: 'x' } })
      await expect.poll(() => waitingForLocks(holder), { timeout: 3000 }).toBeGreaterThan(0)
      proxy.reset()
      const answer = await issuing
      expect(answer.status).toBe(503)
      expect(answer.body.code).toBe('unavailable')
    } finally {
      await holder.query('rollback')
      await holder.end()
    }
    await expect.poll(async () => (await test.call('GET /health/ready')).status, { timeout: 5000 }).toBe(200)
    await sleep(50)
    expect((await test.call('GET /accounts/api-keys', { bearer: root.bearer })).body.data).toEqual([])
  })

  it('metrics are there while the database is away: that is when somebody looks at them', async () => {
    await proxy.cut()
    const metrics = await test.call('GET /metrics', { bearer: METRICS_TOKEN })
    await proxy.mend()
    expect(metrics.status).toBe(200)
    expect(metrics.text).toContain('quiva_http_request_duration_seconds_count{operation="issueApiKey",status="503"}')
  })

  async function waitingForLocks(client: pg.Client): Promise<number> {
    const { rows } = await client.query("select 1 from pg_stat_activity where wait_event_type = 'Lock'")
    return rows.length
  }
})
