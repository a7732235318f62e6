import type { Tx } from '../database/database.ts'

export async function deleteExpiredCounters(tx: Tx, now: number): Promise<void> {
  await tx.db.deleteFrom('throttle').where('expire', '<', now).execute()
}
