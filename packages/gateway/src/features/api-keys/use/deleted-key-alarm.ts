import { type Origin, recordAll } from '../../../platform/audit/audit.ts'
import type { Database } from '../../../platform/database/database.ts'
import { createFlusher, type Flusher } from '../../../platform/flusher.ts'
import type { Log } from '../../../platform/log.ts'
import { findRefusedKeys, markMisused } from './deleted-key-store.ts'

const LOOK_EVERY_MS = 5000
/** How many refused keys are remembered until the next look-up; further ones are refused without being remembered. */
const MOST_REMEMBERED = 1000
const BATCH = 100
/** At most one event about a key is written in this time, however many gateways there are. */
const EVERY_MS = 60_000

/** Notices if somebody tries a deleted or disabled key, and writes it into the audit log. */
export type DeletedKeyAlarm = Flusher & {
  /**
   * Call it when a well-formed key was refused. It only remembers the key, so that all refusals take the same time.
   * Most of these keys never existed.
   */
  suspect(keyHash: string, origin: Origin): void
}

/**
 * For keys that never existed, nothing is written, and a hundred of them take one look-up in the index. The work is
 * bounded: 1000 hashes per look-up, and one event a minute for each deleted or disabled key.
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
      log.warn({ err: error }, 'could not look up whether refused keys are deleted or disabled keys')
    }
  }

  async function report(hashes: string[], origins: Map<string, Origin>): Promise<void> {
    const now = Date.now()
    const found = await findRefusedKeys(database.read, hashes, now - EVERY_MS)
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
        .map(({ id, accountId, userId, name, keyHash, deletedAt }) => {
          const origin = origins.get(keyHash)
          return {
            action:
              deletedAt === null ? ('api_key.used_while_disabled' as const) : ('api_key.used_after_deletion' as const),
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
