import type { NatsConnection } from '@nats-io/transport-node'
import { requestFromAll } from './request-many.ts'
import { readStreams } from './server-messages.ts'

/**
 * What a copy of a stream holds: sequence numbers, and how many messages there are; an empty one's last is before its
 * first.
 */
export type CopyState = { first_seq: number; last_seq: number; messages: number }

/** By stream and server name. */
export type StreamCopies = ReadonlyMap<string, ReadonlyMap<string, CopyState>>

/** Servers answer from memory. */
const TIMEOUT_MS = 2000

/**
 * What each server holds of an account's streams, whether or not that is what its cluster takes it to hold: `STREAM.INFO`
 * tells of the leader's copy only. Null where one of `servers` did not answer, or we may not ask. These are names: one
 * that was just started again has a new id, and is the same.
 */
export async function askForCopies(
  nats: NatsConnection,
  accountPublicKey: string,
  servers: readonly string[],
): Promise<StreamCopies | null> {
  const copies = new Map<string, Map<string, CopyState>>()
  const missing = new Set(servers)
  const subject = `$SYS.REQ.ACCOUNT.${accountPublicKey}.JSZ`
  const body = JSON.stringify({ streams: true })
  await requestFromAll(nats, { subject, body, timeoutMs: TIMEOUT_MS }, (message) => {
    const answer = readStreams(message)
    if (!answer) return false
    missing.delete(answer.server.name)
    for (const { name, state } of answer.streams) {
      const holders = copies.get(name) ?? new Map<string, CopyState>()
      copies.set(name, holders.set(answer.server.name, state))
    }
    return missing.size === 0
  })
  return missing.size === 0 ? copies : null
}
