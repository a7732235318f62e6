import type { Tx } from '../../platform/database/database.ts'
import { deleteExpiredCeremonies } from './ceremony-store.ts'
import { tidyFactorFailures } from './factor-failures.ts'
import { deleteExpiredRegistrations } from './totp-store.ts'

/** Deletes ceremonies and registrations that were never completed, and old failures. */
export async function tidyFactors(tx: Tx, now: number): Promise<void> {
  await deleteExpiredCeremonies(tx, now)
  await deleteExpiredRegistrations(tx, now)
  await tidyFactorFailures(tx, now)
}
