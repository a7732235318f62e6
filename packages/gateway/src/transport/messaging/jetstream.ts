import type { Msg, NatsConnection } from '@nats-io/transport-node'
import { createAccountUser } from './account-user.ts'
import { connectAs } from './connection.ts'
import type { KeyPair } from './nkeys.ts'
import type { CopyState } from './stream-copies.ts'

/** The configuration of a stream. We read and change these members, and send the others back as they came. */
export type StreamConfig = {
  name: string
  num_replicas: number
  storage?: string
  placement?: { cluster?: string; tags?: string[] }
  [member: string]: unknown
}

/** The servers that hold copies; absent if a server stands alone. */
type Cluster = { leader?: string; replicas?: { name: string; current: boolean; offline?: boolean }[] }

/** What the leader of a stream reports about it; the state is that of the leader's own copy. */
export type StreamInfo = {
  config: StreamConfig
  state: CopyState & { bytes?: number; consumer_count?: number }
  cluster?: Cluster
}

export type ConsumerInfo = { name: string; cluster?: Cluster }

/** The JetStream API as the account itself sees it. */
export type JetStream = {
  /** All streams; `missing` names those for which no server answers at the moment. Throws if the servers refuse. */
  list(): Promise<{ streams: StreamInfo[]; missing: string[] }>
  /** Changes a stream; resolves with null, or with the reason why the servers refused. */
  update(config: StreamConfig): Promise<string | null>
  /** The consumers of a stream, up to a page of 256; null if the servers do not tell. */
  consumers(stream: string): Promise<ConsumerInfo[] | null>
  /** Asks the leader of a stream, or of a consumer, to step down; does nothing if that is not possible. */
  stepDown(stream: string, consumer?: string): Promise<void>
  close(): Promise<void>
}

/** Servers wait 4 s themselves for the leaders of streams. */
const LIST_TIMEOUT_MS = 6000
const UPDATE_TIMEOUT_MS = 5000
/** For all pages of a list together. */
const LIST_END_MS = 30_000

type Answer = {
  error?: { description?: string } | null
  total?: number
  limit?: number
  streams?: StreamInfo[] | null
  consumers?: ConsumerInfo[] | null
  missing?: string[] | null
}

/**
 * Connects as the account. It sends plain requests instead of using @nats-io/jetstream, which leaves `missing` out; and
 * a configuration must go back with all members that a newer server has put into it.
 */
export async function openJetStream(servers: string[], accountKey: KeyPair): Promise<JetStream> {
  const { user, inboxPrefix } = createAccountUser(accountKey)
  const nats = await connectAs(servers, () => user, { inboxPrefix, reconnect: false })
  return {
    async list() {
      const streams: StreamInfo[] = []
      const missing: string[] = []
      const end = performance.now() + LIST_END_MS
      for (let offset = 0; ; ) {
        if (performance.now() > end) throw new Error('listing them takes too long')
        const answer = await ask(nats, 'STREAM.LIST', { offset }, LIST_TIMEOUT_MS)
        if (answer.error) throw new Error(answer.error.description ?? 'no reason given')
        for (const stream of answer.streams ?? []) add(streams, stream)
        missing.push(...(answer.missing ?? []))
        offset += answer.limit ?? 0
        if (!answer.limit || offset >= (answer.total ?? 0)) return { streams, missing }
      }
    },
    async update(config) {
      try {
        const { error } = await ask(nats, `STREAM.UPDATE.${config.name}`, config, UPDATE_TIMEOUT_MS)
        return error ? (error.description ?? 'no reason given') : null
      } catch (cause) {
        return cause instanceof Error ? cause.message : 'no answer'
      }
    },
    async consumers(stream) {
      const answer = await ask(nats, `CONSUMER.LIST.${stream}`, { offset: 0 }, LIST_TIMEOUT_MS).catch(() => null)
      return answer && !answer.error ? (answer.consumers ?? []) : null
    },
    async stepDown(stream, consumer) {
      const operation =
        consumer === undefined ? `STREAM.LEADER.STEPDOWN.${stream}` : `CONSUMER.LEADER.STEPDOWN.${stream}.${consumer}`
      await ask(nats, operation, {}, UPDATE_TIMEOUT_MS).catch(() => undefined)
    },
    close: () => nats.close(),
  }
}

/** If a stream has no leader, each of its servers reports it; the report of a server that knows a leader wins. */
function add(streams: StreamInfo[], stream: StreamInfo): void {
  const index = streams.findIndex(({ config }) => config.name === stream.config.name)
  if (index < 0) streams.push(stream)
  else if (streams[index]?.cluster?.leader === undefined) streams[index] = stream
}

async function ask(nats: NatsConnection, operation: string, body: object, timeout: number): Promise<Answer> {
  const answer: Msg = await nats.request(`$JS.API.${operation}`, JSON.stringify(body), { timeout })
  return answer.json<Answer>()
}
