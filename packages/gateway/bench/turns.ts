import { type Figure, median, ratio, type Target } from './figures.ts'
import type { GroupReport, LoadOrder, LoadReport } from './load.ts'
import { type Rounds, runRounds } from './rounds.ts'
import type { Bench } from './settings.ts'

/** Of clients that read. */
export const CONNECTIONS = 32
/** Of a server that was under load a moment ago. */
export const SHORT_WARMUP_MS = 100

export type Server = { name: string; port: number; pid: number; requests: string[] } & Pick<
  LoadOrder,
  'proxyPid' | 'ca'
>

/** Puts the servers under the same load in turn, so that whatever else the machine does meets all of them alike. */
export async function takeTurns(
  { generator, settings, say }: Pick<Bench, 'generator' | 'settings' | 'say'>,
  servers: readonly Server[],
): Promise<Rounds<LoadReport>> {
  // V8 needs tens of thousands of requests until it has optimised a whole gateway, and a few thousand for a bare server.
  for (const server of servers) await generator.run(order(server, settings.warmupMs, 100))
  return runRounds(settings.readRounds, async (round) => {
    const reports: LoadReport[] = []
    for (const server of servers) reports.push(await generator.run(order(server, SHORT_WARMUP_MS, settings.readRunMs)))
    const perSecond = servers.map(({ name }, index) => `${name} ${rates(reports.slice(index))[0]?.toFixed(0)}/s`)
    say(`round ${round}: ${perSecond.join(', ')}`)
    return reports
  })
}

function order({ port, pid, proxyPid, ca, requests }: Server, warmupMs: number, durationMs: number): LoadOrder {
  return {
    ...{ port, serverPid: pid, proxyPid, ca },
    warmupMs,
    durationMs,
    groups: [{ name: 'reads', connections: CONNECTIONS, requests }],
  }
}

/** One number of each run. */
export function picked(reports: LoadReport[], pick: (reads: GroupReport) => number): number[] {
  return reports.map((report) => pick(only(report)))
}

export function medianOf(reports: LoadReport[], pick: (reads: GroupReport) => number): number {
  return median(picked(reports, pick))
}

export function rates(reports: LoadReport[]): number[] {
  return picked(reports, (reads) => reads.requestsPerSecond)
}

function only(report: LoadReport): GroupReport {
  const { reads } = report.groups
  if (!reads) throw new Error('the report lacks the reads')
  return reads
}

/** Says if it was the server that was busy: if the load had been, the ratio would flatter the slower server. */
export function busy(name: string, reports: LoadReport[]): string {
  const percent = (values: (number | undefined)[]) =>
    `${(median(values.map((value) => value ?? Number.NaN)) * 100).toFixed(0)} %`
  return `${name} ${percent(reports.map((report) => report.serverCpu))} of its core, load ${percent(reports.map((report) => report.loadCpu))}`
}

/** What the slowest of a hundred requests wait, compared with the same of the yardstick: at most 1.3 times as long. */
export function p99Ratio(ours: LoadReport[], theirs: LoadReport[], reliable: boolean): Figure {
  const p99s = (reports: LoadReport[]) => picked(reports, (reads) => reads.p99Ms)
  const notes = [`${median(p99s(ours)).toFixed(1)} ms to ${median(p99s(theirs)).toFixed(1)} ms`]
  return ratio('… p99, to bare', p99s(ours), p99s(theirs), { target: { below: 1.3 }, reliable, notes })
}

/** The same ratio by CPU time for a request, which waiting for a core does not blur. */
export function cpuRatio(theirs: LoadReport[], ours: LoadReport[], target?: Target): Figure[] {
  const micros = (reports: LoadReport[]) => reports.flatMap((report) => report.cpuMicrosPerRequest ?? [])
  if (micros(ours).length < ours.length) return []
  return [
    ratio('… by CPU time for a request', micros(theirs), micros(ours), {
      target,
      notes: [`${median(micros(ours)).toFixed(1)} µs to ${median(micros(theirs)).toFixed(1)} µs`],
    }),
  ]
}
