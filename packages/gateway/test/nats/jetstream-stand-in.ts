import type { Msg, NatsConnection } from '@nats-io/transport-node'
import type { StreamConfig, StreamInfo } from '../../src/transport/messaging/jetstream.ts'

/**
 * Answers for JetStream in an account, in states that real servers get into now and then and nobody can bring about: on
 * a real server without JetStream, over the same subjects.
 */
export type JetStreamStandIn = {
  /** What it tells; a test changes it. */
  streams: StreamInfo[]
  /** Configurations that it was told to change to, in order; it changes nothing by itself. */
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
