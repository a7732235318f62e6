import type { Sealer } from '../crypto/sealing.ts'
import type { Database } from '../database/database.ts'
import type { Log } from '../log.ts'
import { sealedColumns } from '../secrets/sealed-columns.ts'
import type { Causes } from '../tracing/causes.ts'
import { typeOf } from '../tracing/span.ts'
import { inTrace, type Root, type Tracing } from '../tracing/tracing.ts'
import type { Work } from './outbox.ts'
import { claimDue, finish, giveUp, type Item, postpone, type Room, releaseLeases } from './store.ts'

/** Thrown by a handler when trying again cannot help: the item is kept as failed, its payload erased. */
export class PermanentFailure extends Error {
  override name = 'PermanentFailure'
}

/**
 * Does one item. It may run more than once, so it must be idempotent; it must end within `LEASE_MS`. If it resolves
 * with `againAt`, the item runs again then (recurring work). If it throws, the item is tried again after a while.
 */
export type Handler<Payload> = (
  payload: Payload,
  item: { id: string; key: string; attempts: number },
) => Promise<void> | Promise<{ againAt: number } | undefined>

/** How long an item belongs to a worker; then another one may take it. */
const LEASE_MS = 120_000
const POLL_MS = 1000
/** For all kinds without `atOnce`, together; kinds with `atOnce` may go beyond it. */
const CONCURRENCY = 16
/**
 * After an item ends, the worker waits so long for others to end before it looks for more: each look costs statements.
 */
const TOGETHER_MS = 5
const LONGEST_BACKOFF_MS = 15 * 60_000

export type HandlerOptions = {
  /** At most so many items of this kind run at once, so that other kinds do not wait behind slow ones. */
  atOnce?: number
  /** The longest wait before another try, in milliseconds, by the age of the item; 15 minutes by default. */
  longestWaitMs?: (ageMs: number) => number
}

/**
 * The handler for one kind of work; undefined if this gateway is not set up for it: the work then waits for another.
 */
export type WorkHandler = {
  readonly kind: string
  readonly options: HandlerOptions
  handler: Handler<unknown> | undefined
}

export function handlerFor<Payload>(
  work: Work<Payload>,
  handler: Handler<Payload> | undefined,
  options: HandlerOptions = {},
): WorkHandler {
  return { kind: work.kind, options, handler: handler as Handler<unknown> | undefined }
}

export type Worker = {
  /** To be called before `start`. Throws if a kind of work has a handler already. */
  handle(handlers: readonly WorkHandler[]): void
  start(): Promise<void>
  /** Looks for work now. */
  wake(): void
  /** Takes no further items and resolves when the running ones are done. */
  stop(): Promise<void>
}

/** Each item is a trace of its own, which names the spans that asked for it. */
type Traces = { tracing: Tracing | undefined; causes: Causes }

