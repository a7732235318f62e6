import { startBareServer } from './bare.ts'
import { type Figure, figure, ratio, type Target } from './figures.ts'
import { type RunningGateway, startGateway } from './gateway.ts'
import type { GroupReport, LoadReport } from './load.ts'
import { residentMbOf } from './proc.ts'
import { infoRequest, keyHeader } from './requests.ts'
import { type Rounds, runRounds } from './rounds.ts'
import { seedPlace } from './seed.ts'
import type { Bench } from './settings.ts'
import { busy, CONNECTIONS, cpuRatio, medianOf, p99Ratio, picked, rates, takeTurns } from './turns.ts'

const STARTS = 5
/** A start also waits for the disk. */
const LEAST_SHARE_OF_START = 0.8

/**
 * A gateway with 100,000 keys: how long it takes to start, what it holds in memory, and how fast it reads its own
 * account's data (getAccountInfo) next to a bare node:http server.
 */
export async function measureReading(bench: Bench): Promise<Figure[]> {
  const { stage, settings, say } = bench
  say('seeding 100,000 keys')
  const place = await seedPlace(stage, { accounts: 100, keys: 100_000, known: 1 })
  const [key] = place.keys
  if (!key) throw new Error('no key was seeded')

  let gateway: RunningGateway | undefined
  const starts = await runRounds(
    STARTS,
    async (round) => {
      await gateway?.stop()
      gateway = await startGateway(stage, place.environment)
      say(`start ${round}: ${gateway.startMs.toFixed(0)} ms`)
      return [{ ms: gateway.startMs, serverCpu: gateway.startCpu }]
    },
    LEAST_SHARE_OF_START,
  )
  if (!gateway) throw new Error('no gateway was started')
  await sleep(settings.idleMs)
  const idleMb = residentMbOf(gateway.pid)

  const requests = [infoRequest(key)]
  const bare = await startBareServer(stage, { port: gateway.port, path: '/accounts/info', headers: keyHeader(key) })
  const rounds = await takeTurns(bench, [
    { name: 'gateway', port: gateway.port, pid: gateway.pid, requests },
    { name: 'bare node:http', port: bare.port, pid: bare.pid, requests },
  ])
  const loadedMb = residentMbOf(gateway.pid)
  await bare.stop()
  await gateway.stop()
  return [
    ...readingFigures(rounds),
    figure(
      'start of the process to the first answer',
      'ms',
      (starts.byServer[0] ?? []).map(({ ms }) => ms),
      { target: { below: 1000 }, reliable: starts.reliable, notes: ['100,000 keys', starts.note] },
    ),
    ...memory(`memory, idle for ${settings.idleMs / 1000} s`, idleMb, 170),
    ...memory('memory after the load', loadedMb, 260),
  ]
}

function readingFigures({ byServer, reliable, note }: Rounds<LoadReport>): Figure[] {
  const [ours = [], theirs = []] = byServer
  const bare = (text: string) => `bare: ${text}`
  const latency = (name: string, pick: (reads: GroupReport) => number, target?: Target) =>
    figure(name, 'ms', picked(ours, pick), { target, reliable, notes: [bare(medianOf(theirs, pick).toFixed(1))] })
  return [
    ratio('GET /accounts/info, to bare node:http', rates(ours), rates(theirs), {
      target: { atLeast: 0.85 },
      reliable,
      notes: [`${CONNECTIONS} connections`, busy('gateway', ours), busy('bare', theirs), note],
    }),
    ...cpuRatio(theirs, ours, { atLeast: 0.85 }),
    figure('… requests', '/s', rates(ours), {
      notes: [bare(Math.round(medianOf(theirs, (reads) => reads.requestsPerSecond)).toLocaleString('en-US'))],
    }),
    latency('… p50', (reads) => reads.p50Ms),
    latency('… p99', (reads) => reads.p99Ms, { below: 10 }),
    p99Ratio(ours, theirs, reliable),
  ]
}

function memory(name: string, megabytes: number | undefined, below: number): Figure[] {
  return megabytes === undefined
    ? []
    : [figure(name, 'MB', [megabytes], { target: { below }, notes: ['resident, one run'] })]
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
