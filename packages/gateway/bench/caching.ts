import { fileURLToPath } from 'node:url'
import type { CacheOrder, CacheReport } from './cache-probe.ts'
import { type Figure, figure, ratio } from './figures.ts'
import type { Bench } from './settings.ts'
import type { Stage } from './stage.ts'

/** V8 gives a process 4 GB; ten million entries need more. */
const HEAP_MB = 12_000
const LOOKS = 1_000_000
/** What one entry of a key without limits may take, as docs/configuration.md says: 500 MB for a million. */
const MOST_BYTES = 500

/** The cache of credentials by itself: memory, and the time to hash a credential and find its access. */
export async function measureCaching({ stage, settings, say }: Bench): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const entries of [25_000, settings.manyKeys]) {
    const name = `${entries.toLocaleString('en-US')} keys in the cache`
    say(name)
    const report = await probe(stage, { entries, accounts: Math.ceil(entries / 1000), limited: false, looks: LOOKS })
    const { heapBytesPerEntry, statedBytesPerEntry, longestSetMs, oneNs, inTurnNs } = report
    figures.push(
      figure(`${name}: memory`, 'MB', [(heapBytesPerEntry * entries) / 1_000_000], {
        target: { below: (MOST_BYTES * entries) / 1_000_000 },
        notes: [
          `live heap; ${heapBytesPerEntry.toFixed(0)} bytes each, the cache counts ${statedBytesPerEntry.toFixed(0)}`,
          `the longest set took ${longestSetMs.toFixed(1)} ms`,
        ],
      }),
      figure('… hashing and finding, all in turn', 'µs', [inTurnNs / 1000]),
      ratio('… to the same one each time', [1 / inTurnNs], [1 / oneNs], { notes: [`${(oneNs / 1000).toFixed(2)} µs`] }),
    )
  }
  return figures
}

function probe(stage: Stage, order: CacheOrder): Promise<CacheReport> {
  const child = stage.spawnServer(
    ['--expose-gc', `--max-old-space-size=${HEAP_MB}`, fileURLToPath(new URL('cache-probe.ts', import.meta.url))],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  return new Promise((resolve, reject) => {
    child.once('message', (report) => resolve(report as CacheReport))
    child.once('exit', () => reject(new Error('the probe of the cache ended')))
    child.send(order)
  })
}
