import type { Database, Tx } from '../../platform/database/database.ts'
import { createFlusher, type Flusher } from '../../platform/flusher.ts'
import type { Log } from '../../platform/log.ts'
import { countItems } from '../../platform/outbox/store.ts'
import type { RequestTotals } from '../../platform/request-totals.ts'
import type { Tally } from '../../platform/tally.ts'
import { addSamples, bucketColumns, deleteSamplesBefore, type Sample } from './samples-store.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
/** A minute is kept for a day, an hour for thirty, and a little longer, so that the longest window is whole. */
const KEPT = [
  { spanMs: MINUTE_MS, keptMs: DAY_MS + HOUR_MS },
  { spanMs: HOUR_MS, keptMs: 31 * DAY_MS },
]

type Deps = { database: Database; totals: () => RequestTotals; tally: Tally; everyMs: number | undefined; log: Log }

/**
 * Writes once a minute what this process has done since the last time: into the row of the minute, and into the row of
 * the hour, which all gateways on the database share. It reads numbers that are counted anyway. What cannot be written
 * is written with the next minute; a killed process loses the last one.
 */
export function createSamples({ database, totals, tally, everyMs = MINUTE_MS, log }: Deps): Flusher {
  let written = sums(totals(), tally)
  let writtenAt = Date.now()

  async function write(): Promise<void> {
    const now = Date.now()
    const reached = sums(totals(), tally)
    // The middle of the time that it is about, which is in the right minute more often than its end.
    const middle = writtenAt + Math.max(0, now - writtenAt) / 2
    try {
      const { waiting, retrying, failed } = await countItems(database)
      const sample = { ...difference(reached, written), outbox_waiting: waiting + retrying, outbox_failed: failed }
      const rows = KEPT.map(({ spanMs }) => ({ span_ms: spanMs, begins_at: floor(middle, spanMs), ...sample }))
      await database.transaction((tx) => addSamples(tx, rows))
      written = reached
      writtenAt = now
    } catch (error) {
      log.warn({ err: error }, 'the numbers of the last minute could not be written; trying again')
    }
  }

  return createFlusher(write, everyMs)
}

/** Deletes minutes and hours that are too old to be shown. */
export async function tidySamples(tx: Tx, now: number): Promise<void> {
  for (const { spanMs, keptMs } of KEPT) await deleteSamplesBefore(tx, spanMs, now - keptMs)
}

const floor = (at: number, spanMs: number) => Math.floor(at / spanMs) * spanMs

type Sums = Omit<Sample, 'outbox_waiting' | 'outbox_failed'>

function sums({ clientErrors, serverErrors, buckets }: RequestTotals, tally: Tally): Sums {
  const { signIns, issuedKeys } = tally.read()
  const named = Object.fromEntries(bucketColumns.map((name, index) => [name, buckets[index] ?? 0]))
  return {
    ...{ client_errors: clientErrors, server_errors: serverErrors, sign_ins: signIns, issued_keys: issuedKeys },
    ...(named as Record<(typeof bucketColumns)[number], number>),
  }
}

function difference(reached: Sums, written: Sums): Sums {
  const names = Object.keys(reached) as (keyof Sums)[]
  return Object.fromEntries(names.map((name) => [name, reached[name] - written[name]])) as Sums
}
