import { randomBytes } from 'node:crypto'
import { openPostgres } from '../src/platform/database/postgres.ts'
import { startPostgres } from '../test/database/postgres.ts'
import { type Figure, figure, median, percentile } from './figures.ts'
import { type RunningGateway, startGateway } from './gateway.ts'
import { keyHeader, listRequest } from './requests.ts'
import { type KnownKey, seedManyPostgres, seedPlace } from './seed.ts'
import type { Bench } from './settings.ts'
import { send } from './verifying.ts'

/** The most keys that an account can have. */
const PER_ACCOUNT = 8000
const LIMIT = 100
const TIMES = 40
const ORDERS = ['created_on', 'name', '-last_used_on', 'expires_on']

/** A page of 100 out of the 8,000 keys of an account, with few and with many keys of other accounts beside them. */
export async function measurePages(bench: Bench): Promise<Figure[]> {
  const { stage, settings, say } = bench
  const figures: Figure[] = []
  for (const accounts of [1, Math.max(2, Math.floor(settings.manyKeys / PER_ACCOUNT))]) {
    const keys = accounts * PER_ACCOUNT
    say(`seeding ${keys.toLocaleString('en-US')} keys, SQLite`)
    const place = await seedPlace(stage, { accounts, keys, known: 1 })
    const gateway = await startGateway(stage, place.environment)
    figures.push(...(await measure(gateway, place.keys, `SQLite, ${keys.toLocaleString('en-US')} keys in all`)))
    await gateway.stop()
    figures.push(...(await onPostgres(bench, accounts)))
  }
  return figures
}

async function onPostgres({ stage, say }: Bench, accounts: number): Promise<Figure[]> {
  const keys = accounts * PER_ACCOUNT
  say(`seeding ${keys.toLocaleString('en-US')} keys, PostgreSQL`)
  const starting = startPostgres()
  stage.atInterruption(async () => (await starting).stop())
  const postgres = await starting
  try {
    const masterKey = randomBytes(32)
    const database = await openPostgres(postgres.url)
    const known = await seedManyPostgres(database, masterKey, { accounts, perAccount: PER_ACCOUNT })
    await database.close()
    const environment = { DATABASE_URL: postgres.url, MASTER_KEY: masterKey.toString('base64') }
    const gateway = await startGateway(stage, environment)
    const figures = await measure(gateway, known, `PostgreSQL, ${keys.toLocaleString('en-US')} keys in all`)
    await gateway.stop()
    return figures
  } finally {
    await postgres.stop()
  }
}

/** One request after the other, in each order. The figure is the median of the slowest order. */
async function measure(gateway: RunningGateway, [key]: KnownKey[], where: string): Promise<Figure[]> {
  if (!key) throw new Error('no key was seeded')
  const first: Timed[] = []
  const last: Timed[] = []
  for (const order of ORDERS) {
    const query = `limit=${LIMIT}&sort=${order}`
    const cursor = await findLastPage(gateway, key, query)
    first.push(await time(gateway, key, order, query))
    last.push(await time(gateway, key, order, `${query}&cursor=${cursor}`))
  }
  return [describe(first, `first page of ${LIMIT}; ${where}`), describe(last, `last page; ${where}`)]
}

type Timed = { order: string; latencies: number[] }

async function time(gateway: RunningGateway, key: KnownKey, order: string, query: string): Promise<Timed> {
  const latencies = await send(
    gateway,
    Array.from({ length: TIMES }, () => listRequest(query, key)),
  )
  return { order, latencies }
}

function describe(timed: Timed[], name: string): Figure {
  const slowest = timed.toSorted((a, b) => median(b.latencies) - median(a.latencies))[0]
  const notes = timed.map(
    ({ order, latencies }) =>
      `${order} ${median(latencies).toFixed(1)} (p95 ${percentile(latencies, 0.95).toFixed(1)})`,
  )
  return figure(name, 'ms', slowest?.latencies ?? [], { target: { below: 10 }, notes: [`p50: ${notes.join(', ')}`] })
}

/** The cursor of the last page, which is as long as the others. */
async function findLastPage({ port }: RunningGateway, key: KnownKey, query: string): Promise<string> {
  let found = ''
  let keys = 0
  for (let cursor: string | null = ''; cursor !== null; ) {
    const after: string = cursor === '' ? '' : `&cursor=${cursor}`
    const answer = await fetch(`http://127.0.0.1:${port}/accounts/api-keys?${query}${after}`, {
      headers: keyHeader(key),
    })
    if (!answer.ok) throw new Error(`a page answered ${answer.status}: ${await answer.text()}`)
    const page = (await answer.json()) as { data: unknown[]; next_cursor: string | null }
    keys += page.data.length
    cursor = page.next_cursor
    if (cursor !== null) found = cursor
  }
  if (keys < PER_ACCOUNT) throw new Error(`${keys} keys were listed instead of ${PER_ACCOUNT}`)
  return found
}
