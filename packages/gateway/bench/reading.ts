import { randomBytes } from 'node:crypto'
import { get } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BareAnswer } from './bare-server.ts'
import { requestBytes } from './connection.ts'
import { type Figure, figure, median, ratio, type Target } from './figures.ts'
import { type RunningGateway, startGateway } from './gateway.ts'
import type { LoadGenerator } from './generator.ts'
import type { GroupReport, LoadReport } from './load.ts'
import { residentMbOf } from './proc.ts'
import { type KnownKey, seedSqlite } from './seed.ts'
import type { Settings } from './settings.ts'
import type { Stage } from './stage.ts'

const CONNECTIONS = 32
const STARTS = 5

/** What every measurement needs. */
export type Bench = { stage: Stage; generator: LoadGenerator; settings: Settings; say(text: string): void }

/** GET /accounts/info with a key, as bytes. */
export function infoRequest({ key }: KnownKey): string {
  return requestBytes('GET', '/accounts/info', [`X-Api-Key: ${key}`]).toString()
}

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

  const startMs: number[] = []
  let gateway: RunningGateway | undefined
  for (let start = 1; start <= STARTS; start += 1) {
    await gateway?.stop()
    gateway = await startGateway(stage, place.environment)
    startMs.push(gateway.startMs)
    say(`start ${start} of ${STARTS}: ${gateway.startMs.toFixed(0)} ms`)
  }
  if (!gateway) throw new Error('no gateway was started')
  await sleep(settings.idleMs)
  const idleMb = residentMbOf(gateway.pid)

  const bare = await startBareServer(stage, await answerOf(gateway.port, key))
  const requests = [infoRequest(key)]
  const ours: LoadReport[] = []
  const theirs: LoadReport[] = []
  await takeTurns(bench, [
    { name: 'gateway', port: gateway.port, pid: gateway.pid, requests, reports: ours },
    { name: 'bare node:http', port: bare.port, pid: bare.pid, requests, reports: theirs },
  ])
  const loadedMb = residentMbOf(gateway.pid)
  await bare.stop()
  await gateway.stop()

  return [
    ratio('GET /accounts/info, to bare node:http', rates(ours), rates(theirs), {
      target: { atLeast: 0.6 },
      note: `${CONNECTIONS} connections; ${busy('gateway', ours)}; ${busy('bare', theirs)}`,
    }),
    ...cpuRatio(theirs, ours),
    figure('… requests', '/s', rates(ours), { note: `bare: ${Math.round(median(rates(theirs))).toLocaleString('en-US')}` }),
    latency('… p50', ours, theirs, (reads) => reads.p50Ms),
    latency('… p99', ours, theirs, (reads) => reads.p99Ms, { below: 10 }),
    figure('start of the process to the first answer', 'ms', startMs, { target: { below: 1000 }, note: '100,000 keys' }),
    ...memory(`memory, idle for ${settings.idleMs / 1000} s`, idleMb, 170),
    ...memory('memory after the load', loadedMb, 260),
  ]
}

/** Keys that the gateway keeps in memory: 20,000 (access/cache.ts). As many in turn as these are never found there. */
const MORE_THAN_CACHED = 25_000

/** The same request with few and with many keys in the database; then with many of them in use. */
export async function measureManyKeys(bench: Bench): Promise<Figure[]> {
  const { stage, settings, say } = bench
  const many = settings.manyKeys.toLocaleString('en-US')
  say(`seeding 1,000 and ${many} keys`)
  const few = await seedPlace(stage, { accounts: 10, keys: 1000, known: 1000 })
  const lots = await seedPlace(stage, { accounts: 1000, keys: settings.manyKeys, known: MORE_THAN_CACHED })
  const small = await startGateway(stage, few.environment)
  const large = await startGateway(stage, lots.environment)

  async function measure(keysInUse: number, ...sides: ('large' | 'small')[]): Promise<LoadReport[][]> {
    const servers = sides.map((side): Server => {
      const { port, pid } = side === 'large' ? large : small
      const keys = (side === 'large' ? lots : few).keys.slice(0, keysInUse)
      const name = `${side === 'large' ? many : '1,000'} keys, ${keysInUse} in use`
      return { name, port, pid, requests: keys.map(infoRequest), reports: [] }
    })
    await takeTurns(bench, servers)
    return servers.map((server) => server.reports)
  }

  const [oneOfMany = [], oneOfFew = []] = await measure(1, 'large', 'small')
  const [someOfMany = [], someOfFew = []] = await measure(1000, 'large', 'small')
  const [cached = []] = await measure(10_000, 'large')
  const [uncached = []] = await measure(MORE_THAN_CACHED, 'large')
  await small.stop()
  await large.stop()
  return [
    ratio(`${many} keys in the database, to 1,000`, rates(oneOfMany), rates(oneOfFew), {
      target: { atLeast: 0.9 },
      note: 'one key in use',
    }),
    ...cpuRatio(oneOfFew, oneOfMany),
    ratio('… 1,000 of them in use', rates(someOfMany), rates(someOfFew)),
    ...cpuRatio(someOfFew, someOfMany),
    ratio('… 10,000 of them in use, to one', rates(cached), rates(oneOfMany), {
      note: `p99 ${medianOf(cached, (reads) => reads.p99Ms).toFixed(1)} ms`,
    }),
    ratio(`… ${MORE_THAN_CACHED.toLocaleString('en-US')} in use, to one`, rates(uncached), rates(oneOfMany), {
      note: `more than are cached: each request asks the database; p99 ${medianOf(uncached, (reads) => reads.p99Ms).toFixed(1)} ms`,
    }),
  ]
}

