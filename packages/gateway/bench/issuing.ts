import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { requestBytes } from './connection.ts'
import { type Figure, figure, median } from './figures.ts'
import { type RunningGateway, startGateway } from './gateway.ts'
import type { GroupReport, LoadReport } from './load.ts'
import { type Bench, busy, infoRequest } from './reading.ts'
import { type KnownKey, seedSqlite } from './seed.ts'

const ISSUERS = 16
const READERS = 4
/** Enough that none of them reaches its 8000 keys (API_KEYS_PER_ACCOUNT). */
const ACCOUNTS = 64

/** POST /accounts/api-key with a key, as bytes. */
export function issueRequest({ key }: KnownKey): string {
  const body = JSON.stringify({ key_name: 'bench' })
  return requestBytes('POST', '/accounts/api-key', [`X-Api-Key: ${key}`], body).toString()
}

/** issueApiKey on SQLite, `synchronous=FULL`, with its audit event, and reads beside it. */
export async function measureIssuing(bench: Bench): Promise<Figure[]> {
  const dataDir = path.join(bench.stage.folder, 'issuing')
  const masterKey = randomBytes(32)
  const plan = { accounts: ACCOUNTS, keys: ACCOUNTS, known: ACCOUNTS }
  const keys = await seedSqlite(path.join(dataDir, 'gateway.db'), masterKey, plan)
  const environment = { DATA_DIR: dataDir, MASTER_KEY: masterKey.toString('base64') }
  const gateway = await startGateway(bench.stage, environment)
  const reports = await issue(bench, gateway, keys, 'SQLite')
  await gateway.stop()
  return issuingFigures('SQLite', reports, { atLeast: 2500 }, { below: 25 })
}

/** Puts a gateway under the load of issuers and readers; each key belongs to another account. */
export async function issue(
  { generator, settings, say }: Bench,
  gateway: RunningGateway,
  keys: KnownKey[],
  name: string,
): Promise<LoadReport[]> {
  const reports: LoadReport[] = []
  for (let round = 0; round <= settings.issueRounds; round += 1) {
    const report = await generator.run({
      port: gateway.port,
      serverPid: gateway.pid,
      warmupMs: round === 0 ? settings.warmupMs : 200,
      durationMs: round === 0 ? 100 : settings.issueRunMs,
      groups: [
        { name: 'issuing', connections: ISSUERS, requests: keys.map(issueRequest) },
        { name: 'reads', connections: READERS, requests: keys.map(infoRequest) },
      ],
    })
    if (round === 0) continue
    reports.push(report)
    const { issuing, reads } = report.groups
    say(
      `${name}, run ${round}: ${issuing?.requestsPerSecond.toFixed(0)} keys/s, p99 ${issuing?.p99Ms.toFixed(1)} ms; reads ${reads?.requestsPerSecond.toFixed(0)}/s, p99 ${reads?.p99Ms.toFixed(1)} ms`,
    )
  }
  return reports
}

export function issuingFigures(
  engine: string,
  reports: LoadReport[],
  rate?: { atLeast: number },
  readsP99?: { below: number },
): Figure[] {
  const pick = (group: string, value: (report: GroupReport) => number) =>
    reports.flatMap((report) => {
      const found = report.groups[group]
      return found ? [value(found)] : []
    })
  const readRate = median(pick('reads', (report) => report.requestsPerSecond)).toFixed(0)
  return [
    figure(`POST /accounts/api-key on ${engine}`, '/s', pick('issuing', (report) => report.requestsPerSecond), {
      ...(rate && { target: rate }),
      note: `${ISSUERS} connections; ${busy('gateway', reports)}`,
    }),
    figure('… p50', 'ms', pick('issuing', (report) => report.p50Ms)),
    figure('… p99', 'ms', pick('issuing', (report) => report.p99Ms)),
    figure('… p99 of the reads beside it', 'ms', pick('reads', (report) => report.p99Ms), {
      ...(readsP99 && { target: readsP99 }),
      note: `GET /accounts/info over ${READERS} connections: ${readRate}/s`,
    }),
  ]
}
