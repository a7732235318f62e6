import type { NatsConnection } from '@nats-io/transport-node'
import { requestFromAll } from './request-many.ts'
import { readConnectionCount } from './server-messages.ts'
import { isNats210 } from './server-version.ts'

/** How long servers may take to answer: they count from memory, and somebody waits for the answer. */
const TIMEOUT_MS = 1000
/** Each server counts at most so many connections of one user. It describes each one, so this bounds its answer. */
const MOST_COUNTED = 100

/**
 * How many connections the NATS users of an account have now, at all servers together. Null if one of `servers` (their
 * ids) did not answer or is older than 2.10, or if we may not ask: then nobody can say that there are none. A server has no way to send the
 * number alone (its `total` counts the whole account); of the connections that it describes, nothing is read.
 */
export async function countConnections(
  nats: NatsConnection,
  accountPublicKey: string,
  userPublicKeys: readonly string[],
  servers: readonly string[],
): Promise<number | null> {
  const counts = await Promise.all(userPublicKeys.map((user) => countOf(nats, accountPublicKey, user, servers)))
  return counts.reduce<number | null>((sum, count) => (sum === null || count === null ? null : sum + count), 0)
}

async function countOf(
  nats: NatsConnection,
  accountPublicKey: string,
  user: string,
  servers: readonly string[],
): Promise<number | null> {
  const missing = new Set(servers)
  let sum = 0
  const subject = `$SYS.REQ.ACCOUNT.${accountPublicKey}.CONNZ`
  // A server filters by user only if it may also name users (`auth`).
  const body = JSON.stringify({ user, auth: true, limit: MOST_COUNTED })
  await requestFromAll(nats, { subject, body, timeoutMs: TIMEOUT_MS }, (message) => {
    const answer = readConnectionCount(message)
    // nats-server 2.9 answers 0 for each user.
    if (!answer || !isNats210(answer.server.version) || !missing.delete(answer.server.id)) return false
    sum += answer.count
    return missing.size === 0
  })
  return missing.size === 0 && servers.length > 0 ? sum : null
}
