import { type Figure, median, ratio } from './figures.ts'
import type { GroupReport, LoadOrder, LoadReport } from './load.ts'
import type { Bench } from './settings.ts'

/** Of clients that read. */
export const CONNECTIONS = 32

export type Server = { name: string; port: number; pid: number; requests: string[]; reports: LoadReport[] }

/** Puts the servers under the same load in turn, so that whatever else the machine does meets all of them alike. */
export async function takeTurns(
  { generator, settings, say }: Pick<Bench, 'generator' | 'settings' | 'say'>,
  servers: readonly Server[],
): Promise<void> {
  // The first round only warms up: V8 optimises within the first thousands of requests.
  for (const server of servers) await generator.run(order(server, settings.warmupMs, 100))
  for (let round = 1; round <= settings.readRounds; round += 1) {
    for (const server of servers) server.reports.push(await generator.run(order(server, 100, settings.readRunMs)))
    const last = servers.map(({ name, reports }) => `${name} ${rates(reports).at(-1)?.toFixed(0)}/s`)
    say(`run ${round} of ${settings.readRounds}: ${last.join(', ')}`)
  }
}

function order({ port, pid, requests }: Server, warmupMs: number, durationMs: number): LoadOrder {
  return {
    port,
    serverPid: pid,
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

/** CPU time for a request, the one figure that neighbours on the machine cannot blur. */
export function cpuRatio(theirs: LoadReport[], ours: LoadReport[]): Figure[] {
  const micros = (reports: LoadReport[]) => reports.flatMap((report) => report.cpuMicrosPerRequest ?? [])
  if (micros(ours).length < ours.length) return []
  return [
    ratio('… by CPU time for a request', micros(theirs), micros(ours), {
      note: `${median(micros(ours)).toFixed(1)} µs to ${median(micros(theirs)).toFixed(1)} µs`,
    }),
  ]
}
