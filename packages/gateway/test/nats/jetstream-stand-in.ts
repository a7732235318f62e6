import type { Msg, NatsConnection } from '@nats-io/transport-node'
import type { StreamConfig, StreamInfo } from '../../src/transport/messaging/jetstream.ts'

/**
 * Answers in place of JetStream in an account, on a real server without JetStream and over the same subjects. It shows
 * states that real servers get into now and then, and that a test cannot bring about.
 */
export type JetStreamStandIn = {
  /** The streams that it reports; a test may change them. */
  streams: StreamInfo[]
  /** The configurations of update requests, in order; they do not change `streams`. */
  updates: StreamConfig[]
}

export async function standInForJetStream(nats: NatsConnection): Promise<JetStreamStandIn> {
  const standIn: JetStreamStandIn = { streams: [], updates: [] }
  const answer = (subject: string, body: (message: Msg) => object) =>
    nats.subscribe(`$JS.API.${subject}`, {
      callback: (_error, message) => void message.respond(JSON.stringify(body(message))),
    })
  answer('STREAM.LIST', () => ({ streams: standIn.streams, total: standIn.streams.length, limit: 256 }))
  answer('CONSUMER.LIST.*', () => ({ consumers: [] }))
  answer('STREAM.UPDATE.*', (message) => {
    standIn.updates.push(message.json<StreamConfig>())
    return {}
  })
  await nats.flush()
  return standIn
}
