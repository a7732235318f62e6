import { type AuditEvent, recordAll } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { createFlusher, type Flusher } from '../../platform/flusher.ts'
import type { Log } from '../../platform/log.ts'

const WRITE_EVERY_MS = 5000
/** Per account: one event of the same kind in that time, and so many of all kinds together. */
const EVERY_MS = 60_000
const MOST_PER_ACCOUNT = 30
/** How many kinds are remembered; further kinds are left out until others are dropped. */
const MOST_KINDS = 10_000

/** Makes the events: finds the accounts concerned, of which there may be none. */
type Describe = (count: number) => Promise<AuditEvent[]>

/**
 * Writes events that anybody can cause at will, such as refusals: nobody can flood the audit log, or fill the disk, by
 * repeating a request. The first of a kind is written within seconds, those that follow once a minute, with their
 * number. Each gateway samples for itself.
 */
export type SampledEvents = Flusher & {
  /** Counts one event, without a look-up. Events with the same `kind` are counted together. */
  note(kind: string, describe: Describe): void
}

type Kind = { describe: Describe; count: number; writtenAt: number }

export function createSampledEvents(
  database: Database,
  log: Log,
  writeEveryMs: number = WRITE_EVERY_MS,
): SampledEvents {
  const kinds = new Map<string, Kind>()
  let minute = { endsAt: 0, written: new Map<string, number>() }
  /** How many events an account could not get in its minute; the next event says so. */
  const leftOut = new Map<string, number>()

  async function write(): Promise<void> {
    const now = Date.now()
    if (minute.endsAt <= now) minute = { endsAt: now + EVERY_MS, written: new Map() }
    const due: { kind: Kind; count: number }[] = []
    for (const [name, kind] of kinds) {
      if (now - kind.writtenAt < EVERY_MS) continue
      if (kind.count > 0) due.push({ kind, count: kind.count })
      else kinds.delete(name)
    }
    try {
      const events: AuditEvent[] = []
      for (const { kind, count } of due) events.push(...(await kind.describe(count)).filter(hasRoom).map(withLeftOut))
      if (events.length > 0) await database.transaction((tx) => recordAll(tx, events))
      for (const { kind, count } of due) kind.count -= count
    } catch (error) {
      // What was counted stays: it is written in a minute.
      log.warn({ err: error }, 'refusals could not be written into the audit log')
    }
    for (const { kind } of due) kind.writtenAt = now
  }

  function hasRoom({ accountId }: AuditEvent): boolean {
    const account = accountId ?? ''
    const written = minute.written.get(account) ?? 0
    if (written < MOST_PER_ACCOUNT) {
      minute.written.set(account, written + 1)
      return true
    }
    if (leftOut.size < MOST_KINDS) leftOut.set(account, (leftOut.get(account) ?? 0) + 1)
    return false
  }

  function withLeftOut(event: AuditEvent): AuditEvent {
    const account = event.accountId ?? ''
    const number = leftOut.get(account)
    if (number === undefined || minute.written.get(account) !== 1) return event
    leftOut.delete(account)
    return { ...event, details: { ...event.details, left_out: number } }
  }

  return {
    ...createFlusher(write, writeEveryMs),
    note(name, describe) {
      const kind = kinds.get(name)
      if (kind) {
        kind.count += 1
        kind.describe = describe
      } else if (kinds.size < MOST_KINDS) {
        kinds.set(name, { describe, count: 1, writtenAt: 0 })
      }
    },
  }
}
