import { get } from 'node:http'
import { fileURLToPath } from 'node:url'
import { type Figure, ratio } from './figures.ts'
import { type RunningGateway, startGateway } from './gateway.ts'
import { limitRequest } from './requests.ts'
import { type KnownKey, seedPlace } from './seed.ts'
import type { Bench } from './settings.ts'
import { freePort, type Stage } from './stage.ts'
import { CONNECTIONS, rates, SHORT_WARMUP_MS } from './turns.ts'
import { askAbout, compareToBare, LIMITS, WITH_SCOPE } from './verify-beside-bare.ts'
import { send } from './verifying.ts'

const EDGE = fileURLToPath(new URL('../../edge/bin/quiva-edge.js', import.meta.url))
const START_LIMIT_MS = 20_000

/** What a proxy waits for that asks an edge (packages/edge). */
export async function measureEdge(bench: Bench): Promise<Figure[]> {
  const { stage, say } = bench
  say('seeding 1,000 keys')
  const place = await seedPlace(stage, { accounts: 1, keys: 1000, known: 3 })
  const [caller, plain, limited] = place.keys
  if (!caller || !plain || !limited) throw new Error('no key was seeded')
  const gateway = await startGateway(stage, place.environment)
  await send(gateway, [limitRequest(limited, LIMITS, caller)])
  const one = await startEdge(stage, gateway, caller, 1)
  const server = { name: 'edge', port: one.port, pid: one.pid }
  const figures = [
    ...(await compareToBare(bench, server, plain, '/verify', {
      name: 'edge: GET /verify of one process, to bare node:http',
      goals: { atLeast: 0.85 },
    })),
    ...(await compareToBare(bench, server, limited, WITH_SCOPE, {
      name: '… of a key with scopes, networks and a rate',
      goals: { atLeast: 0.85 },
    })),
  ]
  const two = await startEdge(stage, gateway, caller, 2)
  figures.push(await growth(bench, one, two, plain))
  await two.stop()
  await one.stop()
  await gateway.stop()
  return figures
}

type Edge = { port: number; pid: number; stop(): Promise<void> }

export async function startEdge(
  stage: Stage,
  gateway: RunningGateway,
  caller: KnownKey,
  processes: 1 | 2,
): Promise<Edge> {
  const port = await freePort()
  const env = {
    PATH: process.env.PATH,
    PORT: String(port),
    QUIVA_URL: `http://127.0.0.1:${gateway.port}`,
    QUIVA_API_KEY: caller.key,
    TRUST_PROXY: '1',
    VERIFY_ANY_ACCOUNT: 'true',
    PROCESSES: String(processes),
  }
  const child = stage.spawnServer([EDGE], { stdio: ['ignore', 'ignore', 'inherit'], env }, processes)
  for (const deadline = Date.now() + START_LIMIT_MS; (await statusOf(port)) !== 200; ) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('the edge did not start')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  if (child.pid === undefined) throw new Error('the edge has no process id')
  return { port, pid: child.pid, stop: () => stage.end(child) }
}

function statusOf(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    get({ port, host: '127.0.0.1', path: '/readyz', agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', () => resolve(undefined))
  })
}

/** Two processes share two cores, but the load runs on one of them. */
async function growth({ generator, settings }: Bench, one: Edge, two: Edge, key: KnownKey): Promise<Figure> {
  const requests = [askAbout('/verify', key)]
  const order = ({ port, pid }: Edge, warmupMs: number) => ({
    ...{ port, serverPid: pid, warmupMs },
    durationMs: settings.readRunMs,
    groups: [{ name: 'reads', connections: CONNECTIONS, requests }],
  })
  for (const edge of [one, two]) await generator.run(order(edge, settings.warmupMs))
  const [single, double]: [number[], number[]] = [[], []]
  for (let round = 0; round < settings.readRounds; round += 1) {
    single.push(...rates([await generator.run(order(one, SHORT_WARMUP_MS))]))
    double.push(...rates([await generator.run(order(two, SHORT_WARMUP_MS))]))
  }
  return ratio('edge: two processes, to one', double, single, { notes: ['the load shares the second core'] })
}
