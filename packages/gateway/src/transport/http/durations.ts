import { BOUNDS_MS, type RequestTotals } from '../../platform/request-totals.ts'

/** The requests of one operation with one status: how many ended in each bucket, not in those before it. */
type Series = { operation: string; status: number; counts: number[]; sumMs: number }

export type Durations = {
  record(operation: string, status: number, ms: number): void
  /** In the text format of Prometheus. */
  text(): string
  /** All since the start, of operations and of what is none; not of health checks, pages, files and the metrics. */
  totals(): RequestTotals
}

/**
 * A histogram of the durations of requests. Recording adds to two numbers: the histogram of prom-client looks up labels
 * by a text that it makes of them, and costs as much as a tenth of a cached request.
 */
export function createDurations(name: string, help: string): Durations {
  const operations = new Map<string, Map<number, Series>>()

  function seriesOf(operation: string, status: number): Series {
    let byStatus = operations.get(operation)
    if (!byStatus) {
      byStatus = new Map()
      operations.set(operation, byStatus)
    }
    let series = byStatus.get(status)
    if (!series) {
      series = { operation, status, counts: Array<number>(BOUNDS_MS.length + 1).fill(0), sumMs: 0 }
      byStatus.set(status, series)
    }
    return series
  }

  function linesOf({ operation, status, counts, sumMs }: Series): string[] {
    const labels = `operation="${escaped(operation)}",status="${status}"`
    let count = 0
    const buckets = counts.map((own, index) => {
      const bound = BOUNDS_MS[index]
      count += own
      return `${name}_bucket{le="${bound === undefined ? '+Inf' : bound / 1000}",${labels}} ${count}`
    })
    return [...buckets, `${name}_sum{${labels}} ${sumMs / 1000}`, `${name}_count{${labels}} ${count}`]
  }

  return {
    record(operation, status, ms) {
      const series = seriesOf(operation, status)
      let bucket = 0
      while (ms > (BOUNDS_MS[bucket] ?? Number.POSITIVE_INFINITY)) bucket += 1
      series.counts[bucket] = (series.counts[bucket] ?? 0) + 1
      series.sumMs += ms
    },
    text() {
      const series = [...operations.values()].flatMap((byStatus) => [...byStatus.values()])
      return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...series.flatMap(linesOf), ''].join('\n')
    },
    totals() {
      const totals = { clientErrors: 0, serverErrors: 0, buckets: Array<number>(BOUNDS_MS.length + 1).fill(0) }
      for (const [operation, byStatus] of operations) {
        // A route that is no operation has its path as its name (error-handler.ts, nameOf).
        if (operation.startsWith('/')) continue
        for (const { status, counts } of byStatus.values()) {
          const count = counts.reduce((sum, own) => sum + own, 0)
          if (status >= 500) totals.serverErrors += count
          else if (status >= 400) totals.clientErrors += count
          for (const [index, own] of counts.entries()) totals.buckets[index] = (totals.buckets[index] ?? 0) + own
        }
      }
      return totals
    },
  }
}

/** The value of a label (text format of Prometheus): a path of a route could have any character. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
