import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines, type Engine } from '../../gateway/test/database/engines.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../gateway/test/gateway.ts'
import { exchangeKey } from '../../gateway/test/users/sign-in.ts'
import { outcomeOf } from '../test/world.ts'
import { createVerifier, type Verifier, type VerifierOptions } from './index.ts'

async function listen({ gateway }: TestGateway, port = 0): Promise<string> {
  await gateway.server.listen({ host: '127.0.0.1', port })
  return `http://127.0.0.1:${(gateway.server.server.address() as AddressInfo).port}`
}

const connected = (verifier: Verifier, url?: string) =>
  waitFor(async () => {
    const state = verifier.state()
    return state.connected && (url === undefined || state.url === url) ? true : undefined
  })

describeEngines('a verifier at a real gateway', (engine) => {
  let test: TestGateway
  let url: string
  let root: SignedInUser
  let own: string
  const open: Verifier[] = []
  beforeAll(async () => {
    test = await openTestGateway(engine)
    url = await listen(test)
    root = await test.signUp()
    own = (await test.issueKey(root.bearer, 'service', { scopes: ['tokens:introspect'] })).key
  })
  afterAll(async () => {
    for (const verifier of open) verifier.close()
    await test.close()
  })

  async function start(more: Partial<VerifierOptions> = {}): Promise<Verifier> {
    const verifier = createVerifier({ url, apiKey: own, name: 'test', ...more } as VerifierOptions)
    open.push(verifier)
    await connected(verifier)
    return verifier
  }
  const issue = (more: object = {}) => test.issueKey(root.bearer, 'asked', { ...more })
  const remove = (id: string) => test.call(`DELETE /accounts/api-key?id=${id}`, { bearer: root.bearer })

  it('knows keys, sessions and people of its account, and nothing else', async () => {
    const verifier = await start()
    const { id, key } = await issue({ scopes: ['orders:read'], metadata: { plan: 'pro' }, environment: 'test' })
    const session = await exchangeKey(test, key)
    for (const credential of [key, session.bearer])
      expect(await verifier.verify(credential, { scope: 'orders:read' })).toMatchObject({
        allowed: true,
        principal: {
          accountId: root.accountId,
          userId: root.userId,
          role: 'root',
          kind: 'key',
          keyId: id,
          scopes: ['orders:read'],
          environment: 'test',
          metadata: { plan: 'pro' },
          username: root.email,
        },
      })
    expect(await verifier.verify(root.bearer)).toMatchObject({
      principal: { kind: 'interactive', keyId: null, scopes: null },
    })
    const stranger = await test.signUp()
    const foreign = await test.issueKey(stranger.bearer)
    for (const credential of [
      foreign.key,
      stranger.bearer,
      root.refreshToken,
      'a.b.c',
      `${key}0`,
      'sk_live_0123456789abcdef',
    ])
      expect(outcomeOf(await verifier.verify(credential))).toBe('unauthorized')
    expect(verifier.known(key, { scope: 'orders:write' })).toMatchObject({ status: 403, code: 'insufficient_scope' })
    expect(verifier.known(key, { environment: 'live' })).toMatchObject({ code: 'other_environment' })
  })

  it('knows the keys of another system that were imported', async () => {
    const verifier = await start()
    const key = 'sk_live_0123456789abcdef0123456789abcdef'
    const { createHash } = await import('node:crypto')
    const hash = createHash('sha256').update(key).digest('hex')
    const keys = [{ hash, key_name: 'theirs', scopes: ['orders:read'] }]
    expect(outcomeOf(await verifier.verify(key))).toBe('unauthorized')
    expect((await test.call('POST /accounts/api-keys/import', { bearer: root.bearer, body: { keys } })).status).toBe(
      200,
    )
    expect(outcomeOf(await verifier.verify(key, { scope: 'orders:read' }))).toBe('allowed')
  })

  it('applies networks, rate limits and quotas; over two verifiers and the gateway no request too many passes', async () => {
    const [one, other] = [await start(), await start()]
    const home = await issue({ allowed_ips: ['203.0.113.0/24'] })
    expect(outcomeOf(await one.verify(home.key, { address: '203.0.113.7' }))).toBe('allowed')
    expect(outcomeOf(await one.verify(home.key, { address: '198.51.100.7' }))).toBe('address_not_allowed')
    const counted = await issue({ rate_limit: { requests: 40, per_seconds: 86_400 } })
    const asked = Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? one : other).verify(counted.key))
    const outcomes = (await Promise.all(asked)).map(outcomeOf)
    expect(outcomes.filter((outcome) => outcome === 'allowed')).toHaveLength(40)
    expect((await test.call('GET /accounts/info', { key: counted.key })).status).toBe(429)
    const paid = await issue({ quota: { requests: 10, per: 'month', resets: 'calendar' } })
    expect(outcomeOf(await one.verify(paid.key, { cost: 8 }))).toBe('allowed')
    expect(await other.verify(paid.key, { cost: 3 })).toMatchObject({
      code: 'quota_exhausted',
      refillsOn: expect.any(String),
    })
    expect(outcomeOf(await other.verify(paid.key, { cost: 2 }))).toBe('allowed')
  })

  // Each verifier checks all the time. No check that begins after the answer to the deletion may succeed.
  it('honours no key from the answer to its deletion on, under load, and others all the while', async () => {
    const verifiers = await Promise.all([start(), start(), start()])
    const steady = await issue()
    const keys = await Promise.all(Array.from({ length: 12 }, () => issue()))
    for (const verifier of verifiers)
      for (const { key } of [steady, ...keys]) expect(outcomeOf(await verifier.verify(key))).toBe('allowed')
    let running = true
    let checks = 0
    const load = verifiers.map(async (verifier) => {
      while (running) {
        for (const { key } of keys) verifier.known(key)
        expect(outcomeOf(await verifier.verify(steady.key))).toBe('allowed')
        checks += 1
        await sleep(1)
      }
    })
    for (const { id, key } of keys) {
      const { body } = await remove(id)
      expect(body.revocation.confirmed).toBe(true)
      for (const verifier of verifiers) expect(verifier.known(key)?.allowed ?? false).toBe(false)
    }
    running = false
    await Promise.all(load)
    expect(checks).toBeGreaterThan(12)
    for (const verifier of verifiers)
      for (const { key } of keys) expect(outcomeOf(await verifier.verify(key))).toBe('unauthorized')
  })

  it('learns of what is changed, not only of what is deleted', async () => {
    const verifier = await start()
    const { id, key } = await issue({ scopes: ['orders:read', 'orders:write'] })
    expect(outcomeOf(await verifier.verify(key, { scope: 'orders:write' }))).toBe('allowed')
    const change = (body: object) =>
      test.call('PATCH /accounts/api-key', { bearer: root.bearer, body: { id, ...body } })
    await change({ scopes: ['orders:read'] })
    expect(outcomeOf(await verifier.verify(key, { scope: 'orders:write' }))).toBe('insufficient_scope')
    await change({ disabled: true })
    expect(outcomeOf(await verifier.verify(key))).toBe('unauthorized')
    await change({ disabled: false })
    expect(outcomeOf(await verifier.verify(key))).toBe('allowed')
  })

  it('says why it has no connection: its own key is not good, or may not introspect', async () => {
    for (const [apiKey, code] of [
      ['ms-00000000000000000000000000000c42', '4401'],
      [(await issue({ scopes: ['orders:read'] })).key, '4403'],
    ] as const) {
      const verifier = createVerifier({ url, apiKey })
      open.push(verifier)
      await waitFor(async () => verifier.state().trouble)
      expect(verifier.state()).toMatchObject({ connected: false, trouble: expect.stringContaining(code) })
      expect(outcomeOf(await verifier.verify(own))).toBe('verification_unavailable')
    }
    const own2 = await issue({ scopes: ['tokens:introspect'] })
    const verifier = await start({ apiKey: own2.key })
    await remove(own2.id)
    await waitFor(async () => verifier.state().trouble?.includes('4401') || undefined)
  })
})

