import type { Database } from '../database/database.ts'
import type { Log } from '../log.ts'
import { markUsed } from './store.ts'

const FLUSH_EVERY_MS = 10_000
/** Ids per statement, well under the parameter limits of both engines. */
const BATCH = 100

/** Remembers which API keys were used and writes it in batches: a request never waits for it. */
export type KeyUse = {
  touch(keyId: string): void
  /** Writes what is remembered; called every ten seconds and at the end. */
  flush(): Promise<void>
  start(): void
  stop(): Promise<void>
}

/**
 * `last_used_on` is thus right to ten seconds, and a killed process loses at most as much. All keys of a batch get the
 * time of the flush: one statement for hundreds of keys instead of one for each.
 */
export function createKeyUse(database: Database, log: Log): KeyUse {
  let used = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let flushing = Promise.resolve()

  /** One after the other, so that a later time never gives way to an earlier one and nothing is under way at the end. */
  function flush(): Promise<void> {
    flushing = flushing.then(write)
    return flushing
  }

  async function write(): Promise<void> {
    if (used.size === 0) return
    const ids = [...used]
    used = new Set()
    const now = Date.now()
    try {
      for (let start = 0; start < ids.length; start += BATCH) {
        await database.transaction((tx) => markUsed(tx, ids.slice(start, start + BATCH), now))
      }
    } catch (error) {
      for (const id of ids) used.add(id)
      log.warn({ err: error }, 'when keys were last used could not be written; trying again')
    }
  }

  return {
    touch: (keyId) => void used.add(keyId),
    flush,
    start() {
      timer = setInterval(() => void flush(), FLUSH_EVERY_MS)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      await flush()
    },
  }
}
