import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  connectWithCreds,
  createTestAccount,
  createTestOperator,
  nowSeconds,
  openTestBus,
  type TestCreds,
} from '../../../test/nats/nats-operator.ts'
import { type NatsServer, startNatsServer } from '../../../test/nats/nats-server.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import type { AccountState } from './account-claims.ts'
import type { Bus } from './bus.ts'

describeWithNatsServer('creds that are taken away, on a nats-server', () => {
  const operator = createTestOperator()
  let server: NatsServer
  let bus: Bus

  beforeAll(async () => {
    server = await startNatsServer({ config: operator.config })
    bus = (await openTestBus(operator, [server.url])).bus
  })
  afterAll(async () => {
    await bus?.close()
    await server?.dispose()
  })

  async function push(state: AccountState): Promise<void> {
    expect(await bus.push(state.accountPublicKey, operator.accountJwt(state), 3000)).toBe('acknowledged')
  }

  const connect = (creds: TestCreds) => connectWithCreds(server.url, creds.text)
  const revocation = (creds: TestCreds) => ({
    userPublicKey: creds.userPublicKey,
    untilSeconds: creds.expiresAtSeconds,
  })
  const refusal = /authorization violation/i

  test('a revoked key is cut off within a second and cannot come back, other keys of its owner stay', async () => {
    const account = createTestAccount()
    const [deleted, kept] = [account.issue(), account.issue()]
    await push(account.next())
    const [deletedClient, keptClient] = [await connect(deleted), await connect(kept)]

    const from = performance.now()
    await push(account.next({ revocations: [revocation(deleted)] }))
    await deletedClient.closed()
    expect(performance.now() - from).toBeLessThan(1000)
    await expect(connect(deleted)).rejects.toThrow(refusal)
    await keptClient.flush()
    await keptClient.close()
  })

  test('a revoked key stays out after a restart of the server, while the gateway is away', async () => {
    const account = createTestAccount()
    const [deleted, kept] = [account.issue(), account.issue()]
    await push(account.next())
    await push(account.next({ revocations: [revocation(deleted)] }))
    await bus.close()
    await server.restart()
    await expect(connect(deleted)).rejects.toThrow(refusal)
    await (await connect(kept)).close()
    bus = (await openTestBus(operator, [server.url])).bus
  })

  test('creds rendered after the revocation are refused too, for its value is the expiry and not the present', async () => {
    const account = createTestAccount()
    const deleted = account.issue()
    await push(account.next({ revocations: [revocation(deleted)] }))
    await new Promise((resolve) => setTimeout(resolve, 1100))
    // getApiCreds signs anew at each call; here it raced with the deletion.
    await expect(connect(account.issue('developer', deleted))).rejects.toThrow(refusal)
  })

  test("a member who is suspended loses all connections, and gets in again with the same creds when they're back", async () => {
    const account = createTestAccount(['developer', 'admin'])
    const [suspended, other] = [account.issue('developer'), account.issue('admin')]
    await push(account.next())
    const [suspendedClient, otherClient] = [await connect(suspended), await connect(other)]
    const members = account.next().members.filter((member) => member.role !== 'developer')

    await push(account.next({ members }))
    await suspendedClient.closed()
    await expect(connect(suspended)).rejects.toThrow(refusal)

    await push(account.next())
    await (await connect(suspended)).close()
    await otherClient.close()
  })

  const CLOSED = /maximum account active connections exceeded|authorization violation/i

  test('a closed account takes and keeps no connection', async () => {
    const account = createTestAccount()
    const creds = account.issue()
    await push(account.next())
    const client = await connect(creds)
    await push(account.next({ closed: true }))
    await client.closed()
    // The server hangs up at once: now and then before the client has written its greeting or read the reason.
    await vi.waitFor(async () => {
      const reason = await connect(creds).then(() => 'admitted', String)
      if (!/EPIPE|ECONNRESET/.test(reason)) return expect(reason).toMatch(CLOSED)
      throw new Error(reason)
    })
  })

  test('creds end with their key: the server disconnects at the second of their expiry', async () => {
    const account = createTestAccount()
    const creds = account.issue('developer', { expiresInSeconds: 2 })
    await push(account.next())
    const client = await connect(creds)
    await client.closed()
    // `exp` is the last second in which they are good.
    await vi.waitFor(() => expect(nowSeconds()).toBeGreaterThan(creds.expiresAtSeconds), { timeout: 2000 })
    await expect(connect(creds)).rejects.toThrow(refusal)
  })

  test('creds with any name connect', async () => {
    const account = createTestAccount()
    await push(account.next({ name: 'Ünï "©" 日本' }))
    const client = await connect(account.issue('developer', { name: 'Schlüssel für "CI" \\ 🔑' }))
    await client.close()
  })
})