it.each<Engine>(['postgres'])(
  'two gateways on %s: a verifier goes from one to the other without a gap, and hears of what the other one does',
  async (engine) => {
    const one = await openTestGateway(engine)
    const other = await openTestGateway(engine, { place: one.place })
    const urls = [await listen(one), await listen(other)]
    const root = await one.signUp()
    const issue = (more: object = {}) => one.issueKey(root.bearer, 'asked', { ...more })
    const own = await issue({ scopes: ['tokens:introspect'] })
    const [steady, victim, later] = [await issue(), await issue(), await issue()]
    const verifiers = urls.map((url) => createVerifier({ urls: [url], apiKey: own.key }))
    const roaming = createVerifier({ urls, apiKey: own.key })
    try {
      for (const verifier of [...verifiers, roaming]) {
        await connected(verifier)
        for (const { key } of [steady, victim, later]) expect(outcomeOf(await verifier.verify(key))).toBe('allowed')
      }
      const { body } = await one.call(`DELETE /accounts/api-key?id=${victim.id}`, { bearer: root.bearer })
      expect(body.revocation.confirmed).toBe(true)
      for (const verifier of [...verifiers, roaming]) expect(verifier.known(victim.key)?.allowed ?? false).toBe(false)

      // The gateway of the roaming one stops: goodbye.
      const [stopping, staying] = roaming.state().url === urls[0] ? [one, other] : [other, one]
      let gaps = 0
      let running = true
      const load = (async () => {
        for (; running; await sleep(2)) if (!(await roaming.verify(steady.key)).allowed) gaps += 1
      })()
      await stopping.gateway.close()
      await connected(roaming, urls[stopping === one ? 1 : 0])
      await sleep(300)
      running = false
      await load
      expect(gaps).toBe(0)
      await staying.call(`DELETE /accounts/api-key?id=${later.id}`, { bearer: root.bearer })
      await waitFor(async () => ((await roaming.verify(later.key)).allowed ? undefined : true))
    } finally {
      for (const verifier of [...verifiers, roaming]) verifier.close()
      await other.gateway.close().catch(() => {})
      await one.close().catch(() => {})
    }
  },
)

