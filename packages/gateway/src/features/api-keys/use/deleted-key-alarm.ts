import { type Origin, recordAll } from '../../../platform/audit/audit.ts'
import type { Database } from '../../../platform/database/database.ts'
import { createFlusher, type Flusher } from '../../../platform/flusher.ts'
import type { Log } from '../../../platform/log.ts'
import { findDeletedKeys, markMisused } from './deleted-key-store.ts'

const LOOK_EVERY_MS = 5000
/** Refused keys that are remembered until the next look; beyond, they are only refused. */
const MOST_REMEMBERED = 1000
const BATCH = 100
/** At most one event for a key in that time, however many gateways there are. */
const EVERY_MS = 60_000

/** Notices that somebody still tries a key that was deleted, and writes it into the audit log. */
export type DeletedKeyAlarm = Flusher & {
  /**
   * A well-formed key was refused. Most are nobody's: this only remembers, so that no refusal takes longer than
   * another.
   */
  suspect(keyHash: string, origin: Origin): void
}

/**
 * Keys that are nobody's cost one look in the index for a hundred of them, and nothing is written for them. Bounded:
 * 1000 hashes per look, and one event a minute for each deleted key.
 */
export function createDeletedKeyAlarm(database: Database, log: Log): DeletedKeyAlarm {
  let suspects = new Map<string, Origin>()

  async function look(): Promise<void> {
    const hashes = [...suspects.keys()]
    const origins = suspects
    suspects = new Map()
    try {
      for (let start = 0; start < hashes.length; start += BATCH)
        await report(hashes.slice(start, start + BATCH), origins)
    } catch (error) {
      log.warn({ err: error }, 'could not look up whether refused keys are deleted keys')
    }
  }

  async function report(hashes: string[], origins: Map<string, Origin>): Promise<void> {
    const now = Date.now()
    const found = await findDeletedKeys(database.read, hashes, now - EVERY_MS)
    if (found.length === 0) return
    await database.transaction(async (tx) => {
      const marked = new Set(
        await markMisused(
          tx,
          found.map(({ id }) => id),
          { now, since: now - EVERY_MS },
        ),
      )
      const events = found
        .filter(({ id }) => marked.has(id))
        .map(({ id, accountId, userId, name, keyHash }) => {
          const origin = origins.get(keyHash)
          return {
            action: 'api_key.used_after_deletion' as const,
            accountId,
            actor: { kind: 'anonymous' as const },
            ...(origin && { origin }),
            target: { type: 'api_key' as const, id },
            details: { name, owner: userId },
          }
        })
      await recordAll(tx, events)
    })
  }

  return {
    ...createFlusher(look, LOOK_EVERY_MS),
    suspect(keyHash, origin) {
      if (suspects.size < MOST_REMEMBERED || suspects.has(keyHash)) suspects.set(keyHash, origin)
    },
  }
}
