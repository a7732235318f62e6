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

/** issueApiKey on SQLite, `synchronous=FULL`, with its audit event, and reads beside it. */
export async function measureIssuing(bench: Bench): Promise<Figure[]> {
  const { stage } = bench
  const place = await seedPlace(stage, { accounts: ACCOUNTS, keys: ACCOUNTS, known: ACCOUNTS })
  const gateway = await startGateway(stage, place.environment)
  const rounds = await issue(bench, gateway, place.keys, 'SQLite', LEAST_SHARE)
  await gateway.stop()
  return issuingFigures('SQLite', rounds, describeDisk(stage.folder), { rate: 2500, readsP99Ms: 25 })
}

/** Puts a gateway under the load of issuers and readers; one request after the other comes from another account. */
export async function issue(
  { generator, settings, say }: Bench,
  gateway: RunningGateway,
  keys: KnownKey[],
  engine: string,
  leastShare: number,
): Promise<Rounds> {
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
  rounds: Rounds,
  note: string,
  targets?: { rate: number; readsP99Ms: number },
): Figure[] {
  const [reports = []] = rounds.byServer
  const pick = (group: string, value: (report: GroupReport) => number) =>
    reports.flatMap((report) => {
      const found = report.groups[group]
      return found ? [value(found)] : []
    })
  const rates = pick('issuing', (report) => report.requestsPerSecond)
  const readRate = median(pick('reads', (report) => report.requestsPerSecond)).toFixed(0)
  const cpuMicros = reports.flatMap(({ serverCpu, groups: { issuing } }) =>
    serverCpu && issuing ? [(serverCpu * 1_000_000) / issuing.requestsPerSecond] : [],
  )
  return [
    figure(`POST /accounts/api-key on ${engine}`, '/s', rates, {
      ...(targets && { target: { atLeast: targets.rate } }),
      note: [`${ISSUERS} connections; ${busy('gateway', reports)}`, note, rounds.note].filter(Boolean).join('; '),
    }),
    ...(cpuMicros.length > 0 ? [figure('… CPU time for a key, reads beside it included', 'µs', cpuMicros)] : []),
    ...(['p50Ms', 'p99Ms'] as const).map((name) =>
      figure(
        `… ${name.slice(0, 3)}`,
        'ms',
        pick('issuing', (report) => report[name]),
      ),
    ),
    figure(
      '… p99 of the reads beside it',
      'ms',
      pick('reads', (report) => report.p99Ms),
      {
        ...(targets && { target: { below: targets.readsP99Ms } }),
        note: `GET /accounts/info over ${READERS} connections: ${readRate}/s`,
      },
    ),
  ]
}
