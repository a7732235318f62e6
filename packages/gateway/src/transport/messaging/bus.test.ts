import { setTimeout as sleep } from 'node:timers/promises'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, jwtAuthenticator } from '@nats-io/transport-node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import {
  connectWithCreds,
  createTestAccount,
  createTestOperator,
  nowSeconds,
  openTestBus,
} from '../../../test/nats/nats-operator.ts'
import { natsRelease } from '../../../test/nats/nats-releases.ts'
import { freePort, type NatsServer, startNatsServer } from '../../../test/nats/nats-server.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import { type Bus, openBus } from './bus.ts'
import { createKeyPair } from './nkeys.ts'
import { systemUserJwt } from './operator-claims.ts'

const silent = { info: () => undefined, warn: () => undefined }

describeWithNatsServer('the bus to one nats-server', () => {
  const operator = createTestOperator()
  const toDispose: (() => Promise<void>)[] = []
  let server: NatsServer

  beforeAll(async () => {
    server = await startNatsServer({ config: operator.config })
  })
  afterEach(async () => {
    for (const dispose of toDispose.splice(0).reverse()) await dispose()
  })
  afterAll(() => server?.dispose())

  async function openFor(target: NatsServer, of = operator) {
    const opened = await openTestBus(of, [target.url])
    toDispose.push(opened.bus.close)
    return opened
  }

  async function startAnother(config: (storeDir: string) => string = operator.config): Promise<NatsServer> {
    const another = await startNatsServer({ config })
    toDispose.push(another.dispose)
    return another
  }

  test('pushes claims, after which creds connect at once, publish and receive', async () => {
    const { bus, warnings } = await openFor(server)
    const account = createTestAccount()
    expect(await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)).toBe('acknowledged')
    const client = await connectWithCreds(server.url, account.issue().text)
    const received = new Promise((resolve) =>
      client.subscribe('app.hello', { callback: (_error, message) => resolve(message.string()) }),
    )
    client.publish('app.hello', 'world')
    expect(await received).toBe('world')
    await client.close()
    expect(warnings).toEqual([])
  })

  test('tells when a user connects, and in which account', async () => {
    const { bus } = await openFor(server)
    const connected = vi.fn()
    // A listener that throws must not take the others, or the connection, with it.
    bus.onUserConnected(() => {
      throw new Error('a listener failed')
    })
    bus.onUserConnected(connected)
    const account = createTestAccount()
    await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)
    const creds = account.issue()
    const client = await connectWithCreds(server.url, creds.text)
    // A client of the test before may be told of late.
    const here = () => connected.mock.calls.filter(([, connectedTo]) => connectedTo === account.publicKey)
    await vi.waitFor(() => expect(here()).toEqual([[creds.userPublicKey, account.publicKey]]))
    await client.close()
    expect(await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)).toBe('acknowledged')
  })

  test('tells which servers there are, of which version, and how much room JetStream has', async () => {
    const { bus } = await openFor(server)
    const release = natsRelease === '2.9' ? /^2\.9\.\d+$/ : /^(?!2\.\d\.)\d+\.\d+\.\d+/
    const file = { used: expect.any(Number), max: 10 * 1024 ** 3 }
    expect(await bus.servers()).toMatchObject([
      {
        version: expect.stringMatching(release),
        hasJetStream: true,
        capacity: { file, memory: { max: 256 * 1024 ** 2 } },
      },
    ])
    // An answer to claims does not tell of the module; what was known stays.
    const { publicKey, next } = createTestAccount()
    await bus.push(publicKey, operator.accountJwt(next()), 3000)
    expect(await bus.servers()).toMatchObject([{ capacity: { file } }])
  })

  test('tells what the servers hold of an account, and of no other; nothing where one does not say', async () => {
    const { bus } = await openFor(server)
    const [account, other] = [createTestAccount(), createTestAccount()]
    for (const { publicKey, next } of [account, other])
      expect(await bus.push(publicKey, operator.accountJwt(next()), 3000)).toBe('acknowledged')
    const client = await connectWithCreds(server.url, account.issue().text)
    const manager = await jetstreamManager(client)
    await manager.streams.add({ name: 'orders', subjects: ['orders.>'] })
    for (const number of [1, 2, 3]) await jetstream(client).publish('orders.new', `${number}`)
    await manager.streams.deleteMessage('orders', 1)
    await client.close()

    const [{ name } = { name: '' }] = await bus.servers()
    const held = await bus.copies(account.publicKey)
    expect(held?.get('orders')?.get(name)).toMatchObject({ first_seq: 2, last_seq: 3, messages: 2 })
    expect([held?.size, (await bus.copies(other.publicKey))?.size]).toEqual([1, 0])
    expect((await bus.copies(createKeyPair('account').publicKey))?.size).toBe(0)
    process.kill(server.pid(), 'SIGSTOP')
    // It stands still a moment later.
    await sleep(100)
    try {
      expect(await bus.copies(account.publicKey)).toBeNull()
    } finally {
      process.kill(server.pid(), 'SIGCONT')
    }
  })

  test('counts the connections of users of one account, and of nobody else; does not guess where a server is silent', async () => {
    const { bus } = await openFor(server)
    const [account, other] = [createTestAccount(), createTestAccount()]
    for (const { publicKey, next } of [account, other])
      expect(await bus.push(publicKey, operator.accountJwt(next()), 3000)).toBe('acknowledged')
    const [busy, idle, strange] = [account.issue(), account.issue(), other.issue()]
    const clients = await Promise.all([busy, busy, strange].map(({ text }) => connectWithCreds(server.url, text)))
    const of = (...users: { userPublicKey: string }[]) =>
      bus.connections(
        account.publicKey,
        users.map(({ userPublicKey }) => userPublicKey),
      )
    const counted = [await of(busy), await of(idle), await of(busy, idle), await of(strange)]
    expect(counted).toEqual(natsRelease === '2.9' ? [null, null, null, null] : [2, 0, 2, 0])
    // A server does not know this account, and says nothing in time.
    expect(await bus.connections(createKeyPair('account').publicKey, [busy.userPublicKey])).toBeNull()
    await clients[0]?.close()
    if (natsRelease !== '2.9') await vi.waitFor(async () => expect(await of(busy)).toBe(1))
    process.kill(server.pid(), 'SIGSTOP')
    await sleep(100)
    try {
      const from = performance.now()
      expect(await of(busy, idle)).toBeNull()
      expect(performance.now() - from).toBeLessThan(3000)
    } finally {
      process.kill(server.pid(), 'SIGCONT')
    }
    await Promise.all(clients.slice(1).map((client) => client.close()))
  })

  test('says at once that servers are unavailable while they are, and connects when they come', async () => {
    const port = await freePort()
    const bus = openBus({ servers: [`nats://127.0.0.1:${port}`], systemUser: operator.systemUser, log: silent })
    toDispose.push(bus.close)
    const seen = vi.fn()
    bus.onServerSeen(seen)
    const account = createTestAccount()
    expect(bus.status()).toBe('connecting')
    const from = performance.now()
    expect(await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)).toBe('unavailable')
    expect(await bus.remove(account.publicKey, operator.deleteJwt(account.publicKey), 3000)).toBe('unavailable')
    // Both may wait 3 s each for an answer.
    expect(performance.now() - from).toBeLessThan(3000)

    const late = await startNatsServer({ config: operator.config, port })
    toDispose.push(late.dispose)
    await vi.waitFor(() => expect(bus.status()).toBe('connected'), { timeout: 5000 })
    await vi.waitFor(() => expect(seen).toHaveBeenCalledTimes(1))
    // Who begins to listen later is told of the servers that are there.
    const seenLater = vi.fn()
    bus.onServerSeen(seenLater)
    expect(seenLater.mock.calls).toEqual(seen.mock.calls)
    expect(await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)).toBe('acknowledged')
  })

  test('a server that missed claims while it was down is healed when it comes back, by pushing when it is seen', async () => {
    const restarting = await startAnother()
    const { bus } = await openFor(restarting)
    const account = createTestAccount()
    const creds = account.issue()
    await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)
    await restarting.stop()
    await vi.waitFor(() => expect(bus.status()).toBe('connecting'))
    const revocations = [{ userPublicKey: creds.userPublicKey, untilSeconds: creds.expiresAtSeconds }]
    const revoked = operator.accountJwt(account.next({ revocations }))
    expect(await bus.push(account.publicKey, revoked, 300)).toBe('unavailable')

    const healed = new Promise((resolve) => {
      let isBack = false
      bus.onServerSeen(() => isBack && resolve(bus.push(account.publicKey, revoked, 3000)))
      isBack = true
    })
    await restarting.restart()
    expect(await healed).toBe('acknowledged')
    await expect(connectWithCreds(restarting.url, creds.text)).rejects.toThrow(/authorization violation/i)
  })

  test('a server that crashed and came back is not waited for under its former id', async () => {
    const restarting = await startAnother()
    const { bus } = await openFor(restarting)
    const account = createTestAccount()
    await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)
    await restarting.kill()
    await vi.waitFor(() => expect(bus.status()).toBe('connecting'))
    await restarting.restart()
    await vi.waitFor(() => expect(bus.status()).toBe('connected'), { timeout: 5000 })
    expect(await bus.push(account.publicKey, operator.accountJwt(account.next()), 1000)).toBe('acknowledged')
  })

  test('finds out that somebody else pushed other claims in between', async () => {
    const { bus } = await openFor(server)
    const rivalUser = createKeyPair('user')
    const rivalJwt = systemUserJwt(
      { userPublicKey: rivalUser.publicKey, name: 'rival', issuedAtSeconds: nowSeconds() },
      operator.systemAccount,
    )
    const rival = await connect({
      servers: server.url,
      authenticator: jwtAuthenticator(rivalJwt, new TextEncoder().encode(rivalUser.seed)),
    })
    const account = createTestAccount()
    const stale = operator.accountJwt(account.next())
    const fresh = operator.accountJwt(account.next())

    const flood = setInterval(() => {
      for (let count = 0; count < 3; count++) rival.publish('$SYS.REQ.CLAIMS.UPDATE', stale)
    }, 1)
    const results: unknown[] = []
    await vi.waitFor(
      async () => {
        results.push(await bus.push(account.publicKey, fresh, 2000))
        expect(results).toContain('overwritten')
      },
      { timeout: 8000, interval: 1 },
    )
    clearInterval(flood)
    await rival.close()
    await vi.waitFor(async () => expect(await bus.push(account.publicKey, fresh, 3000)).toBe('acknowledged'))
  })

  test('says why a server refuses', async () => {
    const { bus } = await openFor(server)
    const { publicKey } = createTestAccount()
    expect(await bus.push(publicKey, 'no JWT', 3000)).toEqual({
      rejected: expect.stringContaining('expected 3 chunks'),
    })
    const stranger = createTestOperator().deleteJwt(publicKey)
    expect(await bus.remove(publicKey, stranger, 3000)).toEqual({ rejected: expect.stringContaining('not trusted') })
  })

  test('says so when the servers have a resolver that takes no claims', async () => {
    const inMemory = await startAnother((storeDir) =>
      operator.config(storeDir).replace(/resolver: \{[^}]+\}/, 'resolver: MEMORY'),
    )
    const { bus } = await openFor(inMemory)
    const account = createTestAccount()
    expect(await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)).toEqual({
      rejected: expect.stringContaining('resolver of type full'),
    })
  })

  test('warns when claims exceed 80 % of max_payload, and refuses what exceeds all of it', async () => {
    const narrow = await startAnother((storeDir) => `${operator.config(storeDir)}\nmax_payload: 4096\n`)
    const { bus, warnings } = await openFor(narrow)
    const account = createTestAccount()
    const claims = (revoked: number) =>
      operator.accountJwt(
        account.next({
          revocations: Array.from({ length: revoked }, () => ({
            userPublicKey: createKeyPair('user').publicKey,
            untilSeconds: nowSeconds(),
          })),
        }),
      )
    expect(await bus.push(account.publicKey, claims(1), 3000)).toBe('acknowledged')
    expect(warnings).toEqual([])
    expect(await bus.push(account.publicKey, claims(24), 3000)).toBe('acknowledged')
    expect(warnings).toMatchObject([{ account: account.publicKey, maxPayload: 4096 }])
    expect(await bus.push(account.publicKey, claims(40), 3000)).toEqual({
      rejected: expect.stringContaining('max_payload of 4096'),
    })
  })

  test('removes an account with its streams, again and again, and they do not come back with it', async () => {
    const { bus } = await openFor(server)
    const account = createTestAccount()
    const creds = account.issue()
    await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)
    const client = await connectWithCreds(server.url, creds.text)
    await client.request('$JS.API.STREAM.CREATE.s', JSON.stringify({ name: 's', subjects: ['s'], storage: 'file' }))

    for (let time = 0; time < 2; time++) {
      expect(await bus.remove(account.publicKey, operator.deleteJwt(account.publicKey), 3000)).toBe('acknowledged')
    }
    await client.closed()
    await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)
    const again = await connectWithCreds(server.url, creds.text)
    expect((await again.request('$JS.API.STREAM.NAMES')).json()).toMatchObject({ total: 0 })
    await again.close()
  })

  test('removes an account from servers without JetStream', async () => {
    const plain = await startAnother((storeDir) => operator.config(storeDir).replace(/jetstream: \{[^}]+\}/, ''))
    const { bus } = await openFor(plain)
    const account = createTestAccount()
    await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)
    expect(await bus.remove(account.publicKey, operator.deleteJwt(account.publicKey), 3000)).toBe('acknowledged')
  })

  test('closes at once, connected or not, and is closed for good', async () => {
    const away = openBus({
      servers: [`nats://127.0.0.1:${await freePort()}`],
      systemUser: operator.systemUser,
      log: silent,
    })
    const { bus } = await openFor(server)
    const from = performance.now()
    const closeAll = (buses: Bus[]) => Promise.all(buses.map((each) => each.close()))
    await closeAll([away, bus])
    await closeAll([away, bus])
    // One that is not connected tries again and again, for as long as it is let.
    expect(performance.now() - from).toBeLessThan(3000)
    for (const closed of [away, bus]) {
      expect(closed.status()).toBe('closed')
      expect(await closed.push(createTestAccount().publicKey, 'x', 1000)).toBe('unavailable')
    }
  })

  test('tells the operator once that NATS is out of reach, without what the address may hide', async () => {
    const warn = vi.fn()
    const servers = [`nats://user:hidden@127.0.0.1:${await freePort()}`]
    const bus = openBus({ servers, systemUser: operator.systemUser, log: { info: () => undefined, warn } })
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await bus.close()
    expect(warn).toHaveBeenCalledTimes(1)
    expect(JSON.stringify(warn.mock.calls)).toContain('out of reach')
    expect(JSON.stringify(warn.mock.calls)).not.toContain('hidden')
  })
})
