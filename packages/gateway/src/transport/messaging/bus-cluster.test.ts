import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startNatsCluster } from '../../../test/nats/nats-cluster.ts'
import {
  connectWithCreds,
  createTestAccount,
  createTestOperator,
  openTestBus,
} from '../../../test/nats/nats-operator.ts'
import type { NatsServer } from '../../../test/nats/nats-server.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import type { Bus } from './bus.ts'

/** Shortened from 10 s, so that tests need not wait that long for a dead server to be given up. */
const forgetServerAfterMs = 1600

describeWithNatsServer('the bus to a cluster of three nats-servers', () => {
  const operator = createTestOperator()
  let servers: NatsServer[]
  let bus: Bus
  let warnings: object[]

  beforeEach(async () => {
    servers = await startNatsCluster(operator.trust, [[], [], []])
    const opened = await openTestBus(operator, [server(0).url], { forgetServerAfterMs })
    bus = opened.bus
    warnings = opened.warnings
    await waitForRoutes()
  }, 30_000)
  afterEach(async () => {
    await bus?.close()
    await Promise.all(servers.map((each) => each.dispose()))
  })

  function server(index: number): NatsServer {
    const found = servers[index]
    if (!found) throw new Error('no such server')
    return found
  }

  const signal = (index: number, name: 'SIGSTOP' | 'SIGCONT') => process.kill(server(index).pid(), name)

  /** The claims that a server keeps on its disk. */
  function stored(index: number, accountPublicKey: string): string | null {
    const file = path.join(server(index).storeDir, 'jwt', `${accountPublicKey}.jwt`)
    return existsSync(file) ? readFileSync(file, 'utf8') : null
  }

  /** Servers find each other within some 100 ms; a push is stored everywhere from then on. */
  async function waitForRoutes(): Promise<void> {
    const probe = createTestAccount()
    await vi.waitFor(
      async () => {
        const jwt = operator.accountJwt(probe.next())
        expect(await bus.push(probe.publicKey, jwt, 1000)).toBe('acknowledged')
        for (const index of [0, 1, 2]) expect(stored(index, probe.publicKey)).toBe(jwt)
      },
      { timeout: 15_000, interval: 50 },
    )
  }

  test('an acknowledged push is on the disk of every server, and creds are honoured by each', async () => {
    for (let time = 0; time < 20; time++) {
      const account = createTestAccount()
      const jwt = operator.accountJwt(account.next())
      expect(await bus.push(account.publicKey, jwt, 3000)).toBe('acknowledged')
      for (const index of [0, 1, 2]) expect(stored(index, account.publicKey)).toBe(jwt)
      if (time > 0) continue
      for (const { url } of servers) await (await connectWithCreds(url, account.issue().text)).close()
    }
    expect(warnings).toEqual([])
  })

  test('a revocation is acknowledged only when every live server has it: one that hangs is waited for', async () => {
    const account = createTestAccount()
    const creds = account.issue()
    await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)
    const client = await connectWithCreds(server(2).url, creds.text)
    signal(2, 'SIGSTOP')
    // The signal takes a moment: until then the server still stores what it gets.
    await new Promise((resolve) => setTimeout(resolve, 100))

    const revocations = [{ userPublicKey: creds.userPublicKey, untilSeconds: creds.expiresAtSeconds }]
    const revoked = operator.accountJwt(account.next({ revocations }))
    expect(await bus.push(account.publicKey, revoked, 300)).toBe('unavailable')
    expect(stored(1, account.publicKey)).toBe(revoked)
    expect(stored(2, account.publicKey)).not.toBe(revoked)
    expect(warnings).toMatchObject([{ servers: 'n2' }])

    const retried = bus.push(account.publicKey, revoked, 3000)
    signal(2, 'SIGCONT')
    expect(await retried).toBe('acknowledged')
    expect(stored(2, account.publicKey)).toBe(revoked)
    await client.closed()
  })

  test('a dead server is waited for until it is given up, then no longer', async () => {
    const account = createTestAccount()
    await server(2).kill()
    expect(await bus.push(account.publicKey, operator.accountJwt(account.next()), 300)).toBe('unavailable')
    const from = performance.now()
    await vi.waitFor(
      async () =>
        expect(await bus.push(account.publicKey, operator.accountJwt(account.next()), 300)).toBe('acknowledged'),
      { timeout: 5000, interval: 50 },
    )
    expect(performance.now() - from).toBeLessThan(forgetServerAfterMs + 1000)
  })

  test('a server that says goodbye is not waited for', async () => {
    const account = createTestAccount()
    await server(2).stop()
    expect(await bus.push(account.publicKey, operator.accountJwt(account.next()), 1000)).toBe('acknowledged')
  })

  test('a server that comes back is seen, and holds what is pushed then', async () => {
    const account = createTestAccount()
    await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)
    await server(2).stop()
    const missed = operator.accountJwt(account.next())
    expect(await bus.push(account.publicKey, missed, 1000)).toBe('acknowledged')

    const pushed = new Promise((resolve) => {
      let isBack = false
      bus.onServerSeen(() => isBack && resolve(bus.push(account.publicKey, missed, 3000)))
      isBack = true
    })
    await server(2).restart()
    expect(await pushed).toBe('acknowledged')
    expect(stored(2, account.publicKey)).toBe(missed)
  })

  test('of two claims, servers that synchronise keep those with the later iat: old ones do not come back', async () => {
    const account = createTestAccount()
    await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)
    await server(2).stop()
    const newer = operator.accountJwt(account.next())
    await bus.push(account.publicKey, newer, 1000)
    await server(2).restart()
    await vi.waitFor(() => expect(stored(2, account.publicKey)).toBe(newer), { timeout: 10_000 })
    for (const index of [0, 1]) expect(stored(index, account.publicKey)).toBe(newer)
  })

  test('when the server that it is connected to dies, the bus goes on with another', async () => {
    const account = createTestAccount()
    await server(0).kill()
    await vi.waitFor(
      async () =>
        expect(await bus.push(account.publicKey, operator.accountJwt(account.next()), 500)).toBe('acknowledged'),
      { timeout: 10_000, interval: 50 },
    )
    expect(stored(1, account.publicKey)).toBe(stored(2, account.publicKey))
    expect(stored(1, account.publicKey)).not.toBeNull()
  })

  test('a removal is acknowledged when no server keeps the account', async () => {
    const account = createTestAccount()
    await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)
    // Streams are purged by the leader, whom three new servers elect first.
    await vi.waitFor(
      async () =>
        expect(await bus.remove(account.publicKey, operator.deleteJwt(account.publicKey), 1000)).toBe('acknowledged'),
      { timeout: 20_000, interval: 100 },
    )
    for (const index of [0, 1, 2]) expect(stored(index, account.publicKey)).toBeNull()
  }, 25_000)
})
