import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Authenticator,
  connect,
  type NatsConnection,
  type NodeConnectionOptions,
  type Status,
} from '@nats-io/transport-node'
import type { Log } from '../../platform/log.ts'
import { keyPairFromSeed, signWith } from './nkeys.ts'
import { inboxPrefix } from './operator-claims.ts'

/** The log in which the bus reports to the operator. */
export type BusLog = Pick<Log, 'info' | 'warn'>

/** The credentials with which the gateway connects to the servers. Secret. */
export type BusUser = { jwt: string; seed: string }

/** Called at each connect, so that the JWT may be short-lived. */
export type SystemUser = () => BusUser

/** A connection that is retried without end. */
export type Connection = {
  /**
   * Null while there is no connection: a message that is sent then would arrive late, and might overwrite newer claims.
   */
  current: () => NatsConnection | null
  status: () => 'connected' | 'connecting' | 'closed'
  close: () => Promise<void>
}

/** Pause between attempts. Short, since claims that wait for a server include revocations. */
const retryMs = 500

const attemptTimeoutMs = 3000

/**
 * Connects in the background. `onOpened` is called once per connection object (subscribe there: subscriptions survive
 * reconnects), `onReady` after it and after each reconnect.
 */
export function keepConnected(options: {
  servers: string[]
  systemUser: SystemUser
  log: BusLog
  onOpened: (nats: NatsConnection) => void
  onReady: (nats: NatsConnection) => void
}): Connection {
  const { servers, log } = options
  let nats: NatsConnection | null = null
  let isUp = false
  let reportedProblem = ''
  const closing = new AbortController()

  function up(opened: NatsConnection): void {
    isUp = true
    reportedProblem = ''
    log.info({ server: opened.getServer() }, 'connected to NATS')
    options.onReady(opened)
  }

  /** Logs a problem once, not at each attempt that fails in the same way. */
  function report(error: unknown, message: string): void {
    const problem = error instanceof Error ? error.message : String(error)
    // Hosts only: an address may carry a password.
    if (problem !== reportedProblem) log.warn({ servers: servers.map((url) => new URL(url).host), problem }, message)
    reportedProblem = problem
  }

  async function keep(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        const opened = await open(servers, options.systemUser)
        if (closing.signal.aborted) return await opened.close()
        nats = opened
        options.onOpened(opened)
        up(opened)
        await follow(opened)
      } catch (error) {
        report(error, 'NATS is out of reach; will keep trying')
      }
      nats = null
      isUp = false
      await sleep(retryMs, undefined, { signal: closing.signal }).catch(() => undefined)
    }
  }

  /** Resolves when the connection is closed for good; reconnects happen before that. */
  async function follow(opened: NatsConnection): Promise<void> {
    for await (const status of opened.status()) note(status, opened)
  }

  function note(status: Status, opened: NatsConnection): void {
    if (status.type === 'disconnect') {
      isUp = false
      if (!closing.signal.aborted) log.warn({ server: status.server }, 'lost the connection to NATS')
    } else if (status.type === 'reconnect') {
      up(opened)
    } else if (status.type === 'error') {
      report(status.error, 'NATS reports an error')
    }
  }

  const done = keep()

  return {
    current: () => (isUp ? nats : null),
    status: () => (closing.signal.aborted ? 'closed' : isUp ? 'connected' : 'connecting'),
    async close() {
      closing.abort()
      await nats?.close()
      // An attempt that is under way cannot be cancelled; nobody needs to wait for it.
      if (nats) await done
    },
  }
}

function open(servers: string[], systemUser: SystemUser): Promise<NatsConnection> {
  const { publicKey } = keyPairFromSeed(systemUser().seed, 'user')
  return connectAs(servers, systemUser, {
    inboxPrefix: inboxPrefix(publicKey),
    maxReconnectAttempts: -1,
    reconnectTimeWait: retryMs,
    ignoreAuthErrorAbort: true,
    // A dead link is noticed after 20 s instead of 4 minutes.
    pingInterval: 10_000,
  })
}

/** One connection to one of the servers; rejects if none lets the user in. */
export function connectAs(
  servers: string[],
  user: () => BusUser,
  options: Pick<
    NodeConnectionOptions,
    'inboxPrefix' | 'reconnect' | 'maxReconnectAttempts' | 'reconnectTimeWait' | 'ignoreAuthErrorAbort' | 'pingInterval'
  >,
): Promise<NatsConnection> {
  return connect({
    name: 'quiva-gateway',
    servers,
    authenticator: authenticate(user),
    // A tls:// address requires TLS: without this option, an attacker in between could offer a connection without TLS.
    ...(servers.some((server) => server.startsWith('tls:')) && { tls: {} }),
    timeout: attemptTimeoutMs,
    noAsyncTraces: true,
    ...options,
  })
}

/** Like the library's jwtAuthenticator, whose signature in JavaScript blocks the event loop for 25 ms per attempt. */
function authenticate(user: () => BusUser): Authenticator {
  return (nonce) => {
    const { jwt, seed } = user()
    const pair = keyPairFromSeed(seed, 'user')
    return { jwt, nkey: pair.publicKey, sig: signWith(pair, Buffer.from(nonce ?? '')).toString('base64url') }
  }
}
