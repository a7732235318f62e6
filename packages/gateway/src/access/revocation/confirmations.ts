import { type AuditEvent, recordAll } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { createFlusher, type Flusher } from '../../platform/flusher.ts'
import type { Log } from '../../platform/log.ts'

const WRITE_EVERY_MS = 1000
/** How many are kept while the database does not answer; further ones are left out. */
const MOST_KEPT = 10_000

/**
 * Writes into the audit log how revocations went. That is known only after the transaction of the change, so these
 * events follow the change's own, all those of a second in one transaction: no revocation pays for a second commit.
 */
export type Confirmations = Flusher & { note(event: AuditEvent): void }

export function createConfirmations(database: Database, log: Log, everyMs: number = WRITE_EVERY_MS): Confirmations {
  let kept: AuditEvent[] = []

  async function write(): Promise<void> {
    const events = kept
    kept = []
    if (events.length === 0) return
    try {
      await database.transaction((tx) => recordAll(tx, events))
    } catch (err) {
      log.warn({ err }, 'how revocations went could not be written into the audit log')
      kept = [...events, ...kept].slice(0, MOST_KEPT)
    }
  }

  return {
    ...createFlusher(write, everyMs),
    note(event) {
      if (kept.length < MOST_KEPT) kept.push(event)
    },
  }
}
