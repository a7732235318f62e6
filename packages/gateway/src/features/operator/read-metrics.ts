import type { Database } from '../../platform/database/database.ts'
import { BOUNDS_MS } from '../../platform/request-totals.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from './samples.ts'
import { bucketColumns, readSteps, type Sample } from './samples-store.ts'

export const windowNames = ['hour', 'day', 'month'] as const
export type WindowName = (typeof windowNames)[number]

/** How long each window is, of which samples it is made, and how many of them are one point of a chart. */
const windows = {
  hour: { longMs: HOUR_MS, spanMs: MINUTE_MS, stepMs: MINUTE_MS },
  day: { longMs: DAY_MS, spanMs: MINUTE_MS, stepMs: 15 * MINUTE_MS },
  month: { longMs: 30 * DAY_MS, spanMs: HOUR_MS, stepMs: 6 * HOUR_MS },
} as const satisfies Record<WindowName, object>

export type Numbers = {
  requests: number
  clientErrors: number
  serverErrors: number
  signIns: number
  issuedKeys: number
  /** Null if there was no request. */
  p99Ms: number | null
}
export type Point = Numbers & { at: number; outboxWaiting: number; outboxFailed: number }
export type OperatorMetrics = { from: number; to: number; stepMs: number; points: Point[]; total: Numbers }
export type ReadMetrics = (window: WindowName) => Promise<OperatorMetrics>

/** getOperatorMetrics: one statement, which reads at most 1500 rows. */
export function createReadMetrics(database: Pick<Database, 'read'>): ReadMetrics {
  return async (window) => {
    const { longMs, spanMs, stepMs } = windows[window]
    const to = Date.now()
    // As many whole steps as fit, and the one that has begun.
    const from = to - (to % stepMs) - longMs + stepMs
    const steps = await readSteps(database, { spanMs, stepMs, since: from })
    const points = steps.map(({ at, ...sample }) => ({
      ...{ at, outboxWaiting: sample.outbox_waiting, outboxFailed: sample.outbox_failed },
      ...numbersOf([sample]),
    }))
    return { from, to, stepMs, points, total: numbersOf(steps) }
  }
}

function numbersOf(samples: readonly Sample[]): Numbers {
  const sum = (name: keyof Sample) => samples.reduce((all, sample) => all + sample[name], 0)
  const buckets = bucketColumns.map(sum)
  return {
    requests: buckets.reduce((all, count) => all + count, 0),
    clientErrors: sum('client_errors'),
    serverErrors: sum('server_errors'),
    signIns: sum('sign_ins'),
    issuedKeys: sum('issued_keys'),
    p99Ms: quantile(buckets, 0.99),
  }
}

/**
 * As `histogram_quantile` of Prometheus does it: the requests of a bucket are spread evenly over it. What took longer
 * than the last bound counts as the bound.
 */
export function quantile(buckets: readonly number[], share: number): number | null {
  const count = buckets.reduce((all, own) => all + own, 0)
  if (count === 0) return null
  const rank = share * count
  let before = 0
  for (const [index, own] of buckets.entries()) {
    const lower = BOUNDS_MS[index - 1] ?? 0
    const upper = BOUNDS_MS[index]
    if (upper === undefined) return lower
    if (own > 0 && before + own >= rank) return lower + ((upper - lower) * (rank - before)) / own
    before += own
  }
  return null
}
