import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describePostgres, openPlace, type Place } from '../../../test/database/engines.ts'
import {
  type Answer,
  METRICS_TOKEN,
  openTestGateway,
  type SignedInUser,
  type TestGateway,
} from '../../../test/gateway.ts'
import { openTcpProxy, type TcpProxy } from '../../../test/http/tcp-proxy.ts'

/** A lease, with what one clock may lose on another. */
const LEASE_MS = 2100

describePostgres('what was revoked through one of several gateways', () => {
  let place: Place
  let here: TestGateway
  let there: TestGateway
  /** It hears through the relay. */
  let far: TestGateway
  let relay: TcpProxy
  let root: SignedInUser
  beforeAll(async () => {
    place = await openPlace('postgres', { overTcp: true })
    here = await openTestGateway('postgres', { place })
    there = await openTestGateway('postgres', { place })
    const url = new URL(place.environment.DATABASE_URL ?? '')
    relay = await openTcpProxy({ host: url.hostname, port: Number(url.port) })
    url.port = String(relay.port)
    far = await openTestGateway('postgres', { place, environment: { DATABASE_LISTEN_URL: url.href } })
    root = await here.signUp()
  })
  afterAll(async () => {
    for (const gateway of [here, there, far]) await gateway?.close()
    await relay?.close()
    await place.remove()
  })

  const all = () => [here, there, far]
  const statusOf = async (at: TestGateway, key: string) => (await at.call('GET /accounts/info', { key })).status
  const remove = (at: TestGateway, id: string, prefer?: string): Promise<Answer> =>
    at.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer, ...(prefer && { headers: { prefer } }) })
  /** Waits until a gateway believes its cache. */
  const trusts = (at: TestGateway, key: string) =>
    expect
      .poll(async () => {
        await statusOf(at, key)
        const { text } = await at.call('GET /metrics', { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
        return Number(/^quiva_cached_credentials (\d+)$/m.exec(text)?.[1])
      })
      .toBeGreaterThan(0)

  it('is accepted by none of them from the answer on, at whatever moment it is used', async () => {
    for (let round = 0; round < 24; round += 1) {
      const { id, key } = await here.issueKey(root.bearer)
      if (round % 2 === 0) for (const at of all()) expect(await statusOf(at, key)).toBe(200)
      let isOver = false
      const uses = all().map(async (at) => {
        while (!isOver) {
          await statusOf(at, key)
          await sleep(1 + (round % 3))
        }
      })
      const by = all()[round % 3] ?? here
      const { status, body } = await remove(by, id)
      const after = await Promise.all(all().flatMap((at) => [statusOf(at, key), statusOf(at, key)]))
      isOver = true
      await Promise.all(uses)
      expect([status, after]).toEqual([200, [401, 401, 401, 401, 401, 401]])
      expect(body.revocation).toEqual({ confirmed: true, holders: 3, took_ms: expect.any(Number) })
    }
  })

  it('is told once, and of two who revoke it at the same moment only one has revoked it', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { id } = await here.issueKey(root.bearer)
      const answers = await Promise.all(all().map((at) => remove(at, id)))
      const done = answers.filter(({ status }) => status === 200)
      expect(done.map(({ body }) => body.revocation.confirmed)).toEqual([true])
      for (const { status, body } of answers) if (status !== 200) expect(Object.keys(body)).not.toContain('revocation')
    }
  })

  it('is told without waiting to whoever prefers that, with the time from which on it holds', async () => {
    const { id, key } = await here.issueKey(root.bearer)
    for (const at of all()) await statusOf(at, key)
    relay.freeze()
    try {
      const asked = Date.now()
      const { body, headers } = await remove(here, id, 'return=minimal, Wait=0')
      expect(headers['preference-applied']).toBe('wait=0')
      expect(body.revocation).toMatchObject({ confirmed: false })
      const by = Date.parse(body.revocation.by)
      expect(by).toBeLessThanOrEqual(Date.now() + LEASE_MS)
      expect(by).toBeGreaterThan(asked + 1000)
      await sleep(by - Date.now())
      expect(await statusOf(far, key)).toBe(401)
    } finally {
      await relay.mend()
    }
  })

  // A relay that swallows: the connection stands, and nothing comes.
  it('waits for the lease of a gateway that hears nothing, and is honest about it', async () => {
    const { key: kept } = await here.issueKey(root.bearer)
    await expect.poll(() => far.logged.at(-1)?.message, { timeout: 15_000 }).toBe('listening for evictions again')
    await trusts(far, kept)
    const [one, two] = [await here.issueKey(root.bearer), await here.issueKey(root.bearer)]
    for (const { key } of [one, two]) expect(await statusOf(far, key)).toBe(200)
    relay.freeze()
    try {
      const [slow, bounded] = await Promise.all([remove(here, one.id), remove(there, two.id, 'wait=1')])
      expect(bounded.body.revocation).toMatchObject({ confirmed: false, by: expect.any(String) })
      expect(slow.body.revocation).toMatchObject({ confirmed: true, holders: 3 })
      expect(slow.body.revocation.took_ms).toBeLessThan(LEASE_MS + 100)
      for (const { key } of [one, two])
        expect(await Promise.all(all().map((at) => statusOf(at, key)))).toEqual([401, 401, 401])
      // Its own revocations wait as long: it cannot hear who else is there.
      const { id } = await here.issueKey(root.bearer)
      const deaf = await remove(far, id)
      expect(deaf.body.revocation).toMatchObject({ confirmed: true })
    } finally {
      await relay.mend()
    }
  })

  it('is not awaited from a gateway that said goodbye, and is from one that starts in the middle', async () => {
    const fourth = await openTestGateway('postgres', { place })
    const holders = async (at = here) => {
      const { id, key } = await here.issueKey(root.bearer)
      const { body } = await remove(at, id)
      expect(body.revocation.confirmed).toBe(true)
      expect(await Promise.all(all().map((one) => statusOf(one, key)))).toEqual([401, 401, 401])
      return body.revocation
    }
    expect(await holders(fourth)).toMatchObject({ holders: 4 })
    await fourth.close()
    const { holders: left, took_ms } = await holders()
    expect(left).toBe(3)
    expect(took_ms).toBeLessThan(1000)
    let opened: TestGateway | undefined
    const opening = openTestGateway('postgres', { place }).then((gateway) => {
      opened = gateway
    })
    while (!opened) {
      const { id, key } = await here.issueKey(root.bearer)
      if (opened) await statusOf(opened, key)
      await remove(here, id)
      for (const at of [...all(), ...(opened ? [opened] : [])]) expect(await statusOf(at, key)).toBe(401)
    }
    await opening
    expect((await holders(opened)).holders).toBe(4)
    await opened.close()
  })

  it('is in the audit log and in the metrics, with the request that revoked it', async () => {
    const origin = await openTestGateway('postgres', { place })
    const { id } = await here.issueKey(root.bearer)
    const { headers } = await remove(origin, id)
    const { text } = await origin.call('GET /metrics', { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
    expect(text).toContain('quiva_gateways_heard 4\n')
    expect(text).toContain('quiva_revocation_duration_seconds_count 1\n')
    expect(text).toContain('quiva_revocations_unconfirmed_total 0\n')
    await origin.close()
    const events = await here.database.read
      .selectFrom('audit_events')
      .select(['action', 'account_id', 'actor_user_id', 'details'])
      .where('request_id', '=', String(headers['x-request-id']))
      .orderBy('occurred_at')
      .execute()
    expect(events.map(({ action }) => action)).toEqual(['api_key.deleted', 'revocation.confirmed'])
    expect(events[1]).toMatchObject({ account_id: root.accountId, actor_user_id: root.userId })
    const details = { operation: 'deleteApiKey', holders: 4, took_ms: expect.any(Number), in_answer: true }
    expect(JSON.parse(events[1]?.details ?? '')).toEqual(details)
  })

  it('leaves no gateway on the list when all are gone', async () => {
    for (const gateway of [there, far]) await gateway.close()
    const ids = () => here.database.read.selectFrom('gateways').select('id').execute()
    await expect.poll(async () => (await ids()).length, { timeout: 6000 }).toBe(1)
  })
})
