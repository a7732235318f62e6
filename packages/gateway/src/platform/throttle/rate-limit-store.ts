import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'

/** How often a rate limit was used in the window that ends at `windowEndsAt`. */
export type Use = { rateLimit: string; windowEndsAt: number; used: number }

/** The uses at all gateways together, by name. */
export type Sums = Map<string, Omit<Use, 'rateLimit'>>

/** Rows per statement, far below the parameter limits of both engines. */
const BATCH = 1000

/**
 * The newest window of each, in batches. Each name once, and in order, so that two gateways cannot wait for each other's
 * rows.
 */
export function inBatches(uses: Use[]): Use[][] {
  const newest = new Map<string, Use>()
  for (const use of uses)
    if (use.windowEndsAt > (newest.get(use.rateLimit)?.windowEndsAt ?? 0)) newest.set(use.rateLimit, use)
  const rows = [...newest.values()].sort((a, b) => (a.rateLimit < b.rateLimit ? -1 : 1))
  return Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, n) => rows.slice(n * BATCH, (n + 1) * BATCH))
}

/**
 * Adds the uses to those of all gateways; returns the sums by rate limit. Only the newest window of each is stored:
 * uses in an older one come too late to matter, and a newer one begins at zero.
 */
export async function addUses(tx: Tx, uses: Use[]): Promise<Sums> {
  const sums: Sums = new Map()
  for (const batch of inBatches(uses)) {
    const written = await tx.db
      .insertInto('key_budgets')
      .values(batch.map((use) => ({ budget: use.rateLimit, window_ends_at: use.windowEndsAt, used: use.used })))
      .onConflict((conflict) =>
        conflict.column('budget').doUpdateSet((eb) => {
          const [had, has] = [eb.ref('key_budgets.window_ends_at'), eb.ref('excluded.window_ends_at')]
          const isNewer = eb(has, '>', had)
          return {
            used: eb
              .case()
              .when(isNewer)
              .then(eb.ref('excluded.used'))
              .when(eb(has, '=', had))
              .then(eb('key_budgets.used', '+', eb.ref('excluded.used')))
              .else(eb.ref('key_budgets.used'))
              .end(),
            window_ends_at: eb.case().when(isNewer).then(has).else(had).end(),
          }
        }),
      )
      .returning(['budget', 'window_ends_at', 'used'])
      .execute()
    for (const row of written) sums.set(row.budget, { windowEndsAt: row.window_ends_at, used: row.used })
  }
  return sums
}

/** Lets the commit of `tx` return before it is on the disk, on PostgreSQL: for data that a crash may lose. */
export async function dontWaitForDisk(tx: Tx): Promise<void> {
  await sql`select set_config('synchronous_commit', 'off', true)`.execute(tx.db)
}

export async function deleteEndedRateLimits(tx: Tx, before: number): Promise<void> {
  await tx.db.deleteFrom('key_budgets').where('window_ends_at', '<', before).execute()
}
