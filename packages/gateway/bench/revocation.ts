import { randomBytes } from 'node:crypto'
import { openPostgres } from '../src/platform/database/postgres.ts'
import { startPostgres } from '../test/database/postgres.ts'
import { type Connection, openConnection } from './connection.ts'
import { type Figure, figure, percentile } from './figures.ts'
import { startGateway } from './gateway.ts'
import { issue, issuingFigures } from './issuing.ts'
import { deleteRequest, infoRequest } from './requests.ts'
import { type KnownKey, seedDatabase } from './seed.ts'
import type { Bench } from './settings.ts'

const ACCOUNTS = 16

/** Two gateways on one PostgreSQL: how soon one refuses what was deleted through the other, and how fast one issues. */
export async function measurePostgres(bench: Bench): Promise<Figure[]> {
  const { stage, settings, say } = bench
  say('starting PostgreSQL')
  const starting = startPostgres()
  stage.atInterruption(async () => (await starting).stop())
  const postgres = await starting
  try {
    const masterKey = randomBytes(32)
    const database = await openPostgres(postgres.url)
    const keys = await seedDatabase(database, masterKey, ACCOUNTS * (settings.revocations + 1), ACCOUNTS)
    await database.close()
    const environment = { DATABASE_URL: postgres.url, MASTER_KEY: masterKey.toString('base64') }
    const a = await startGateway(stage, environment)
    const b = await startGateway(stage, environment)
    // The first key of each account stays; those of the first account delete and are deleted.
    const [deleter, ...victims] = keys.filter((_key, index) => index % ACCOUNTS === 0)
    if (!deleter) throw new Error('no key was seeded')
    const delays = await measureRevocations(a.port, b.port, deleter, victims)
    say(`${delays.length} keys deleted through one gateway and used at the other`)
    await b.stop()
    const issuing = await issue(bench, a, keys.slice(0, ACCOUNTS), 'PostgreSQL', 0)
    await a.stop()
    return [
      ...revocationFigures(delays),
      ...issuingFigures('PostgreSQL', issuing, 'PostgreSQL and the load share a core'),
    ]
  } finally {
    await postgres.stop()
  }
}

type Delay = { fromAnswerMs: number; fromRequestMs: number }

/**
 * Each key is used at B without a pause while A deletes it. `fromAnswerMs` runs from A's answer to the last 200 of B, 0 if
 * none came later; `fromRequestMs` from the DELETE to the first 401 of B.
 */
async function measureRevocations(a: number, b: number, deleter: KnownKey, victims: KnownKey[]): Promise<Delay[]> {
  const { promise: broken, reject } = Promise.withResolvers<never>()
  const toA = await openConnection(a, reject)
  const toB = await openConnection(b, reject)
  const delays: Delay[] = []
  for (const victim of victims) {
    const deletion = Buffer.from(deleteRequest(victim, deleter))
    const use = Buffer.from(infoRequest(victim))
    delays.push(await Promise.race([measureOne(toA, toB, deletion, use), broken]))
  }
  toA.close()
  toB.close()
  return delays
}

async function measureOne(toA: Connection, toB: Connection, deletion: Buffer, use: Buffer): Promise<Delay> {
  // Twice, so that B has the key in its cache for certain.
  for (const _ of [1, 2]) if ((await send(toB, use)) !== 200) throw new Error('B refused a key before it was deleted')
  const startedAt = performance.now()
  let answeredAt = Number.POSITIVE_INFINITY
  const deleted = send(toA, deletion).then((status) => {
    if (status !== 200) throw new Error(`DELETE answered ${status}`)
    answeredAt = performance.now()
  })
  let acceptedAt = startedAt
  while ((await send(toB, use)) === 200) acceptedAt = performance.now()
  const refusedAt = performance.now()
  await deleted
  return { fromAnswerMs: Math.max(0, acceptedAt - answeredAt), fromRequestMs: refusedAt - startedAt }
}

function send(connection: Connection, request: Buffer): Promise<number> {
  return new Promise((resolve) => connection.send(request, resolve))
}

function revocationFigures(delays: Delay[]): Figure[] {
  const shape = (name: string, values: number[], note: string): Figure => {
    const spread = `p50 of ${values.length}; p99 ${percentile(values, 0.99).toFixed(1)}, longest ${Math.max(...values).toFixed(1)}`
    return figure(name, 'ms', values, { notes: [spread, note] })
  }
  const after = delays.filter(({ fromAnswerMs }) => fromAnswerMs === 0).length
  return [
    shape(
      'key deleted at one gateway, still taken by another for',
      delays.map((delay) => delay.fromAnswerMs),
      `counted from the answer; ${after} of them not at all`,
    ),
    shape(
      '… from the DELETE to the first refusal',
      delays.map((delay) => delay.fromRequestMs),
      'PostgreSQL',
    ),
  ]
}
