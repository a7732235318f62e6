import { fileURLToPath } from 'node:url'
import { type Figure, figure } from './figures.ts'
import type { Flood } from './floods.ts'
import { type RunningGateway, startGateway } from './gateway.ts'
import { infoRequest } from './requests.ts'
import { type KnownKey, seedPlace } from './seed.ts'
import type { Bench } from './settings.ts'
import { SHORT_WARMUP_MS } from './turns.ts'

/** Few, so that the latencies are those of requests that wait for nothing but the flood. */
const CONNECTIONS = 4
const SETTLE_MS = 300

const NAMES: Record<Flood | 'none', string> = {
  none: 'p99 of a cached request, beside nothing else',
  announced: '… beside bodies of 1 MB with 90,000 members, from two connections',
  chunked: '… the same in chunks',
  allowed: '… beside the most expensive bodies that are allowed',
  images: '… beside images of 14 MB',
}

/** What a key's request waits for while somebody sends large bodies; limits of requests are out of the way. */
export async function measureFlooding(bench: Bench): Promise<Figure[]> {
  const place = await seedPlace(bench.stage, { accounts: 2, keys: 200, known: 2 })
  const [key, other] = place.keys
  if (!key || !other) throw new Error('no key was seeded')
  const gateway = await startGateway(bench.stage, place.environment)
  await readBeside({ ...bench, settings: { ...bench.settings, readRounds: 1 } }, gateway, key, bench.settings.warmupMs)
  const figures: Figure[] = []
  for (const kind of ['none', 'announced', 'chunked', 'allowed', 'images'] as const) {
    bench.say(NAMES[kind])
    const flood = kind === 'none' ? undefined : await startFlood(bench, kind, gateway, other)
    const p99s = await readBeside(bench, gateway, key)
    if (flood) await bench.stage.end(flood)
    const target = kind === 'none' ? {} : { target: { below: 25 } }
    figures.push(figure(NAMES[kind], 'ms', p99s, target))
  }
  await gateway.stop()
  return figures
}

async function startFlood({ stage }: Bench, kind: Flood, { port }: RunningGateway, { key }: KnownKey) {
  const program = fileURLToPath(new URL('flood.ts', import.meta.url))
  const child = stage.spawnLoad([program, kind, String(port), key], { stdio: ['pipe', 'inherit', 'inherit'] })
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  return child
}

async function readBeside(
  { generator, settings }: Bench,
  { port, pid }: RunningGateway,
  key: KnownKey,
  warmupMs = SHORT_WARMUP_MS,
) {
  const group = { name: 'cached', connections: CONNECTIONS, requests: [infoRequest(key)] }
  const p99s: number[] = []
  for (let round = 0; round < settings.readRounds; round += 1) {
    const order = { port, serverPid: pid, warmupMs, durationMs: settings.readRunMs * 4 }
    const { groups } = await generator.run({ ...order, groups: [group] })
    p99s.push(groups.cached?.p99Ms ?? Number.NaN)
  }
  return p99s
}