/** The working half of the outbox: takes what is due, oldest first, and does it with at-least-once semantics. */
export function createWorker(database: Database, sealer: Sealer, log: Log, traces?: Traces): Worker {
  const handlers = new Map<string, HandlerOptions & { handler: Handler<unknown> }>()
  const named = new Set<string>()
  const atWork = new Map<Promise<void>, string>()
  let timer: NodeJS.Timeout | undefined
  let soon: NodeJS.Timeout | undefined
  let stopped = true
  let claiming: Promise<void> | undefined
  let wanted = false

  function wake(): void {
    wanted = true
    if (stopped) return
    claiming ??= claimUntilIdle().finally(() => {
      claiming = undefined
      if (wanted && atWork.size < CONCURRENCY) wake()
    })
  }

  async function claimUntilIdle(): Promise<void> {
    while (wanted && !stopped && atWork.size < CONCURRENCY) {
      wanted = false
      try {
        const items = await claimDue(database, rooms(), LEASE_MS)
        if (items.length > 0) wanted = true
        for (const item of items) track(item.kind, work(item))
      } catch (error) {
        log.error({ err: error }, 'the outbox could not be read; trying again')
        return
      }
    }
  }

  /** Kinds with `atOnce` come last, and get of the free places what the others leave. */
  function rooms(): Room[] {
    const free = CONCURRENCY - atWork.size
    const unbounded = [...handlers].filter(([, { atOnce }]) => atOnce === undefined).map(([kind]) => kind)
    const bounded = [...handlers].flatMap(([kind, { atOnce }]) => {
      const busy = [...atWork.values()].filter((one) => one === kind).length
      const limit = Math.min(free, (atOnce ?? 0) - busy)
      return limit > 0 ? [{ kinds: [kind], limit }] : []
    })
    return [{ kinds: unbounded, limit: free }, ...bounded]
  }

  function track(kind: string, promise: Promise<void>): void {
    const tracked = promise.finally(() => {
      atWork.delete(tracked)
      soon ??= setTimeout(wakeAfterItems, TOGETHER_MS)
    })
    atWork.set(tracked, kind)
  }

  function wakeAfterItems(): void {
    soon = undefined
    wake()
  }

  async function work(item: Item): Promise<void> {
    await inTrace(
      traces?.tracing,
      `outbox ${item.kind}`,
      () => describe(item),
      async (span) => {
        try {
          await deliver(item)
        } catch (error) {
          span?.fail(typeOf(error))
          await fail(item, error)
        }
      },
    )
  }

  async function deliver(item: Item): Promise<void> {
    const handler = handlers.get(item.kind)?.handler
    if (!handler) throw new PermanentFailure(`no handler for ${item.kind}`)
    const payload: unknown =
      item.payload_sealed === null
        ? null
        : JSON.parse(sealer.open(item.payload_sealed, sealedColumns.outboxPayload.context(item.id)))
    const again = await handler(payload, item)
    if (again) await postpone(database, item, again.againAt, null)
    else await finish(database, item)
  }

  function describe({ id, kind, attempts }: Item): Root {
    return {
      kind: 'consumer',
      attributes: { 'quiva.outbox.kind': kind, 'quiva.outbox.attempt': attempts },
      causes: traces?.causes.take(id),
    }
  }

  async function fail(item: Item, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : 'unknown'
    const fields = { err: error, kind: item.kind, item: item.id, attempts: item.attempts }
    try {
      if (error instanceof PermanentFailure) {
        log.error(fields, 'outbox item failed permanently; not trying again')
        return await giveUp(database, item, reason)
      }
      const now = Date.now()
      const longestMs = handlers.get(item.kind)?.longestWaitMs?.(now - item.created_at) ?? LONGEST_BACKOFF_MS
      const dueAt = now + backoffMs(item.attempts, longestMs)
      log.warn({ ...fields, nextTry: new Date(dueAt).toISOString() }, 'outbox item failed; trying again')
      await postpone(database, item, dueAt, reason)
    } catch (cause) {
      // The database cannot be reached; the lease expires and the item is taken again.
      log.error({ err: cause, kind: item.kind, item: item.id }, 'outbox item could not be scheduled for another try')
    }
  }

  return {
    handle(added) {
      for (const { kind, options, handler } of added) {
        if (named.has(kind)) throw new Error(`two handlers for the work “${kind}”`)
        named.add(kind)
        if (handler) handlers.set(kind, { ...options, handler })
      }
    },
    async start() {
      // On SQLite no other process can have a lease: items that a killed process had leased are free at once.
      if (database.engine === 'sqlite') await releaseLeases(database)
      stopped = false
      timer = setInterval(wake, POLL_MS)
      wake()
    },
    wake,
    async stop() {
      stopped = true
      clearInterval(timer)
      clearTimeout(soon)
      await claiming
      await Promise.all(atWork.keys())
    },
  }
}

/**
 * 0.5 s, 1 s, 2 s … up to the longest, minus up to a quarter at random, so that items that failed together spread out.
 */
function backoffMs(attempts: number, longestMs: number): number {
  const full = Math.min(longestMs, 250 * 2 ** Math.min(attempts, 20))
  return Math.round(full * (1 - Math.random() / 4))
}
