import { describeDisk } from './disk.ts'
import { type Figure, figure, median } from './figures.ts'
import { type RunningGateway, startGateway } from './gateway.ts'
import type { GroupReport, LoadOrder, LoadReport } from './load.ts'
import { infoRequest, issueRequest } from './requests.ts'
import { type Rounds, runRounds } from './rounds.ts'
import { type KnownKey, seedPlace } from './seed.ts'
import type { Bench } from './settings.ts'
import { busy } from './turns.ts'

const ISSUERS = 16
const READERS = 4
/** Four for each issuer; together they hold several times the keys of one run (API_KEYS_PER_ACCOUNT is at most 8000). */
const ACCOUNTS = 64
/** Less of its core than with reads alone: it waits for the disk. */
const LEAST_SHARE = 0.8

/**
 * issueApiKey on SQLite, `synchronous=FULL`, with its audit event, and reads beside it: on one core, and on two, of
 * which the load takes its part if there are no others.
 */
export async function measureIssuing(bench: Bench): Promise<Figure[]> {
  const { stage } = bench
  const figures: Figure[] = []
  for (const { cores, name, targets } of [
    { cores: 1, name: 'SQLite, one core', targets: { rate: 2500, readsP99Ms: 25 } },
    { cores: 2, name: 'SQLite, two cores', targets: { rate: 4000, readsP99Ms: 10 } },
  ] as const) {
    const place = await seedPlace(stage, { accounts: ACCOUNTS, keys: ACCOUNTS, known: ACCOUNTS })
    const gateway = await startGateway(stage, place.environment, { cores })
    const rounds = await issue(bench, gateway, place.keys, name, LEAST_SHARE)
    await gateway.stop()
    figures.push(...issuingFigures(name, rounds, describeDisk(stage.folder), targets))
  }
  return figures
}

/** Puts a gateway under the load of issuers and readers; one request after the other comes from another account. */
export async function issue(
  { generator, settings, say }: Bench,
  gateway: RunningGateway,
  keys: KnownKey[],
  engine: string,
  leastShare: number,
): Promise<Rounds<LoadReport>> {
  const order = (warmupMs: number, durationMs: number): LoadOrder => ({
    port: gateway.port,
    serverPid: gateway.pid,
    warmupMs,
    durationMs,
    groups: [
      { name: 'issuing', connections: ISSUERS, requests: keys.map(issueRequest) },
      { name: 'reads', connections: READERS, requests: keys.map(infoRequest) },
    ],
  })
  await generator.run(order(settings.warmupMs, 100))
  async function runRound(round: number): Promise<LoadReport[]> {
    const report = await generator.run(order(200, settings.issueRunMs))
    const { issuing, reads } = report.groups
    say(
      `issuing on ${engine}, round ${round}: ${issuing?.requestsPerSecond.toFixed(0)}/s, p99 ${issuing?.p99Ms.toFixed(1)} ms, of the reads ${reads?.p99Ms.toFixed(1)} ms`,
    )
    return [report]
  }
  return runRounds(settings.issueRounds, runRound, leastShare)
}

/** `note` is what should be known about the disk. */
export function issuingFigures(
  engine: string,
  { byServer, reliable, note: disturbance }: Rounds<LoadReport>,
  note: string,
  targets?: { rate: number; readsP99Ms: number },
): Figure[] {
  const [reports = []] = byServer
  const pick = (group: string, value: (report: GroupReport) => number) =>
    reports.flatMap((report) => {
      const found = report.groups[group]
      return found ? [value(found)] : []
    })
  const issuing = (value: (report: GroupReport) => number) => pick('issuing', value)
  const rates = issuing((report) => report.requestsPerSecond)
  const readRate = median(pick('reads', (report) => report.requestsPerSecond)).toFixed(0)
  const readsP99 = pick('reads', (report) => report.p99Ms)
  const cpuMicros = reports.map(
    ({ serverCpu = Number.NaN }, run) => (serverCpu * 1_000_000) / (rates[run] ?? Number.NaN),
  )
  const rateTarget = targets && { atLeast: targets.rate }
  const readsTarget = targets && { below: targets.readsP99Ms }
  const notes = [`${ISSUERS} connections`, busy('gateway', reports), note, disturbance]
  return [
    figure(`POST /accounts/api-key on ${engine}`, '/s', rates, { target: rateTarget, reliable, notes }),
    figure('… CPU time for a key, reads beside it included', 'µs', cpuMicros),
    figure(
      '… p50',
      'ms',
      issuing((report) => report.p50Ms),
    ),
    figure(
      '… p99',
      'ms',
      issuing((report) => report.p99Ms),
    ),
    figure('… p99 of the reads beside it', 'ms', readsP99, {
      target: readsTarget,
      reliable,
      notes: [`GET /accounts/info over ${READERS} connections: ${readRate}/s`],
    }),
  ]
}
