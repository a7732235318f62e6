import { fileURLToPath } from 'node:url'
import { type Figure, figure, median, percentile } from './figures.ts'
import { startGateway } from './gateway.ts'
import type { HolderOrder, HolderReport } from './library-holder.ts'
import { limitRequest } from './requests.ts'
import { type KnownKey, seedPlace } from './seed.ts'
import type { Bench } from './settings.ts'
import type { Stage } from './stage.ts'
import { send } from './verifying.ts'

const KEYS = 10_000
const MISSES = 500
const CLIENT = '203.0.113.77'
const LIMITS = { scopes: ['orders:read', 'orders:write', 'invoices:*'], allowed_ips: ['10.0.0.0/8', '203.0.113.0/24'] }

/** What a service waits for that checks keys itself, with packages/verifier. */
export async function measureLibrary({ stage, settings, say }: Bench): Promise<Figure[]> {
  say(`seeding ${KEYS} keys`)
  const place = await seedPlace(stage, { accounts: 1, keys: KEYS + 2, known: KEYS + 2 })
  const [caller, limited, ...keys] = place.keys
  if (!caller || !limited) throw new Error('no key was seeded')
  const gateway = await startGateway(stage, place.environment)
  await send(gateway, [limitRequest(limited, LIMITS, caller)])
  const holder = startHolder(stage)
  await holder.ask({ type: 'open', url: `http://127.0.0.1:${gateway.port}`, apiKey: caller.key })

  const textsOf = (some: KnownKey[]) => some.map(({ key }) => key)
  const misses = await holder.ask({ type: 'misses', address: CLIENT, keys: textsOf(keys.slice(0, MISSES)) })
  await holder.ask({ type: 'misses', address: CLIENT, keys: [...textsOf(keys.slice(MISSES)), limited.key] })
  const figures = [
    await hits('library: hits on one core', textsOf(keys.slice(0, 1)), undefined),
    await hits('… of a key with scopes and networks', [limited.key], 'orders:read'),
    await hits(`… of ${KEYS.toLocaleString('en-US')} keys in turn`, textsOf(keys), undefined),
    figure('library: a miss, through the socket', 'ms', misses.latenciesMs, {
      notes: [`p50 of ${MISSES}; p99 ${percentile(misses.latenciesMs, 0.99).toFixed(1)} ms`],
    }),
  ]
  await holder.stop()
  await gateway.stop()
  return figures

  async function hits(name: string, of: string[], scope: string | undefined): Promise<Figure> {
    const order = { type: 'hits', keys: of, address: CLIENT, ...(scope !== undefined && { scope }) } as const
    await holder.ask({ ...order, durationMs: settings.warmupMs })
    const runs: HolderReport[] = []
    for (let round = 0; round < settings.readRounds; round += 1)
      runs.push(await holder.ask({ ...order, durationMs: settings.readRunMs }))
    const perSecond = runs.map(({ count, cpuMs }) => count / (cpuMs / 1000))
    const byTheClock = median(runs.map(({ count, wallMs }) => count / (wallMs / 1000)))
    say(`${name}: ${Math.round(perSecond[0] ?? 0)}/s`)
    const latencies = runs.flatMap(({ latenciesMs }) => latenciesMs)
    return figure(name, '/s', perSecond, {
      target: { atLeast: 500_000 },
      notes: [
        `by CPU time; by the clock ${Math.round(byTheClock).toLocaleString('en-US')}/s`,
        `p99 ${(percentile(latencies, 0.99) * 1000).toFixed(1)} µs`,
      ],
    })
  }
}

function startHolder(stage: Stage) {
  const child = stage.spawnServer([fileURLToPath(new URL('library-holder.ts', import.meta.url))], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return {
    ask: (order: HolderOrder): Promise<HolderReport> =>
      new Promise((resolve, reject) => {
        const ended = () => reject(new Error('the verifier ended'))
        child.once('exit', ended)
        child.once('message', (report) => {
          child.off('exit', ended)
          resolve(report as HolderReport)
        })
        child.send(order)
      }),
    stop: () => stage.end(child),
  }
}