it('a gateway is killed and comes back: what was learnt ends with the lease, and hits return', async () => {
  const first = await openTestGateway('sqlite')
  const url = await listen(first)
  const root = await first.signUp()
  const { key: apiKey } = await first.issueKey(root.bearer, 'service', { scopes: ['tokens:introspect'] })
  const { id, key } = await first.issueKey(root.bearer)
  const verifier = createVerifier({ url, apiKey })
  try {
    await connected(verifier)
    expect(outcomeOf(await verifier.verify(key))).toBe('allowed')
    const brief = createVerifier({ url, apiKey })
    for (let n = 0; n < 7; n += 1) await brief.verify(key, { address: '203.0.113.7' })
    brief.close()
    await sleep(100)
    first.gateway.server.server.closeAllConnections()
    await first.gateway.close()
    const endedAt = performance.now()
    await waitFor(async () => (verifier.known(key) === undefined ? true : undefined))
    expect(performance.now() - endedAt).toBeLessThan(2000)
    expect(outcomeOf(await verifier.verify(key))).toBe('verification_unavailable')
    const again = await openTestGateway('sqlite', { place: first.place })
    await listen(again, Number(new URL(url).port))
    await connected(verifier)
    expect(outcomeOf(await verifier.verify(key))).toBe('allowed')
    // What a verifier counted is stored as the gateway's own counts are.
    const usage = await again.call(`GET /accounts/api-key/usage?id=${id}`, { bearer: root.bearer })
    expect(JSON.stringify(usage.body)).toContain('203.0.113.7')
    await again.gateway.close()
  } finally {
    verifier.close()
    await first.place.remove()
  }
})
