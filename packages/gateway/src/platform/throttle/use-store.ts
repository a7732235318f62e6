import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'

/** How often a rate limit, or a quota, was used in the window that ends at `windowEndsAt`. */
export type Use = { rateLimit: string; windowEndsAt: number; used: number }

/** The uses at all gateways together, by name. */
export type Sums = Map<string, Omit<Use, 'rateLimit'>>

/** What is stored of one quota: the units that were used, and added, in its newest period. */
export type QuotaCount = { windowEndsAt: number; used: number; toppedUp: number }

type Stored = QuotaCount & { name: string }

const tables = {
  rateLimits: { table: sql.table('key_budgets'), name: sql.ref('budget'), counts: { used: 'used' } },
  quotas: { table: sql.table('key_quotas'), name: sql.ref('quota'), counts: { used: 'used', toppedUp: 'topped_up' } },
} as const

type Counted = keyof typeof tables

/** Rows per statement, far below the parameter limits of both engines. */
const BATCH = 1000

/**
 * Adds the uses to those of all gateways; returns the sums by name. A top-up is subtracted from the sums, so that those
 * of quotas may be negative.
 */
export async function addUses(tx: Tx, counted: Counted, uses: Use[]): Promise<Sums> {
  const sums: Sums = new Map()
  for (const batch of inBatches(uses)) {
    const rows = batch.map(({ rateLimit: name, ...use }) => ({ name, ...use, toppedUp: 0 }))
    for (const { name, windowEndsAt, used, toppedUp = 0 } of await add(tx, counted, rows))
      sums.set(name, { windowEndsAt, used: used - toppedUp })
  }
  return sums
}

/** Adds units to a quota, in the period that ends at `windowEndsAt`; returns what is stored then. */
export async function topUpQuota(
  tx: Tx,
  name: string,
  { windowEndsAt, units }: { windowEndsAt: number; units: number },
): Promise<QuotaCount> {
  const [row] = await add(tx, 'quotas', [{ name, windowEndsAt, used: 0, toppedUp: units }])
  if (!row) throw new Error('a quota was topped up and is not there')
  return row
}

/**
 * Adds to what is stored, and returns it. Only the newest window of each is stored: what comes from an older one is too
 * late to matter, and a newer one begins at zero.
 */
async function add(tx: Tx, counted: Counted, rows: Stored[]): Promise<Stored[]> {
  const { table, name, counts } = tables[counted]
  const columns = Object.entries(counts) as ['used' | 'toppedUp', string][]
  const values = rows.map((row) => sql`(${sql.join([row.name, row.windowEndsAt, ...columns.map(([of]) => row[of])])})`)
  const [had, has] = [sql`${table}.window_ends_at`, sql`excluded.window_ends_at`]
  const sums = columns.map(([, column]) => {
    const [stored, added] = [sql`${table}.${sql.ref(column)}`, sql`excluded.${sql.ref(column)}`]
    return sql`${sql.ref(column)} = case when ${has} > ${had} then ${added} when ${has} = ${had} then ${stored} + ${added} else ${stored} end`
  })
  const named = columns.map(([of, column]) => sql`${sql.ref(column)} as ${sql.ref(of)}`)
  const { rows: written } = await sql<Stored>`
    insert into ${table} (${name}, window_ends_at, ${sql.join(columns.map(([, column]) => sql.ref(column)))})
    values ${sql.join(values)}
    on conflict (${name}) do update set ${sql.join(sums)},
      window_ends_at = case when ${has} > ${had} then ${has} else ${had} end
    returning ${name} as name, window_ends_at as ${sql.ref('windowEndsAt')}, ${sql.join(named)}`.execute(tx.db)
  return written
}

/**
 * The newest window of each, in batches. Each name once, and in order, so that two gateways cannot wait for each other's
 * rows.
 */
function inBatches(uses: Use[]): Use[][] {
  const newest = new Map<string, Use>()
  for (const use of uses)
    if (use.windowEndsAt > (newest.get(use.rateLimit)?.windowEndsAt ?? 0)) newest.set(use.rateLimit, use)
  const rows = [...newest.values()].sort((a, b) => (a.rateLimit < b.rateLimit ? -1 : 1))
  return Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, n) => rows.slice(n * BATCH, (n + 1) * BATCH))
}

/** Lets the commit of `tx` return before it is on the disk, on PostgreSQL: for data that a crash may lose. */
export async function dontWaitForDisk(tx: Tx): Promise<void> {
  await sql`select set_config('synchronous_commit', 'off', true)`.execute(tx.db)
}

/** Deletes what was used in windows that are over. */
export async function deleteEnded(tx: Tx, counted: Counted, before: number): Promise<void> {
  await sql`delete from ${tables[counted].table} where window_ends_at < ${before}`.execute(tx.db)
}
