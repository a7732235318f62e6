import { type ExpressionBuilder, type ExpressionWrapper, sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'
import { inBatches, type Sums, type Use } from './rate-limit-store.ts'

/** What is stored of one quota: the units that were used, and added, in its newest period. */
export type QuotaCount = { windowEndsAt: number; used: number; toppedUp: number }

/**
 * Adds the uses to those that are stored, as addUses does for rate limits. A top-up is subtracted from the sums, so that
 * they may be negative.
 */
export async function addQuotaUses(tx: Tx, uses: Use[]): Promise<Sums> {
  const sums: Sums = new Map()
  for (const batch of inBatches(uses)) {
    const written = await add(
      tx,
      batch.map(({ rateLimit, windowEndsAt, used }) => ({ quota: rateLimit, windowEndsAt, used, toppedUp: 0 })),
    )
    for (const { quota, windowEndsAt, used, toppedUp } of written)
      sums.set(quota, { windowEndsAt, used: used - toppedUp })
  }
  return sums
}

/** Adds units to a quota, in the period that ends at `windowEndsAt`; returns what is stored then. */
export async function topUpQuota(
  tx: Tx,
  quota: string,
  { windowEndsAt, units }: { windowEndsAt: number; units: number },
): Promise<QuotaCount> {
  const [row] = await add(tx, [{ quota, windowEndsAt, used: 0, toppedUp: units }])
  if (!row) throw new Error('a quota was topped up and is not there')
  return row
}

async function add(tx: Tx, rows: (QuotaCount & { quota: string })[]): Promise<(QuotaCount & { quota: string })[]> {
  return tx.db
    .insertInto('key_quotas')
    .values(
      rows.map(({ quota, windowEndsAt, used, toppedUp }) => ({
        quota,
        window_ends_at: windowEndsAt,
        used,
        topped_up: toppedUp,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('quota').doUpdateSet((eb) => ({
        used: inNewest(eb, 'used'),
        topped_up: inNewest(eb, 'topped_up'),
        window_ends_at: sql<number>`case when excluded.window_ends_at > key_quotas.window_ends_at then excluded.window_ends_at else key_quotas.window_ends_at end`,
      })),
    )
    .returning(['quota', 'window_ends_at as windowEndsAt', 'used', 'topped_up as toppedUp'])
    .execute()
}

type Excluded = Schema & { excluded: Schema['key_quotas'] }

/** A newer period begins at zero; what comes from an older one is too late to matter. */
function inNewest(
  eb: ExpressionBuilder<Excluded, 'key_quotas' | 'excluded'>,
  column: 'used' | 'topped_up',
): ExpressionWrapper<Excluded, 'key_quotas' | 'excluded', number> {
  const [had, has] = [eb.ref('key_quotas.window_ends_at'), eb.ref('excluded.window_ends_at')]
  const [stored, added] = [eb.ref(`key_quotas.${column}`), eb.ref(`excluded.${column}`)]
  return eb
    .case()
    .when(eb(has, '>', had))
    .then(added)
    .when(eb(has, '=', had))
    .then(eb(stored, '+', added))
    .else(stored)
    .end()
}

export async function deleteEndedQuotas(tx: Tx, before: number): Promise<void> {
  await tx.db.deleteFrom('key_quotas').where('window_ends_at', '<', before).execute()
}
