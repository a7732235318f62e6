import { firstIdAt } from '../../platform/crypto/random.ts'
import type { Database } from '../../platform/database/database.ts'

const BATCH = 1000

/**
 * Deletes events that are older than `retentionDays`, in batches so that nobody waits long. Resolves with the number of
 * deleted events.
 */
export async function deleteOldEvents(database: Database, retentionDays: number, now: number): Promise<number> {
  // Ids begin with their time, so the primary key finds the old events, and they need no index of their own.
  const bound = firstIdAt('evt', now - retentionDays * 86_400_000)
  let total = 0
  for (;;) {
    const deleted = await database.transaction(async ({ db }) => {
      const oldest = db.selectFrom('audit_events').select('id').where('id', '<', bound).orderBy('id').limit(BATCH)
      const result = await db.deleteFrom('audit_events').where('id', 'in', oldest).executeTakeFirst()
      return Number(result.numDeletedRows)
    })
    total += deleted
    if (deleted < BATCH) return total
  }
}
