import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { openPostgres } from '../src/platform/database/postgres.ts'
import { startPostgres } from '../test/database/postgres.ts'
import type { VerifiersOrder } from './barrier-verifiers.ts'
import { type Figure, figure, percentile } from './figures.ts'
import { type RunningGateway, startGateway } from './gateway.ts'
import { type KnownKey, seedDatabase } from './seed.ts'
import type { Bench } from './settings.ts'
import type { Stage } from './stage.ts'

/** Targets on one machine, in milliseconds. */
const TARGET_P50 = { below: 3 }
const TARGET_P99 = { below: 20 }

/** How many gateways there are, and how many verifiers at the first of them, which also revokes. */
const STAGES = [
  { gateways: 1, verifiers: 0 },
  { gateways: 1, verifiers: 10 },
  { gateways: 1, verifiers: 100 },
  { gateways: 3, verifiers: 0 },
  { gateways: 3, verifiers: 10 },
  { gateways: 3, verifiers: 100 },
] as const

/** A service has one verifier; a hundred processes would measure the machine's two cores, and one process its own event loop. */
const VERIFIER_PROCESSES = 4

/** From the commit of a deletion until no gateway and no verifier honours the key, as its answer says. */
export async function measureBarrier({ stage, settings, say }: Bench): Promise<Figure[]> {
  say('starting PostgreSQL')
  const starting = startPostgres()
  stage.atInterruption(async () => (await starting).stop())
  const postgres = await starting
  const gateways: RunningGateway[] = []
  try {
    const masterKey = randomBytes(32)
    const database = await openPostgres(postgres.url)
    const seeded = await seedDatabase(database, masterKey, STAGES.length * (settings.revocations + 1) + 1, 1)
    await database.close()
    const environment = { DATABASE_URL: postgres.url, MASTER_KEY: masterKey.toString('base64') }
    const [deleter, ...victims] = seeded
    if (!deleter) throw new Error('no key was seeded')
    const figures: Figure[] = []
    for (const { gateways: wanted, verifiers } of STAGES) {
      while (gateways.length < wanted) gateways.push(await startGateway(stage, environment))
      const own = victims.splice(0, settings.revocations + 1)
      const times = await revokeAll(stage, gateways, { count: verifiers, deleter, victims: own })
      say(`${times.length} keys deleted with ${wanted} gateways and ${verifiers} verifiers`)
      figures.push(
        ...figuresOf(`${wanted === 1 ? 'one gateway' : `${wanted} gateways`}, ${verifiers} verifiers`, times),
      )
    }
    return figures
  } finally {
    for (const gateway of gateways) await gateway.stop()
    await postgres.stop()
  }
}

async function revokeAll(
  stage: Stage,
  gateways: readonly RunningGateway[],
  { count, deleter, victims }: { count: number; deleter: KnownKey; victims: readonly KnownKey[] },
): Promise<number[]> {
  const [origin] = gateways
  if (!origin) throw new Error('there is no gateway')
  const processes = count === 0 ? [] : Array.from({ length: VERIFIER_PROCESSES }, () => startVerifiers(stage))
  try {
    const each = { url: urlOf(origin), apiKey: deleter.key }
    await Promise.all(
      processes.map(({ ask }, n) =>
        ask({ type: 'open', ...each, count: Math.floor((count + n) / VERIFIER_PROCESSES) }),
      ),
    )
    const times: number[] = []
    for (const victim of victims) {
      // Every holder honours the key before it is deleted.
      for (const gateway of gateways) await get(gateway, victim.key)
      await Promise.all(processes.map(({ ask }) => ask({ type: 'warm', key: victim.key })))
      times.push(await revoke(origin, deleter, victim, gateways.length + count))
    }
    // The first one opens connections and compiles code.
    return times.slice(1)
  } finally {
    for (const { stop } of processes) await stop()
  }
}

/** On the core of the load. */
function startVerifiers(stage: Stage) {
  const child = stage.spawnLoad([fileURLToPath(new URL('barrier-verifiers.ts', import.meta.url))], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return {
    ask: (order: VerifiersOrder): Promise<void> =>
      new Promise((resolve, reject) => {
        const ended = () => reject(new Error('verifiers ended'))
        child.once('exit', ended)
        child.once('message', () => {
          child.off('exit', ended)
          resolve()
        })
        child.send(order)
      }),
    stop: () => stage.end(child),
  }
}

async function get(gateway: RunningGateway, key: string): Promise<void> {
  const answer = await fetch(`${urlOf(gateway)}/accounts/info`, { headers: { 'x-api-key': key } })
  await answer.arrayBuffer()
  if (answer.status !== 200) throw new Error(`a key was refused with ${answer.status} before it was deleted`)
}

async function revoke(origin: RunningGateway, { key }: KnownKey, { id }: KnownKey, holders: number): Promise<number> {
  const url = `${urlOf(origin)}/accounts/api-key?id=${id}`
  const answer = await fetch(url, { method: 'DELETE', headers: { 'x-api-key': key } })
  const { revocation } = (await answer.json()) as {
    revocation?: { confirmed: boolean; took_ms: number; holders: number }
  }
  if (!revocation?.confirmed || revocation.holders !== holders)
    throw new Error(`a deletion was answered with ${answer.status} and ${JSON.stringify(revocation)}`)
  return revocation.took_ms
}

const urlOf = ({ port }: RunningGateway): string => `http://127.0.0.1:${port}`

function figuresOf(name: string, times: number[]): Figure[] {
  const longest = `longest ${Math.max(...times).toFixed(1)}; ${times.length} deletions`
  return [
    figure(`barrier, ${name}: p50`, 'ms', times, { target: TARGET_P50, notes: [longest] }),
    figure(`barrier, ${name}: p99`, 'ms', [percentile(times, 0.99)], { target: TARGET_P99 }),
  ]
}
