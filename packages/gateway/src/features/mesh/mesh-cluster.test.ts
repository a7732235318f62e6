import { globSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type JetStreamClient, jetstream, jetstreamManager, type StreamInfo } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { type BusGateway, openBusGateway } from '../../../test/nats/bus-gateway.ts'
import { startNatsCluster } from '../../../test/nats/nats-cluster.ts'
import { connectWithCreds } from '../../../test/nats/nats-operator.ts'
import { freePort, type NatsServer } from '../../../test/nats/nats-server.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import { tagsOfServer } from './placement.ts'

const KNOWN = ['eu', 'us', 'au']
/** Three servers in one region, two in another, none in the third. */
const REGIONS = ['eu', 'eu', 'eu', 'us', 'us']
const EU = ['n0', 'n1', 'n2']
const US = ['n3', 'n4']
/** Messages that a consumer has acknowledged before anything moves. */
const READ = 20
/** A second try would begin where the first one stopped: it takes as long, and says nothing. */
const STORY = { timeout: 400_000, retry: 0 }

/** On SQLite only: what differs between the engines is tested in mesh.test.ts, and five servers are heavy. */
describeWithNatsServer('an account whose streams move through a cluster of five', () => {
  let bus: BusGateway
  let servers: NatsServer[]
  let gateway: TestGateway
  let root: SignedInUser
  let client: NatsConnection
  let publisher: Awaited<ReturnType<typeof startPublisher>>
  beforeAll(async () => {
    const ports = await Promise.all(REGIONS.map(() => freePort()))
    bus = await openBusGateway('sqlite', { ports })
    servers = await startNatsCluster(
      bus.operator.trust,
      REGIONS.map((region) => tagsOfServer(region, KNOWN)),
      ports,
    )
    gateway = bus.test
    await bus.connected()
    root = await bus.test.signUp()
    const { creds } = await bus.test.issueKey(root.bearer)
    const urls = servers.map(({ url }) => url)
    client = await patiently(() => connectWithCreds(urls, creds, { reconnect: true, maxReconnectAttempts: -1 }))
    // The servers elect who rules their streams first, which takes some seconds.
    const manager = await patiently(() => jetstreamManager(client, { timeout: 1000 }))
    // On a busy machine a server may join the others late: as long as it has not, it gets no stream.
    await vi.waitFor(() => manager.streams.add({ name: 'all', subjects: ['all'], num_replicas: REGIONS.length }), {
      timeout: 60_000,
      interval: 500,
    })
    await patiently(async () => {
      await manager.streams.delete('all').catch(() => undefined)
      expect(await manager.streams.list().next()).toEqual([])
    })
    for (const name of ['plain', 'consumed'])
      await patiently(() => manager.streams.add({ name, subjects: [`${name}.>`] }))
    await manager.consumers.add('consumed', { durable_name: 'reader', ack_policy: 'explicit' })
    publisher = await startPublisher(jetstream(client, { timeout: 1000 }))
    const reader = await jetstream(client).consumers.get('consumed', 'reader')
    for await (const message of await reader.fetch({ max_messages: READ })) await message.ackAck()
  }, 120_000)
  afterAll(async () => {
    await publisher?.stop()
    await client?.close()
    if (gateway !== bus?.test) await gateway?.close()
    await bus?.close()
    await Promise.all((servers ?? []).map((server) => server.dispose()))
  })

  const patiently = <T>(work: () => Promise<T>) => vi.waitFor(work, { timeout: 20_000, interval: 100 })

  /**
   * Publishes all the time, each message until a server has said that it is stored. One that says `duplicate` with
   * sequence 0 has not said so: it knows the id from a time when it led, and may have stored nothing. It says the same
   * for two minutes, so that after some seconds the message gets another id, and may be stored twice.
   */
  async function startPublisher(js: JetStreamClient) {
    const stored: Record<string, number> = { plain: 0, consumed: 0 }
    const twice: Record<string, number> = { plain: 0, consumed: 0 }
    let running = true
    async function publish(stream: string): Promise<void> {
      for (let number = 0; running; number += 1) {
        let doubtfulFrom = Number.POSITIVE_INFINITY
        let ids = 1
        for (let acknowledged = false; !acknowledged; ) {
          const answer = await js
            .publish(`${stream}.x`, `${number}`, { msgID: `${stream} ${number} ${ids}` })
            .catch(() => null)
          acknowledged = answer !== null && answer.seq > 0
          if (answer?.seq === 0) doubtfulFrom = Math.min(doubtfulFrom, performance.now())
          if (performance.now() - doubtfulFrom > 5000) {
            ids += 1
            doubtfulFrom = Number.POSITIVE_INFINITY
          }
          if (!acknowledged) await sleep(20)
        }
        twice[stream] = (twice[stream] ?? 0) + ids - 1
        stored[stream] = number + 1
        await sleep(20)
      }
    }
    const done = Promise.all(Object.keys(stored).map(publish))
    return {
      stored,
      twice,
      async stop() {
        running = false
        await done
      },
    }
  }

  async function replaceGateway(): Promise<void> {
    await bus.test.close()
    bus.test.close = async () => {}
    gateway = await openTestGateway('sqlite', { environment: bus.environment, place: bus.place })
  }

  const want = (num_nodes: number, regions: string[]) =>
    gateway.call('PUT /accounts/mesh-nodes', { bearer: root.bearer, body: { num_nodes, regions } })
  const mesh = async () => (await gateway.call('GET /accounts/mesh-nodes', { bearer: root.bearer })).body.data
  const streamsNow = async (): Promise<StreamInfo[]> => {
    const manager = await jetstreamManager(client)
    return manager.streams.list().next()
  }
  /** The server that gets the second copy of a stream, as soon as there is one and the first copy's leads. */
  async function secondOf(name: string): Promise<NatsServer> {
    const manager = await patiently(() => jetstreamManager(client, { timeout: 300 }))
    return vi.waitFor(
      async () => {
        const { config, cluster } = await manager.streams.info(name)
        const second = config.num_replicas === 2 && cluster?.leader ? cluster.replicas?.[0]?.name : undefined
        const server = servers.find((_server, index) => `n${index}` === second)
        return server ?? Promise.reject(new Error(`${name} does not get a second copy`))
      },
      { timeout: 60_000, interval: 50 },
    )
  }
  const serversOf = ({ cluster }: StreamInfo) =>
    [cluster?.leader ?? '', ...(cluster?.replicas ?? []).map(({ name }) => name)].toSorted()

  /** The desired placement is reached, and each stream says so. */
  async function expectApplied(num_nodes: number, regions: string[], among: string[], total = 2): Promise<void> {
    await expect
      // A stream that stands still is cured after 75 s (progress.ts), which takes its time.
      .poll(mesh, { timeout: 180_000, interval: 200 })
      .toMatchObject({ state: 'applied', streams: { total, placed: total, failing: [] } })
    const wish = { num_nodes, regions }
    expect(await mesh()).toMatchObject({ desired: wish, applied: wish, reason: null })
    for (const stream of await streamsNow()) {
      expect([stream.config.name, stream.config.num_replicas]).toEqual([stream.config.name, num_nodes])
      expect(serversOf(stream)).toHaveLength(num_nodes)
      expect(among).toEqual(expect.arrayContaining(serversOf(stream)))
    }
  }

  test(
    '1, 3 and 5 nodes and back, from region to region, with a server killed in between: no message is lost',
    STORY,
    async () => {
      const { body } = await want(3, ['eu'])
      expect(body.message).toBe('The desired placement was stored. The streams are being moved.')
      // In the middle of it: the server that a copy is on its way to.
      const second = await secondOf('plain')
      await second.kill()
      await sleep(1000)
      expect(await mesh()).not.toMatchObject({ state: 'applied' })
      await second.restart()
      await expectApplied(3, ['eu'], EU)

      // A copy that has lost its messages, as with a bad disk: the rest of its server says that it is up to date.
      const plain = (await streamsNow()).find(({ config }) => config.name === 'plain')
      const damaged = servers[Number(plain?.cluster?.replicas?.[0]?.name.slice(1))]
      await damaged?.kill()
      for (const folder of globSync('jetstream/*/streams/plain/msgs', { cwd: damaged?.storeDir ?? '/nowhere' }))
        rmSync(path.join(damaged?.storeDir ?? '', folder), { recursive: true })
      await damaged?.restart()

      // Another gateway goes on where this one stops.
      await want(5, ['us', 'eu'])
      await expect.poll(async () => (await mesh()).streams.total, { timeout: 30_000 }).toBe(2)
      await replaceGateway()
      await expectApplied(5, ['eu', 'us'], [...EU, ...US])
      await want(1, ['us'])
      await expectApplied(1, ['us'], US)
    },
  )

  test('a region without enough servers is said so, and nothing is touched', async () => {
    const before = (await streamsNow()).map(({ config }) => config)
    for (const [count, region, problem] of [
      [3, 'us', 'us has 2 of the 3 required servers'],
      [1, 'au', 'au has 0 of the 1 required servers'],
    ] as const) {
      await want(count, [region])
      await expect.poll(mesh).toMatchObject({ state: 'failing', reason: problem, streams: { total: 2 } })
      expect(await mesh()).toMatchObject({
        desired: { num_nodes: count, regions: [region] },
        applied: { num_nodes: 1, regions: ['us'] },
      })
    }
    expect((await streamsNow()).map(({ config }) => config)).toEqual(before)
    await want(1, ['us'])
    await expectApplied(1, ['us'], US)
  })

  test('the claims allow as many copies as there are nodes, and a stream that a client makes elsewhere is brought along', async () => {
    const manager = await jetstreamManager(client)
    const greedy = manager.streams.add({ name: 'greedy', subjects: ['greedy'], num_replicas: 3 })
    await expect(greedy).rejects.toThrow(/tiered limit/)
    await manager.streams.add({ name: 'late', subjects: ['late'], placement: { cluster: '', tags: ['region:eu'] } })
    await gateway.database.transaction(({ db }) =>
      db.updateTable('outbox').set({ due_at: 0 }).where('key', '=', 'mesh-nodes').execute(),
    )
    await expect.poll(async () => (await mesh()).streams.total, { timeout: 5000 }).toBe(3)
    await expectApplied(1, ['us'], US, 3)
  }, 30_000)

  test('every message that was stored is there', async () => {
    await publisher.stop()
    for (const { config, state } of await streamsNow()) {
      if (config.name === 'late') continue
      const least = publisher.stored[config.name] ?? 0
      const most = least + (publisher.twice[config.name] ?? 0)
      expect([config.name, Math.min(most, Math.max(least, state.messages))]).toEqual([config.name, state.messages])
      expect(state.messages).toBeGreaterThan(100)
    }
    const manager = await jetstreamManager(client)
    // Nothing that it has not acknowledged; where a server was killed, it may have forgotten that it has
    // (docs/decisions/0010).
    const { num_pending } = await manager.consumers.info('consumed', 'reader')
    expect(num_pending).toBeGreaterThanOrEqual((publisher.stored.consumed ?? 0) - READ)
    expect(num_pending).toBeLessThanOrEqual((publisher.stored.consumed ?? 0) + (publisher.twice.consumed ?? 0))
  }, 30_000)

  test('the gateway came as a user that is in no list', async () => {
    const keys = await gateway.call('GET /accounts/api-keys', { bearer: root.bearer })
    expect(keys.body.data).toHaveLength(1)
  })
})
