import type { Process } from './process.ts'
import type { Random } from './random.ts'
import type { Network } from './wire.ts'
import type { World } from './world.ts'

export type Notification = { channel: string; payload: string }

/** The client's own limit. */
const CONNECT_WITHIN_MS = 5000
/** How long the database takes for one thing at most, when it is slow. */
const LONGEST_MS = 1000

/** What a transaction can do; all of it happens at the moment of its commit. */
export type Tx = { notify(channel: string, payload: string): void }

type Request =
  | { id: number; kind: 'listen'; channels: readonly string[] }
  | { id: number; kind: 'transaction'; work: (tx: Tx) => unknown }
type Answer = { id: number; value: unknown } | { id: 0; notification: Notification }

/** A connection of one program to the database. */
export type Session = {
  listen(channels: readonly string[], done: () => void): void
  /**
   * `done` is called with what `work` returned, or `failed` if the connection ends first: then the transaction may have
   * been committed or not.
   */
  transaction<T>(work: (tx: Tx) => T, done: (value: T) => void, failed?: () => void): void
  close(): void
}
export type SessionHandlers = {
  opened(session: Session): void
  notified(notification: Notification): void
  /** The connection is over, or was not made. Whatever was under way may have been committed or not. */
  closed(): void
}

export type Postgres = ReturnType<typeof createPostgres>

/**
 * PostgreSQL as far as gateways rely on it: transactions are committed one after the other; what a transaction notifies
 * goes out with its commit, once for each different payload, and reaches every connection that listens in the order of
 * the commits. It does not reach who listens later. (PostgreSQL 18, NOTIFY.)
 */
export function createPostgres(world: World, network: Network, server: Process) {
  const random: Random = world.random.fork('postgres')
  type Listener = {
    channels: Set<string>
    notify(notification: Notification): void
    end(): void
    owner: Process
    isDropped: boolean
  }
  const connected = new Set<Listener>()
  const listeners = new Set<Listener>()
  const poolers = new Set<string>()
  let slowness = 1
  let commits = 0

  function commit(work: (tx: Tx) => unknown): unknown {
    const notifications = new Map<string, Notification>()
    commits += 1
    const value = work({
      notify: (channel, payload) => void notifications.set(`${channel} ${payload}`, { channel, payload }),
    })
    for (const listener of listeners) {
      for (const notification of notifications.values()) {
        if (listener.channels.has(notification.channel)) listener.notify(notification)
      }
    }
    return value
  }

  return {
    commits: (): number => commits,
    slowDown(factor: number): void {
      slowness = factor
    },
    mend(): void {
      slowness = 1
      poolers.clear()
      // What a pooler swallowed is lost, and its connections with it.
      for (const listener of connected) if (listener.isDropped) listener.end()
    },
    /** From now on a pooler is between this program and the server, which takes LISTEN and passes nothing on. */
    putPoolerBefore(machine: string, isThere: boolean): void {
      if (isThere) poolers.add(machine)
      else poolers.delete(machine)
      if (isThere)
        for (const listener of listeners) if (listener.owner.machine.name === machine) listener.isDropped = true
    },

    connect(process: Process, name: string, handlers: SessionHandlers): void {
      process.sends()
      let waiting = new Map<number, { done: (value: never) => void; failed?: (() => void) | undefined }>()
      let lastId = 0
      let isOver = false
      const { one } = network.connect<Request | 'open', Answer | 'opened'>(
        {
          kind: `postgres ${name}`,
          typicalMs: 0.3,
          one: process,
          two: server,
          up: (request) => (request === 'open' ? `${name}: connect` : `${name}: ${request.kind} #${request.id}`),
          down: (answer) => {
            if (answer === 'opened') return `${name}: connected`
            return 'notification' in answer
              ? `${answer.notification.channel} ${answer.notification.payload}`
              : `${name}: done #${answer.id}`
          },
        },
        {
          one: (end) => {
            const ask = (request: Request, done: (value: never) => void, failed?: () => void): void => {
              if (isOver) {
                failed?.()
                return
              }
              waiting.set(request.id, { done, failed })
              end.send(request)
            }
            const over = (): void => {
              isOver = true
              const failed = [...waiting.values()]
              waiting = new Map()
              for (const one of failed) one.failed?.()
            }
            const session: Session = {
              listen(channels, done) {
                lastId += 1
                ask({ id: lastId, kind: 'listen', channels }, done)
              },
              transaction(work, done, failed) {
                lastId += 1
                ask({ id: lastId, kind: 'transaction', work }, done, failed)
              },
              close() {
                end.close('bye')
                over()
              },
            }
            return {
              message(answer) {
                if (answer === 'opened') {
                  stopWaiting()
                  return handlers.opened(session)
                }
                if ('notification' in answer) return handlers.notified(answer.notification)
                const asked = waiting.get(answer.id)
                waiting.delete(answer.id)
                asked?.done(answer.value as never)
              },
              closed() {
                stopWaiting()
                over()
                handlers.closed()
              },
            }
          },
          two: (end) => {
            const listener: Listener = {
              channels: new Set(),
              owner: process,
              isDropped: poolers.has(process.machine.name),
              end: () => end.close('pooler'),
              notify(notification) {
                if (!listener.isDropped) end.send({ id: 0, notification })
              },
            }
            connected.add(listener)
            // A connection does one thing after the other; connections are independent of each other.
            const todo: { typicalMs: number; run(): void }[] = []
            const inTurn = (typicalMs: number, run: () => void): void => {
              todo.push({ typicalMs, run })
              if (todo.length === 1) begin()
            }
            const begin = (): void => {
              const [first] = todo
              if (!first) return
              world.after(Math.min(LONGEST_MS, random.delay(first.typicalMs) * slowness), () => {
                todo.shift()
                server.enter('', first.run)
                begin()
              })
            }
            return {
              message(request) {
                if (request === 'open') return end.send('opened')
                // Even if the client is gone meanwhile: the server does what it was asked.
                let value: unknown
                inTurn(0.4, () => {
                  if (request.kind === 'transaction') value = commit(request.work)
                  else {
                    for (const channel of request.channels) listener.channels.add(channel)
                    listeners.add(listener)
                  }
                })
                inTurn(0.2, () => end.send({ id: request.id, value }))
              },
              closed() {
                listeners.delete(listener)
                connected.delete(listener)
              },
            }
          },
        },
      )
      const stopWaiting = process.time.after(CONNECT_WITHIN_MS, () => {
        one.close('not connected in time')
        handlers.closed()
      })
      one.send('open')
    },
  }
}
