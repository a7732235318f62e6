import type { Database } from '../../../platform/database/database.ts'
import { createFlusher, type Flusher } from '../../../platform/flusher.ts'
import type { Log } from '../../../platform/log.ts'
import { addUses, deleteUsesBefore, markUsed, trimNetworks } from './key-use-store.ts'
import { createKeyUses, dayOf, MOST_NETWORKS, type Uses } from './key-uses.ts'

const FLUSH_EVERY_MS = 10_000
/** Keys per transaction, well under the parameter limits of both engines. */
const BATCH = 100
/** How long it is kept on which day a key was used, and from where. */
const KEPT_DAYS = 90

/** Remembers when and from where API keys were used, and writes it in batches: a request never waits for it. */
export type KeyUse = Flusher & {
  touch(keyId: string, address?: string): void
}

/**
 * `last_used_on` is thus right to ten seconds, and a killed process loses the uses of as much at most. All keys of a
 * batch get the time of the flush: one statement for hundreds of keys instead of one for each. Several gateways on one
 * database add up.
 */
export function createKeyUse(database: Database, log: Log): KeyUse {
  const counted = createKeyUses()

  async function write(): Promise<void> {
    const now = Date.now()
    for (const { day, byKey } of counted.take()) {
      // In order of the ids, so that two gateways that write at once cannot wait for each other.
      const keys = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1))
      for (let start = 0; start < keys.length; start += BATCH)
        await writeBatch(day, keys.slice(start, start + BATCH), now)
    }
  }

  async function writeBatch(day: number, keys: [string, Uses][], now: number): Promise<void> {
    const ids = keys.map(([id]) => id)
    try {
      await database.transaction(async (tx) => {
        await markUsed(tx, ids, now)
        await addUses(tx, day, keys)
        await trimNetworks(tx, day, ids, MOST_NETWORKS)
      })
    } catch (error) {
      for (const [id, uses] of keys) counted.putBack(day, id, uses)
      log.warn({ err: error }, 'the last uses of keys could not be written; trying again')
    }
  }

  return {
    ...createFlusher(write, FLUSH_EVERY_MS),
    touch: (keyId, address) => counted.add(keyId, address, Date.now()),
  }
}

/** The first day whose uses are kept; days count from the epoch in UTC. */
export function firstKeptDay(now: number): number {
  return dayOf(now) - KEPT_DAYS + 1
}

/** Forgets the uses of earlier days. */
export async function tidyKeyUses(database: Database, now: number): Promise<void> {
  await deleteUsesBefore(database, firstKeptDay(now))
}
