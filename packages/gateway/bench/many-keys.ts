import { type Figure, ratio } from './figures.ts'
import { startGateway } from './gateway.ts'
import { infoRequest } from './requests.ts'
import { type KnownKey, seedPlace } from './seed.ts'
import type { Bench } from './settings.ts'
import { cpuRatio, medianOf, rates, type Server, takeTurns } from './turns.ts'
import { send } from './verifying.ts'

/** Of the larger database. */
const IN_TURN = 25_000
/** Too little for them: some 21,000 fit (access/cache.ts). */
const SMALL_CACHE_MB = '10'

/** The same request with few and with many keys in the database; then with many of them in use. */
export async function measureManyKeys(bench: Bench): Promise<Figure[]> {
  const { stage, settings, say } = bench
  const many = settings.manyKeys.toLocaleString('en-US')
  const inTurn = IN_TURN.toLocaleString('en-US')
  say(`seeding 1,000 and ${many} keys`)
  const few = await seedPlace(stage, { accounts: 10, keys: 1000, known: 1000 })
  const lots = await seedPlace(stage, { accounts: 1000, keys: settings.manyKeys, known: IN_TURN })
  const small = { ...few, ...(await startGateway(stage, few.environment)) }
  const large = { ...lots, ...(await startGateway(stage, lots.environment)) }

  async function compare(measured: Side, yardstick: Side, name: string, target?: { atLeast: number }, note = '') {
    // Each key once, so that the rounds find in the cache what fits into it.
    for (const side of [measured, yardstick]) await send(side, side.keys.map(infoRequest))
    const rounds = await takeTurns(bench, [asServer(measured, name), asServer(yardstick, 'yardstick')])
    const [ours = [], theirs = []] = rounds.byServer
    const p99 = `p99 ${medianOf(ours, (reads) => reads.p99Ms).toFixed(1)} ms`
    return [
      ratio(name, rates(ours), rates(theirs), { target, reliable: rounds.reliable, notes: [p99, note, rounds.note] }),
      ...cpuRatio(theirs, ours),
    ]
  }

  const figures = [
    ...(await compare(use(large, 1), use(small, 1), `${many} keys, to 1,000; one in use`, { atLeast: 0.9 })),
    ...(await compare(use(large, 1000), use(small, 1000), `${many} keys, to 1,000; 1,000 in use`)),
    ...(await compare(use(large, 10_000), use(large, 1), '10,000 in use, to one')),
    ...(await compare(use(large, IN_TURN), use(large, 1), `${inTurn} in use, to one`, { atLeast: 0.8 })),
  ]
  await large.stop()
  // SQLite lets one gateway at a time use a database.
  const cramped = { ...lots, ...(await startGateway(stage, { ...lots.environment, CACHE_MEMORY_MB: SMALL_CACHE_MB })) }
  const note = `with CACHE_MEMORY_MB=${SMALL_CACHE_MB}, which holds fewer`
  figures.push(...(await compare(use(cramped, IN_TURN), use(cramped, 1), `${inTurn} in use, to one`, undefined, note)))
  await small.stop()
  await cramped.stop()
  return figures
}

/** A gateway and those of its keys that are used in turn. */
type Side = { port: number; pid: number; keys: KnownKey[] }

function use({ port, pid, keys }: Side, count: number): Side {
  return { port, pid, keys: keys.slice(0, count) }
}

function asServer({ port, pid, keys }: Side, name: string): Server {
  return { name, port, pid, requests: keys.map(infoRequest) }
}
