import { randomBytes } from 'node:crypto'
import { createVerifier, type Verifier } from '@quiva/verifier'
import { openPostgres } from '../src/platform/database/postgres.ts'
import { startPostgres } from '../test/database/postgres.ts'
import { type Figure, figure, percentile } from './figures.ts'
import { type RunningGateway, startGateway } from './gateway.ts'
import { type KnownKey, seedDatabase } from './seed.ts'
import type { Bench } from './settings.ts'

/** Targets on one machine, in milliseconds. */
const TARGET_P50 = { below: 3 }
const TARGET_P99 = { below: 20 }

/** How many gateways there are, and how many verifiers at the first of them, which also revokes. */
const STAGES = [
  { gateways: 1, verifiers: 0 },
  { gateways: 3, verifiers: 0 },
  { gateways: 3, verifiers: 10 },
  { gateways: 3, verifiers: 100 },
] as const

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
      const times = await revokeAll(gateways, verifiers, deleter, own)
      say(`${times.length} keys deleted with ${wanted} gateways and ${verifiers} verifiers`)
      figures.push(...figuresOf(`${wanted} gateways, ${verifiers} verifiers`, times))
    }
    return figures
  } finally {
    for (const gateway of gateways) await gateway.stop()
    await postgres.stop()
  }
}

async function revokeAll(
  gateways: readonly RunningGateway[],
  count: number,
  deleter: KnownKey,
  victims: readonly KnownKey[],
): Promise<number[]> {
  const [origin] = gateways
  if (!origin) throw new Error('there is no gateway')
  const verifiers = Array.from({ length: count }, (_, n) =>
    createVerifier({ url: urlOf(origin), apiKey: deleter.key, name: `bench ${n}`, timeoutMs: 20_000 }),
  )
  try {
    const times: number[] = []
    for (const victim of victims) {
      await warm(gateways, verifiers, victim)
      times.push(await revoke(origin, deleter, victim, gateways.length + count))
    }
    // The first one opens connections and compiles code.
    return times.slice(1)
  } finally {
    for (const verifier of verifiers) verifier.close()
  }
}

/** Every holder honours the key before it is deleted. */
async function warm(gateways: readonly RunningGateway[], verifiers: readonly Verifier[], { key }: KnownKey) {
  for (const gateway of gateways) await get(gateway, key)
  const verdicts = await Promise.all(verifiers.map((verifier) => verifier.verify(key)))
  if (verdicts.some(({ allowed }) => !allowed))
    throw new Error(
      `a verifier refused a key before it was deleted: ${JSON.stringify(verdicts.find(({ allowed }) => !allowed))}`,
    )
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