type Server = { name: string; port: number; pid: number; requests: string[]; reports: LoadReport[] }

/** Puts the servers under the same load in turn, so that whatever else the machine does meets all of them alike. */
async function takeTurns(
  { generator, settings, say }: Pick<Bench, 'generator' | 'settings' | 'say'>,
  servers: readonly Server[],
): Promise<void> {
  for (let round = 0; round <= settings.readRounds; round += 1) {
    for (const server of servers) {
      const report = await generator.run({
        port: server.port,
        serverPid: server.pid,
        // The first round only warms up: V8 optimises within the first thousands of requests.
        warmupMs: round === 0 ? settings.warmupMs : 100,
        durationMs: round === 0 ? 100 : settings.readRunMs,
        groups: [{ name: 'reads', connections: CONNECTIONS, requests: server.requests }],
      })
      if (round === 0) continue
      server.reports.push(report)
      const { requestsPerSecond, p99Ms } = only(report)
      say(`${server.name}, run ${round}: ${requestsPerSecond.toFixed(0)}/s, p99 ${p99Ms.toFixed(1)} ms`)
    }
  }
}

/** A folder with a seeded SQLite file, and the environment of a gateway there. */
async function seedPlace(stage: Stage, plan: { accounts: number; keys: number; known: number }) {
  const dataDir = path.join(stage.folder, `keys-${plan.keys}`)
  const masterKey = randomBytes(32)
  const keys = await seedSqlite(path.join(dataDir, 'gateway.db'), masterKey, plan)
  return { keys, environment: { DATA_DIR: dataDir, MASTER_KEY: masterKey.toString('base64') } }
}

function answerOf(port: number, { key }: KnownKey): Promise<BareAnswer> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path: '/accounts/info', headers: { 'x-api-key': key } }, (response) => {
      // What node:http adds by itself to each answer.
      const { date, connection, 'keep-alive': keepAlive, ...headers } = response.headers
      response.setEncoding('utf8')
      let body = ''
      response.on('data', (text: string) => {
        body += text
      })
      response.on('end', () => {
        if (response.statusCode !== 200) reject(new Error(`GET /accounts/info answered ${response.statusCode}`))
        else resolve({ headers: headers as Record<string, string>, body, keepAliveTimeoutMs: 75_000 })
      })
    }).on('error', reject)
  })
}

async function startBareServer(stage: Stage, answer: BareAnswer) {
  const child = stage.spawnServer([fileURLToPath(new URL('bare-server.ts', import.meta.url))], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)))
    child.once('exit', () => reject(new Error('the bare server ended')))
    child.send(answer)
  })
  if (child.pid === undefined) throw new Error('the bare server has no process id')
  return { port, pid: child.pid, stop: () => stage.end(child) }
}

function only(report: LoadReport): GroupReport {
  const { reads } = report.groups
  if (!reads) throw new Error('the report lacks the reads')
  return reads
}

function medianOf(reports: LoadReport[], pick: (reads: GroupReport) => number): number {
  return median(reports.map((report) => pick(only(report))))
}

function latency(
  name: string,
  ours: LoadReport[],
  theirs: LoadReport[],
  pick: (reads: GroupReport) => number,
  target?: Target,
): Figure {
  const runs = ours.map((report) => pick(only(report)))
  return figure(name, 'ms', runs, { ...(target && { target }), note: `bare: ${medianOf(theirs, pick).toFixed(1)}` })
}

function rates(reports: LoadReport[]): number[] {
  return reports.map((report) => only(report).requestsPerSecond)
}

/** Says if it was the server that was busy: if the load had been, the ratio would flatter the slower server. */
export function busy(name: string, reports: LoadReport[]): string {
  const percent = (values: (number | undefined)[]) => `${(median(values.map((value) => value ?? Number.NaN)) * 100).toFixed(0)} %`
  return `${name} ${percent(reports.map((report) => report.serverCpu))} of its core, load ${percent(reports.map((report) => report.loadCpu))}`
}

/** CPU time for a request, the one figure that neighbours on the machine cannot blur. */
function cpuRatio(theirs: LoadReport[], ours: LoadReport[]): Figure[] {
  const micros = (reports: LoadReport[]) => reports.flatMap((report) => report.cpuMicrosPerRequest ?? [])
  if (micros(ours).length < ours.length) return []
  return [
    ratio('… by CPU time for a request', micros(theirs), micros(ours), {
      note: `${median(micros(ours)).toFixed(1)} µs, bare ${median(micros(theirs)).toFixed(1)} µs`,
    }),
  ]
}

function memory(name: string, megabytes: number | undefined, below: number): Figure[] {
  return megabytes === undefined ? [] : [figure(name, 'MB', [megabytes], { target: { below }, note: 'resident, one run' })]
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
