import type { Tx } from '../database/database.ts'
import { deleteExpiredCeremonies } from './ceremony-store.ts'
import { deleteExpiredRegistrations } from './totp-store.ts'

/** Deletes ceremonies and registrations that were never completed. */
export async function tidyFactors(tx: Tx, now: number): Promise<void> {
  await deleteExpiredCeremonies(tx, now)
  await deleteExpiredRegistrations(tx, now)
}
