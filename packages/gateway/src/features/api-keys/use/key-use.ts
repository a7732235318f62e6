import type { Database } from '../../../platform/database/database.ts'
import { createFlusher, type Flusher } from '../../../platform/flusher.ts'
import type { Log } from '../../../platform/log.ts'
import {
  addUses,
  addUsesOfOwners,
  deleteUsesBefore,
  deleteUsesOfOwnersBefore,
  markUsed,
  trimNetworks,
} from './key-use-store.ts'
import { createKeyUses, dayOf, MOST_NETWORKS, type Uses } from './key-uses.ts'

const FLUSH_EVERY_MS = 10_000
/** How many keys one transaction writes, well below the parameter limits of both engines. */
const BATCH = 100
/** How many days the gateway keeps on which day and from where a key was used. */
export const KEPT_DAYS = 90

/** Remembers when and from where API keys were used, and writes it in batches: a request never waits for it. */
export type KeyUse = Flusher & {
  touch(keyId: string, address?: string): void
  /** Adds uses that others have counted; `lastUsedAt` of the key says on which day. */
  add(keyId: string, uses: Uses): void
}

/**
 * So `last_used_on` is exact to ten seconds, and a killed process loses the uses of at most ten seconds. All keys of a
 * batch get the time of the flush: one statement for hundreds of keys instead of one for each. The counts of several
 * gateways on one database add up.
 */
export function createKeyUse(database: Database, log: Log): KeyUse {
  const counted = createKeyUses()

  async function write(): Promise<void> {
    const now = Date.now()
    for (const { day, byKey } of counted.take()) {
      // The keys are written in the order of their ids, so that two gateways that write at once do not deadlock.
      const keys = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1))
      for (let start = 0; start < keys.length; start += BATCH)
        await writeBatch(day, keys.slice(start, start + BATCH), now)
    }
  }

  async function writeBatch(day: number, keys: [string, Uses][], now: number): Promise<void> {
    const ids = keys.map(([id]) => id)
    try {
      await database.transaction(async (tx) => {
        const owners = await markUsed(tx, ids, now)
        await addUses(tx, day, keys)
        await addUsesOfOwners(tx, day, keys, owners)
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
    add: (keyId, uses) => counted.putBack(dayOf(uses.lastUsedAt), keyId, uses),
  }
}

/** The first of the last `days` days, today being the last one; days count from the epoch in UTC. */
export function firstDayOf(days: number, now: number): number {
  return dayOf(now) - days + 1
}

/** Deletes the uses of earlier days. */
export async function tidyKeyUses(database: Database, now: number): Promise<void> {
  const day = firstDayOf(KEPT_DAYS, now)
  await deleteUsesBefore(database, day)
  await deleteUsesOfOwnersBefore(database, day)
}
