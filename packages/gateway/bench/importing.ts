import { createHash, randomBytes } from 'node:crypto'
import path from 'node:path'
import SqliteDriver from 'better-sqlite3'
import { sha256 } from '../src/platform/crypto/hashing.ts'
import { describeDisk } from './disk.ts'
import { type Figure, figure, median, percentile } from './figures.ts'
import { type RunningGateway, startGateway } from './gateway.ts'
import { cpuMsOf } from './proc.ts'
import { infoRequest, keyHeader } from './requests.ts'
import { type KnownKey, seedPlace } from './seed.ts'
import type { Bench } from './settings.ts'
import { send } from './verifying.ts'

const KEYS = 100_000
const KEYS_PER_REQUEST = 1000
/** Of those 100,000, to see that they work. */
const USED = 200
const JUNK = 2000
const LEAST_SHARE = 0.5

/** 100,000 keys into one account on SQLite, and a bare SQLite that is given as many rows in as many commits. */
export async function measureImporting({ stage, say }: Bench): Promise<Figure[]> {
  const place = await seedPlace(stage, { accounts: 1, keys: 10, known: 1 })
  const [root] = place.keys
  if (!root) throw new Error('no key was seeded')
  const gateway = await startGateway(stage, { ...place.environment, IMPORTED_KEYS_PER_ACCOUNT: '200000' })
  await importKeys(gateway, root, makeKeys(10))
  // Sorted by their hashes, as `quiva keys import` does it: neighbours in the index are stored together.
  const keys = makeKeys(KEYS).toSorted((a, b) => (sha256(a) < sha256(b) ? -1 : 1))
  say(`importing ${KEYS.toLocaleString('en-US')} keys`)
  const { seconds, cpuSeconds, latencies, reads } = await importAll(gateway, root, keys)
  const used = keys.slice(0, USED).map((key) => ({ id: '', key }))
  const first = await send(gateway, used.map(infoRequest))
  const junk = await send(
    gateway,
    makeKeys(JUNK).map((key) => infoRequest({ id: '', key })),
    401,
  )
  await gateway.stop()
  say('the same rows with better-sqlite3 alone')
  const bare = insertBare(path.join(stage.folder, 'bare.db'), keys)
  const perRequest = `${KEYS_PER_REQUEST} keys in a request: p50 ${median(latencies).toFixed(0)} ms, p99 ${percentile(latencies, 0.99).toFixed(0)} ms`
  return [
    figure(`import of ${KEYS.toLocaleString('en-US')} keys, SQLite`, 's', [seconds], {
      target: { below: 20 },
      // With less, something else had the core.
      reliable: !(cpuSeconds / seconds < LEAST_SHARE),
      notes: [
        perRequest,
        `${cpuSeconds.toFixed(1)} s of CPU time, reads beside it included`,
        describeDisk(stage.folder),
      ],
    }),
    figure('… to better-sqlite3 that stores as many rows in as many commits', '×', [seconds / bare], {
      notes: [`which takes ${bare.toFixed(1)} s; lower is better`],
    }),
    figure('… p99 of reads beside it', 'ms', [percentile(reads, 0.99)], { notes: ['one after the other'] }),
    figure('… first use of an imported key, p50', 'ms', first),
    figure('… unknown key of the same form, p50', 'ms', junk, { notes: ['401, without a look-up'] }),
  ]
}

function makeKeys(count: number): string[] {
  return Array.from({ length: count }, () => `sk_live_${randomBytes(16).toString('hex')}`)
}

async function importAll(gateway: RunningGateway, root: KnownKey, keys: string[]) {
  const latencies: number[] = []
  const reads: number[] = []
  let isOver = false
  const reading = (async () => {
    while (!isOver) reads.push(...(await send(gateway, [infoRequest(root)])))
  })()
  const startedAt = performance.now()
  const cpuBefore = cpuMsOf(gateway.pid)
  for (let start = 0; start < keys.length; start += KEYS_PER_REQUEST) {
    const sentAt = performance.now()
    await importKeys(gateway, root, keys.slice(start, start + KEYS_PER_REQUEST))
    latencies.push(performance.now() - sentAt)
  }
  const seconds = (performance.now() - startedAt) / 1000
  const cpuSeconds = ((cpuMsOf(gateway.pid) ?? Number.NaN) - (cpuBefore ?? Number.NaN)) / 1000
  isOver = true
  await reading
  return { seconds, cpuSeconds, latencies, reads }
}

/** As a real export has them: a name, the start, a scope, two values of metadata. */
async function importKeys({ port }: RunningGateway, root: KnownKey, keys: string[]): Promise<void> {
  const rows = keys.map((key, index) => ({
    hash: sha256(key),
    key_name: `customer ${index}`,
    start: key.slice(0, 12),
    scopes: ['account:read'],
    metadata: { plan: 'pro', customer: index },
  }))
  const answer = await fetch(`http://127.0.0.1:${port}/accounts/api-keys/import`, {
    method: 'POST',
    headers: { ...keyHeader(root), 'content-type': 'application/json' },
    body: JSON.stringify({ keys: rows }),
  })
  const { data } = (await answer.json()) as { data?: { imported: number } }
  if (data?.imported !== keys.length) throw new Error(`an import answered ${answer.status}`)
}

/** Seconds for rows of about the same size in one table with one index, with the same journal and `synchronous`. */
function insertBare(file: string, keys: string[]): number {
  const connection = new SqliteDriver(file)
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = FULL')
  connection.exec('create table keys (id text primary key, hash text not null unique, name text, details text)')
  const insert = connection.prepare('insert into keys values (?, ?, ?, ?)')
  const details = 'x'.repeat(200)
  const startedAt = performance.now()
  for (let start = 0; start < keys.length; start += KEYS_PER_REQUEST) {
    const some = keys.slice(start, start + KEYS_PER_REQUEST)
    connection.transaction(() => {
      for (const [index, key] of some.entries())
        insert.run(`key_${start + index}`, createHash('sha256').update(key).digest('base64url'), 'customer', details)
    })()
  }
  const seconds = (performance.now() - startedAt) / 1000
  connection.close()
  return seconds
}
