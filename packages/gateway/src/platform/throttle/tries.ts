import { workForItself } from '../database/callers.ts'
import type { Database } from '../database/database.ts'
import { Refusal } from '../errors/refusal.ts'
import type { Limit } from './limiter.ts'
import { createTriesInMemory, createTriesInPostgres, type Ending } from './tries-store.ts'

/** How long a try waits at most for others under way, and how many tries may wait for one secret. */
const PATIENCE_MS = 10_000
const MOST_WAITING = 100
/** How often to check whether a try at another gateway has ended. */
const LOOK_EVERY_MS = 50
/** When to write the end of a try again if the first attempt to write it failed. */
const AGAIN_MS = 2000

/** A try that is counted until it has ended. */
export type Try = { end(ending: Ending): Promise<void> }

/** Limits the tries at secrets, by key; only the failed ones count in the end. */
export type Tries = {
  /**
   * Begins a try, before the secret is compared. Throws `too_many_requests` if as many tries have failed as the quota
   * says. If some of the counted tries are still under way, it waits for their end: of simultaneous tries no more than
   * the quota can fail, and any number may succeed.
   */
  begin(key: string): Promise<Try>
  /** Drops the failures. */
  forget(key: string): Promise<void>
}

/** `shared` is the database where several gateways share it; on SQLite there is only this process. */
export function createTries(limit: Limit, shared?: Database): Tries {
  const { name, quota, windowSeconds } = limit
  const store = shared?.pool ? createTriesInPostgres(shared.pool) : createTriesInMemory()
  /** The tries that wait here for another one to end, by key. */
  const waiting = new Map<string, Set<() => void>>()

  function refuse(retryAfterMs: number): never {
    throw new Refusal('too_many_requests', { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)), limit })
  }

  /** Resolves when a try with that key has ended here, or after a moment. */
  async function nextEnd(key: string): Promise<void> {
    const others = waiting.get(key) ?? new Set()
    waiting.set(key, others)
    const { promise, resolve } = Promise.withResolvers<void>()
    others.add(resolve)
    const timer = setTimeout(resolve, LOOK_EVERY_MS)
    await promise
    clearTimeout(timer)
    others.delete(resolve)
    if (others.size === 0) waiting.delete(key)
  }

  async function begin(key: string): Promise<Try> {
    const givesUpAt = performance.now() + PATIENCE_MS
    for (;;) {
      const begun = await store.begin(key, quota, windowSeconds * 1000)
      if (begun) return tryOf(key, begun.windowEndsAt)
      const count = await store.read(key)
      if (!count) continue
      const failed = count.tries - count.underWay
      if (failed >= quota) refuse(count.windowEndsAt - Date.now())
      if (performance.now() > givesUpAt || (waiting.get(key)?.size ?? 0) >= MOST_WAITING) refuse(1000)
      await nextEnd(key)
    }
  }

  function endLater(key: string, windowEndsAt: number, ending: Ending): void {
    setTimeout(() => void workForItself(() => store.end(key, windowEndsAt, ending)).catch(() => {}), AGAIN_MS).unref()
  }

  function tryOf(key: string, windowEndsAt: number): Try {
    let ended = false
    return {
      async end(ending) {
        if (ended) return
        ended = true
        // The result of the try is known, so a failure to count it must not fail the request: it is counted again in
        // the background, and if that fails too, the try counts as ended after a minute (tries-store.ts).
        await store.end(key, windowEndsAt, ending).catch(() => endLater(key, windowEndsAt, ending))
        for (const wake of waiting.get(key) ?? []) wake()
      },
    }
  }

  const keyOf = (key: string) => `${name}:${key}`
  return { begin: (key) => begin(keyOf(key)), forget: (key) => store.forget(keyOf(key)) }
}
