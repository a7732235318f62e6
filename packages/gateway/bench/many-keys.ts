import { statSync } from 'node:fs'
import path from 'node:path'
import { type Figure, figure, median, percentile, ratio } from './figures.ts'
import { startGateway } from './gateway.ts'
import { infoRequest } from './requests.ts'
import { type KnownKey, seedPlace } from './seed.ts'
import type { Bench } from './settings.ts'
import type { Stage } from './stage.ts'
import { cpuRatio, medianOf, rates, type Server, takeTurns } from './turns.ts'
import { send } from './verifying.ts'

/** Of the larger database. */
const IN_TURN = 25_000
/** Too little for them: some 21,000 fit (access/cache.ts). */
const SMALL_CACHE_MB = '10'

/**
 * Ten million keys in the database, compared with a thousand: only if it is asked for (`--huge`), since it takes minutes
 * and gigabytes.
 */
export async function measureHuge(bench: Bench): Promise<Figure[]> {
  const { stage, settings, say } = bench
  const many = settings.hugeKeys.toLocaleString('en-US')
  say(`seeding 1,000 and ${many} keys`)
  const few = await seedPlace(stage, { accounts: 10, keys: 1000, known: 1000 })
  const startedAt = performance.now()
  const lots = await seedPlace(stage, { accounts: 10_000, keys: settings.hugeKeys, known: 1000 })
  const seconds = (performance.now() - startedAt) / 1000
  const bytes = statSync(path.join(lots.environment.DATA_DIR, 'gateway.db')).size
  const [small, large] = [
    { ...few, ...(await startGateway(stage, few.environment)) },
    { ...lots, ...(await startGateway(stage, lots.environment)) },
  ]
  const figures = [
    figure(`${many} keys: the rows are made in`, 's', [seconds], { notes: [`${(bytes / 1e9).toFixed(1)} GB of disk`] }),
    figure('… start of the gateway', 'ms', [large.startMs], {
      notes: [`with 1,000 keys ${small.startMs.toFixed(0)} ms`],
    }),
    ...(await compare(bench, use(large, 1), use(small, 1), `${many} keys, to 1,000; one in use`, { atLeast: 0.9 })),
    ...(await compare(bench, use(large, 1000), use(small, 1000), `${many} keys, to 1,000; 1,000 in use`, {
      atLeast: 0.9,
    })),
    ...missFigures(
      `${many} keys: a key that was not used before`,
      await misses(stage, large),
      await misses(stage, small),
    ),
  ]
  await large.stop()
  await small.stop()
  return figures
}

/** One after the other, each key for the first time since the start: one look-up in the database each. */
async function misses(stage: Stage, side: Side & { environment: Record<string, string>; stop(): Promise<void> }) {
  await side.stop()
  const again = await startGateway(stage, side.environment)
  const times = await send(again, side.keys.map(infoRequest))
  await again.stop()
  return times
}

function missFigures(name: string, ours: number[], theirs: number[]): Figure[] {
  return [
    figure(name, 'ms', ours, {
      notes: [`p99 ${percentile(ours, 0.99).toFixed(1)}; of 1,000 keys p50 ${median(theirs).toFixed(1)} ms`],
    }),
  ]
}

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

  const figures = [
    ...(await compare(bench, use(large, 1), use(small, 1), `${many} keys, to 1,000; one in use`, { atLeast: 0.9 })),
    ...(await compare(bench, use(large, 1000), use(small, 1000), `${many} keys, to 1,000; 1,000 in use`, {
      atLeast: 0.9,
    })),
    ...(await compare(bench, use(large, 10_000), use(large, 1), '10,000 in use, to one')),
    ...(await compare(bench, use(large, IN_TURN), use(large, 1), `${inTurn} in use, to one`, { atLeast: 0.8 })),
  ]
  await large.stop()
  // SQLite lets one gateway at a time use a database.
  const cramped = { ...lots, ...(await startGateway(stage, { ...lots.environment, CACHE_MEMORY_MB: SMALL_CACHE_MB })) }
  const note = `with CACHE_MEMORY_MB=${SMALL_CACHE_MB}, which holds fewer`
  figures.push(
    ...(await compare(bench, use(cramped, IN_TURN), use(cramped, 1), `${inTurn} in use, to one`, undefined, note)),
  )
  await small.stop()
  await cramped.stop()
  return figures
}

async function compare(
  bench: Bench,
  measured: Side,
  yardstick: Side,
  name: string,
  target?: { atLeast: number },
  note = '',
): Promise<Figure[]> {
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

/** A gateway and those of its keys that are used in turn. */
type Side = { port: number; pid: number; keys: KnownKey[] }

function use({ port, pid, keys }: Side, count: number): Side {
  return { port, pid, keys: keys.slice(0, count) }
}

function asServer({ port, pid, keys }: Side, name: string): Server {
  return { name, port, pid, requests: keys.map(infoRequest) }
}
