import type { Tx } from '../database/database.ts'

/** Counters whose window is over; the library leaves them lying. */
export async function deleteExpiredCounters(tx: Tx, now: number): Promise<void> {
  await tx.db.deleteFrom('throttle').where('expire', '<', now).execute()
}
