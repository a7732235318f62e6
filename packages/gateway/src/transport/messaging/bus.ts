import type { NatsConnection } from '@nats-io/transport-node'
import { howToRunAlone } from '../../platform/config/how-to-run.ts'
import { type BusLog, keepConnected, type SystemUser } from './connection.ts'
import { requestFromAll } from './request-many.ts'
import { readClaimsAnswer, readConnectedUser, readJetStreamProblem, type ServerIdentity } from './server-messages.ts'
import { watchServers } from './server-watch.ts'
import { askForCopies, type StreamCopies } from './stream-copies.ts'
import { countConnections } from './user-connections.ts'

/**
 * The result of a push, a purge or a removal.
 * - `acknowledged`: every live server did it, and after a push holds exactly these claims.
 * - `unavailable`: some or all servers did not answer in time; they may have done it or not. Try again.
 * - `overwritten`: a server holds other claims than those just pushed. Build them anew and push again, at once.
 * - `rejected`: a server refused; the reason is for the log.
 */
export type BusResult = 'acknowledged' | 'unavailable' | 'overwritten' | { rejected: string }

/** The gateway's connection to the NATS servers: claims go out, news about servers and clients come in. */
export type Bus = {
  /**
   * Gives the servers an account's claims. Within one account, wait for one push before the next, across gateways too:
   * servers keep what arrives last, even if it is older.
   */
  push: (accountPublicKey: string, accountJwt: string, timeoutMs: number) => Promise<BusResult>
  /** Deletes an account's streams, whether it is closed or not. Allow 5 s, as for `remove`. */
  purge: (accountPublicKey: string, timeoutMs: number) => Promise<BusResult>
  /**
   * Deletes an account's streams, then its claims (`deleteJwt`: deleteAccountsJwt). A server that is down meanwhile
   * still has both and, in a cluster, gives the claims back to the others: remove again when one is seen. Allow 5 s:
   * for an account that a server does not know, it first waits for its resolver's timeout.
   */
  remove: (accountPublicKey: string, deleteJwt: string, timeoutMs: number) => Promise<BusResult>
  /**
   * Calls back for each live server, now or when it appears: at the first connect, after its start, or after a silence.
   * It may have missed claims, so push those again; several servers at once make several calls.
   */
  onServerSeen: (callback: (serverId: string) => void) => void
  /**
   * The servers that are up, as far as can be told from what they said and when; after a connect it asks them first.
   */
  servers: () => Promise<readonly ServerIdentity[]>
  /** What each live server holds of an account's streams; null unless all of them answer. */
  copies: (accountPublicKey: string) => Promise<StreamCopies | null>
  /**
   * How many connections users of an account have now, up to 100 for each user and server; null unless every live server
   * answers within a second.
   */
  connections: (accountPublicKey: string, userPublicKeys: readonly string[]) => Promise<number | null>
  /** Calls back when a client connects to any server, with the public keys of its user and account. */
  onUserConnected: (callback: (userPublicKey: string, accountPublicKey: string) => void) => void
  status: () => 'connected' | 'connecting' | 'closed'
  close: () => Promise<void>
}

/** Long enough for a pause or a lost packet, short enough that claims need not wait for a dead server much longer. */
const defaultForgetServerAfterMs = 10_000

/**
 * The share of max_payload at which to warn. Claims that no longer fit do not reach the servers, and neither do the
 * revocations in them.
 */
const alarmingShare = 0.8

/** The longest wait for the answers to the first ping of the servers. */
const discoveryMs = 1000

/** The result of sending claims to all servers. */
type Outcome = {
  accepted: ReadonlySet<string>
  missing: ServerIdentity[]
  refusal: string | null
}

/**
 * Connects in the background, and never stops trying: the gateway starts and works without NATS. `servers` are
 * `nats://` or `tls://` addresses of one cluster; `forgetServerAfterMs` is how long a silent server still counts as
 * live.
 */
