import { setTimeout as sleep } from 'node:timers/promises'
import type { NatsConnection } from '@nats-io/transport-node'
import { requestFromAll } from './request-many.ts'
import { readStats, type ServerIdentity } from './server-messages.ts'

/** The servers that are up, as far as their messages tell. */
export type ServerWatch = {
  /** Listens to a connection; once for each, since subscriptions survive reconnects. */
  subscribe: (nats: NatsConnection) => void
  /** Call this after each connect and reconnect: it asks which servers are there. */
  connected: (nats: NatsConnection) => void
  /** Resolves once the question of the latest connect is answered, after `timeoutMs` at most. */
  ready: (timeoutMs: number) => Promise<void>
  /** Notes a sign of life. */
  heard: (server: ServerIdentity) => void
  live: () => ServerIdentity[]
  stop: () => void
}

/**
 * How long a new connection waits for servers that the other servers count, but that do not answer. Most of them are
 * dead.
 */
const discoveryMs = 500

/** How often silent servers are asked, within the time after which they are forgotten. */
const pingsBeforeForgetting = 4

/**
 * A server that fell silent without a goodbye counts as live for another `forgetAfterMs`, since it may be cut off from us
 * and still serve clients. `onNew` is called for each that was not among the live ones.
 */
export function watchServers(options: {
  forgetAfterMs: number
  connection: () => NatsConnection | null
  onNew: (serverId: string) => void
}): ServerWatch {
  const known = new Map<string, ServerIdentity & { heardAt: number }>()
  const idByAddress = new Map<string, string>()
  let discovery: Promise<void> | null = null

  const pings = setInterval(() => {
    const nats = options.connection()
    if (nats) void discover(nats)
  }, options.forgetAfterMs / pingsBeforeForgetting).unref()

  function live(): ServerIdentity[] {
    const forgetBefore = performance.now() - options.forgetAfterMs
    for (const [id, server] of known) if (server.heardAt < forgetBefore) known.delete(id)
    return [...known.values()]
  }

  function heard(server: ServerIdentity): void {
    const isNew = !live().some(({ id }) => id === server.id)
    // Values that only STATSZ carries are kept until the next one.
    known.set(server.id, { ...known.get(server.id), ...server, heardAt: performance.now() })
    if (isNew) options.onNew(server.id)
  }

  /** Asks which servers are there, until as many have answered as the best informed server counts. */
  async function discover(nats: NatsConnection): Promise<void> {
    const answered = new Set<string>()
    let expected = 1
    await requestFromAll(nats, { subject: '$SYS.REQ.SERVER.PING.STATSZ', timeoutMs: discoveryMs }, (message) => {
      const stats = readStats(message)
      if (!stats) return false
      heard(stats.server)
      answered.add(stats.server.id)
      expected = Math.max(expected, stats.activeServers)
      return answered.size >= expected
    })
  }

  /** A new process at an address means that the previous one is dead: nobody need wait for it. */
  function replacePredecessor(nats: NatsConnection): void {
    const id = nats.info?.server_id
    if (id === undefined) return
    const predecessor = idByAddress.get(nats.getServer())
    if (predecessor !== undefined && predecessor !== id) known.delete(predecessor)
    idByAddress.set(nats.getServer(), id)
  }

  return {
    subscribe(nats) {
      nats.subscribe('$SYS.SERVER.*.STATSZ', {
        callback: (_error, message) => {
          const stats = readStats(message)
          if (stats) heard(stats.server)
        },
      })
      nats.subscribe('$SYS.SERVER.*.SHUTDOWN', {
        callback: (_error, message) => void known.delete(message.subject.split('.')[2] ?? ''),
      })
    },
    connected(nats) {
      replacePredecessor(nats)
      const started = discover(nats).finally(() => {
        if (discovery === started) discovery = null
      })
      discovery = started
    },
    async ready(timeoutMs) {
      if (discovery) await Promise.race([discovery, sleep(timeoutMs, undefined, { ref: false })])
    },
    heard,
    live,
    stop: () => clearInterval(pings),
  }
}
