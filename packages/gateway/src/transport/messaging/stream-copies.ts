import type { NatsConnection } from '@nats-io/transport-node'
import { requestFromAll } from './request-many.ts'
import { readStreams } from './server-messages.ts'

/**
 * What a copy of a stream holds: the first and last sequence number, and the number of messages. In an empty copy, the
 * last number is lower than the first.
 */
export type CopyState = { first_seq: number; last_seq: number; messages: number }

/** By stream and server name. */
export type StreamCopies = ReadonlyMap<string, ReadonlyMap<string, CopyState>>

/** Servers answer from memory. */
const TIMEOUT_MS = 2000

/**
 * What each server holds of an account's streams, even if its cluster believes otherwise: `STREAM.INFO` describes only
 * the leader's copy. Null if one of `servers` did not answer, or if we may not ask. `servers` are names, not ids: a
 * server that was just restarted has a new id, and is still the same server.
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