export function openBus(options: {
  servers: string[]
  systemUser: SystemUser
  log: BusLog
  forgetServerAfterMs?: number
}): Bus {
  const { log, forgetServerAfterMs = defaultForgetServerAfterMs } = options
  const serverCallbacks: ((serverId: string) => void)[] = []
  const userCallbacks: ((userPublicKey: string, accountPublicKey: string) => void)[] = []
  let reportedMissing = ''

  const watch = watchServers({
    forgetAfterMs: forgetServerAfterMs,
    connection: () => connection.current(),
    onNew: (serverId) => notify(serverCallbacks, serverId),
  })
  const connection = keepConnected({
    ...options,
    onOpened(nats) {
      watch.subscribe(nats)
      nats.subscribe('$SYS.ACCOUNT.*.CONNECT', {
        callback: (_error, message) => {
          const user = readConnectedUser(message)
          if (user) notify(userCallbacks, user.userPublicKey, user.accountPublicKey)
        },
      })
    },
    onReady: watch.connected,
  })

  /** An error in a callback must not reach the client library: it would stop reading. */
  function notify<T extends unknown[]>(callbacks: ((...values: T) => void)[], ...values: T): void {
    for (const callback of callbacks) {
      try {
        callback(...values)
      } catch (error) {
        log.warn({ err: error }, 'a listener to NATS events failed')
      }
    }
  }

  /** Sends claims to every server; ends when each live one has accepted them, or one has refused. */
  async function sendToAll(nats: NatsConnection, subject: string, body: string, deadline: number): Promise<Outcome> {
    // Until the first ping is answered, the watch does not know all servers, and would not wait for the others.
    await watch.ready(deadline - performance.now())
    const accepted = new Set<string>()
    const missing = () => watch.live().filter((server) => !accepted.has(server.id))
    let refusal: string | null = null
    const end = await requestFromAll(nats, { subject, body, timeoutMs: deadline - performance.now() }, (message) => {
      const answer = readClaimsAnswer(message)
      if (!answer) return false
      watch.heard(answer.server)
      if (answer.problem === null) accepted.add(answer.server.id)
      else refusal = `${answer.server.name}: ${answer.problem}`
      return refusal !== null || missing().length === 0
    })
    if (end === 'unanswerable')
      refusal = `no server takes claims: they need a resolver of type full (${howToRunAlone('nats-config')})`
    return { accepted, missing: missing(), refusal }
  }

  function judge({ accepted, missing, refusal }: Outcome): BusResult {
    if (refusal !== null) return { rejected: refusal }
    const names = missing.map((server) => server.name).join(', ')
    if (names !== '' && names !== reportedMissing) {
      log.warn({ servers: names }, 'NATS servers do not answer; they do not have the latest claims yet')
    }
    reportedMissing = names
    return accepted.size > 0 && missing.length === 0 ? 'acknowledged' : 'unavailable'
  }

  async function push(accountPublicKey: string, accountJwt: string, timeoutMs: number): Promise<BusResult> {
    const nats = connection.current()
    if (!nats) return 'unavailable'
    const maxPayload = nats.info?.max_payload ?? Number.POSITIVE_INFINITY
    if (accountJwt.length > alarmingShare * maxPayload) {
      log.warn(
        { account: accountPublicKey, bytes: accountJwt.length, maxPayload },
        "an account's claims are close to max_payload; raise max_payload in the configuration of the NATS servers",
      )
    }
    if (accountJwt.length > maxPayload) {
      return { rejected: `claims of ${accountJwt.length} bytes exceed the servers' max_payload of ${maxPayload}` }
    }
    const deadline = performance.now() + timeoutMs
    const outcome = await sendToAll(nats, '$SYS.REQ.CLAIMS.UPDATE', accountJwt, deadline)
    const verdict = judge(outcome)
    if (verdict !== 'acknowledged') return verdict
    return compare(nats, accountPublicKey, accountJwt, outcome.accepted, deadline)
  }

  /** Looks up what the servers hold now; their answers carry no server id, so they are counted. */
  async function compare(
    nats: NatsConnection,
    accountPublicKey: string,
    accountJwt: string,
    accepted: ReadonlySet<string>,
    deadline: number,
  ): Promise<BusResult> {
    const expected = () => watch.live().filter((server) => accepted.has(server.id)).length
    let equal = 0
    let different = 0
    const subject = `$SYS.REQ.ACCOUNT.${accountPublicKey}.CLAIMS.LOOKUP`
    await requestFromAll(nats, { subject, timeoutMs: deadline - performance.now() }, (message) => {
      if (message.string() === accountJwt) equal++
      else different++
      return different > 0 || equal >= expected()
    })
    if (different > 0) return 'overwritten'
    return equal > 0 && equal >= expected() ? 'acknowledged' : 'unavailable'
  }

  async function purge(accountPublicKey: string, timeoutMs: number): Promise<BusResult> {
    const nats = connection.current()
    if (!nats) return 'unavailable'
    let problem: string | null = null
    const subject = `$JS.API.ACCOUNT.PURGE.${accountPublicKey}`
    const end = await requestFromAll(nats, { subject, timeoutMs }, (message) => {
      problem = readJetStreamProblem(message)
      return true
    })
    if (problem !== null) return { rejected: `purging streams: ${problem}` }
    // `unanswerable`: the servers have no JetStream, and so no streams.
    return end === 'incomplete' ? 'unavailable' : 'acknowledged'
  }

  async function remove(accountPublicKey: string, deleteJwt: string, timeoutMs: number): Promise<BusResult> {
    const deadline = performance.now() + timeoutMs
    const purged = await purge(accountPublicKey, timeoutMs)
    const nats = connection.current()
    if (purged !== 'acknowledged') return purged
    if (!nats) return 'unavailable'
    return judge(await sendToAll(nats, '$SYS.REQ.CLAIMS.DELETE', deleteJwt, deadline))
  }

  return {
    push,
    purge,
    remove,
    onServerSeen(callback) {
      serverCallbacks.push(callback)
      for (const { id } of watch.live()) notify([callback], id)
    },
    async servers() {
      await watch.ready(discoveryMs)
      return watch.live()
    },
    async copies(accountPublicKey) {
      const nats = connection.current()
      const servers = watch.live().filter((server) => server.hasJetStream)
      if (!nats) return null
      return askForCopies(
        nats,
        accountPublicKey,
        servers.map(({ name }) => name),
      )
    },
    async connections(accountPublicKey, userPublicKeys) {
      const nats = connection.current()
      if (!nats) return null
      await watch.ready(discoveryMs)
      const servers = watch.live().map(({ id }) => id)
      return countConnections(nats, accountPublicKey, userPublicKeys, servers)
    },
    onUserConnected: (callback) => void userCallbacks.push(callback),
    status: connection.status,
    async close() {
      watch.stop()
      await connection.close()
    },
  }
}
