import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type JetStreamStandIn, standInForJetStream } from '../../../test/nats/jetstream-stand-in.ts'
import {
  connectWithCreds,
  createTestAccount,
  createTestOperator,
  openTestBus,
} from '../../../test/nats/nats-operator.ts'
import { type NatsServer, startNatsServer } from '../../../test/nats/nats-server.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import { createSealer } from '../../platform/crypto/sealing.ts'
import { sealedColumns } from '../../platform/secrets/sealed-columns.ts'
import type { Bus } from '../../transport/messaging/bus.ts'
import type { StreamInfo } from '../../transport/messaging/jetstream.ts'
import type { CopyState } from '../../transport/messaging/stream-copies.ts'
import { type Goal, type Host, tagOf } from './placement.ts'
import { createReconcileStreams, type Reconciled } from './reconcile.ts'

const goal: Goal = { replicas: 3, tag: tagOf(['us']), mostReplicas: 3 }
const MB = 1_000_000
const roomy = { used: 0, max: 100 * MB }
const hosts: Host[] = ['eu', 'eu', 'eu', 'us', 'us', 'us'].map((region, index) => ({
  name: `n${index}`,
  tags: [`region:${region}`],
  capacity: { file: roomy, memory: roomy },
}))

function stream(leader: string | undefined, servers: string[], region: string): StreamInfo {
  return {
    config: { name: 's', num_replicas: servers.length, placement: { tags: [`region:${region}`] } },
    state: { first_seq: 1, last_seq: 9, messages: 9, bytes: 5 * MB },
    cluster: {
      ...(leader !== undefined && { leader }),
      replicas: servers.filter((name) => name !== leader).map((name) => ({ name, current: true })),
    },
  }
}
const held = (last: Record<string, number>): Map<string, CopyState> =>
  new Map(Object.entries(last).map(([name, seq]) => [name, { first_seq: 1, last_seq: seq, messages: seq }]))

describeWithNatsServer('a look at streams that stand still', () => {
  const operator = createTestOperator()
  const account = createTestAccount()
  const sealer = createSealer(Buffer.alloc(32))
  const seedSealed = sealer.seal(account.seed, sealedColumns.accountSeed.context('a'))
  const warnings: object[] = []
  let server: NatsServer
  let bus: Bus
  let client: NatsConnection
  let jetStream: JetStreamStandIn
  let look: (holders?: Map<string, CopyState> | null) => Promise<Reconciled>
  beforeAll(async () => {
    server = await startNatsServer({ config: (dir) => operator.config(dir).replace(/^jetstream: \{[^}]*\}/m, '') })
    bus = (await openTestBus(operator, [server.url])).bus
    await bus.push(account.publicKey, operator.accountJwt(account.next()), 3000)
    client = await connectWithCreds(server.url, account.issue().text)
    jetStream = await standInForJetStream(client)
  })
  afterAll(async () => {
    await client?.close()
    await bus?.close()
    await server?.dispose()
  })
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] })
    warnings.length = 0
    jetStream.updates = []
    const lookAtStreams = createReconcileStreams([server.url], sealer, {
      warn: (fields: object) => void warnings.push(fields),
    })
    look = (holders = null) =>
      lookAtStreams(
        { accountId: 'a', seedSealed },
        goal,
        { hosts, copies: async () => holders && new Map([['s', holders]]) },
        null,
      )
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const since = expect.stringMatching(/^it has no leader, since 20\d\d-\S+Z$/)

  test('a stream that has no leader says so within a minute, and is brought down to one copy if all are alike', async () => {
    jetStream.streams = [stream(undefined, ['n3', 'n4', 'n5'], 'us')]
    const alike = held({ n3: 9, n4: 9, n5: 9 })
    expect(await look(alike)).toMatchObject({ failing: [], isMoving: true, isSeen: true })
    vi.advanceTimersByTime(46_000)
    expect(await look(alike)).toMatchObject({ failing: [{ name: 's', reason: since }], isMoving: true })
    expect(warnings).toEqual([{ accountId: 'a', stream: 's', reason: since }])
    expect(jetStream.updates).toEqual([])

    vi.advanceTimersByTime(30_000)
    await look(alike)
    expect(jetStream.updates).toEqual([{ ...jetStream.streams[0]?.config, num_replicas: 1 }])
    expect(warnings).toHaveLength(2)

    // And up again, as soon as it has one.
    jetStream.streams = [stream('n4', ['n4'], 'us')]
    await look()
    vi.advanceTimersByTime(5000)
    expect(await look()).toMatchObject({ failing: [] })
    expect(jetStream.updates.at(-1)).toMatchObject({ num_replicas: 2 })
  })

  test('servers that say yes to an update again and again, and do nothing, are told of', async () => {
    jetStream.streams = [stream('n3', ['n3'], 'us')]
    await look()
    vi.advanceTimersByTime(2000)
    await look()
    vi.advanceTimersByTime(46_000)
    expect(await look()).toMatchObject({
      failing: [{ reason: expect.stringMatching(/^the servers have not started the change yet, since 20/) }],
    })
    expect(jetStream.updates).toHaveLength(2)
  })

  test('each of its servers may tell of it: it counts once', async () => {
    const leaderless = stream(undefined, ['n3', 'n4', 'n5'], 'us')
    jetStream.streams = [leaderless, leaderless, leaderless]
    expect(await look()).toMatchObject({ streamsTotal: 1 })
  })

  test('where no copy is known to be whole the cure is named, and nothing is touched', async () => {
    jetStream.streams = [stream(undefined, ['n3', 'n4', 'n5'], 'us')]
    const different = held({ n3: 9, n4: 7, n5: 9 })
    await look(different)
    for (let minute = 0; minute < 5; minute += 1) {
      vi.advanceTimersByTime(60_000)
      expect(await look(different)).toMatchObject({
        failing: [{ reason: expect.stringMatching(/no copy is known to be complete: see .*docs\/messaging\.md/) }],
      })
    }
    expect(jetStream.updates).toEqual([])
    expect(warnings).toHaveLength(1)
  })

  test('no copy goes to a server whose JetStream is full, which says so', async () => {
    jetStream.streams = [stream('n3', ['n3'], 'us')]
    const full = hosts.find(({ name }) => name === 'n4')
    if (full) full.capacity = { file: { used: 96 * MB, max: 100 * MB }, memory: roomy }
    await look()
    vi.advanceTimersByTime(2000)
    expect(await look()).toMatchObject({
      failing: [{ name: 's', reason: 'JetStream is too full for its 5.0 MB on n4 (96.0 MB of 100.0 MB)' }],
    })
    expect(jetStream.updates).toEqual([])
    if (full) full.capacity = { file: { used: 90 * MB, max: 100 * MB }, memory: roomy }
    expect(await look()).toMatchObject({ failing: [] })
    expect(jetStream.updates).toMatchObject([{ num_replicas: 2 }])
  })

  test('servers that do not tell: nothing was seen', async () => {
    await client.close()
    expect(await look()).toMatchObject({
      isSeen: false,
      problem: expect.stringMatching(/^the servers do not list the streams: /),
      streamsTotal: null,
    })
  })
})
