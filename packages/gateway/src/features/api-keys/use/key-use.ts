import type { Database } from '../../../platform/database/database.ts'
import { createFlusher, type Flusher, type Pace } from '../../../platform/flusher.ts'
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
/**
 * How many at least, and for how long it may take, on SQLite while nobody waits: every request does, as long as a
 * transaction takes. Each key is an entry in ten places of the database, of which no two keys share one; but on most
 * disks the commit takes longer than to write 100 keys, and a larger batch saves commits.
 */
const SMALL_BATCH = 25
const AIM_MS = 8
/** What part of the time the writing may take, if it can. */
const SHARE = 1 / 8
/** The longest that all batches together rest: less than retire/retire-silent.ts waits for uses at other gateways. */
const REST_MS = 20_000
/** How many days the gateway keeps on which day and from where a key was used. */
export const KEPT_DAYS = 90

/** Remembers when and from where API keys were used, and writes it in batches: a request never waits for it. */
export type KeyUse = Flusher & {
  touch(keyId: string, address?: string): void
  /** Adds uses that others have counted; `lastUsedAt` of the key says on which day. */
  add(keyId: string, uses: Uses): void
}

/**
 * So `last_used_on` is exact to ten seconds, and a killed process loses the uses of at most ten seconds; with thousands of
 * keys in use, of at most 50 (ten until a flush begins, and twice 20 that it rests). All keys of a flush get its time: one
 * statement for many keys instead of one for each. The counts of several gateways on one database add up.
 */
export function createKeyUse(database: Database, log: Log): KeyUse {
  const counted = createKeyUses()
  let small = SMALL_BATCH

  async function write(pace: Pace): Promise<void> {
    const now = Date.now()
    const restUntil = performance.now() + REST_MS
    for (const { day, byKey } of counted.take()) {
      // The keys are written in the order of their ids, so that two gateways that write at once do not deadlock.
      const keys = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1))
      for (let start = 0, size = 0; start < keys.length; start += size) {
        const isSmall = database.engine === 'sqlite' && !pace.isHurried()
        size = isSmall ? small : BATCH
        const batch = keys.slice(start, start + size)
        const begun = performance.now()
        await writeBatch(day, batch, now)
        const ended = performance.now()
        if (isSmall && batch.length === size) small = fittingSize(size, ended - begun)
        const left = Math.ceil((keys.length - start - size) / size)
        const restMs = Math.min((ended - begun) * (1 / SHARE - 1), (restUntil - ended) / left)
        if (left > 0 && restMs > 0) await pace.rest(restMs)
      }
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

/** A single transaction that was slow, or quick, halves or doubles it at most. */
function fittingSize(size: number, tookMs: number): number {
  const factor = Math.min(2, Math.max(0.5, AIM_MS / tookMs))
  return Math.min(BATCH, Math.max(SMALL_BATCH, Math.round(size * factor)))
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
