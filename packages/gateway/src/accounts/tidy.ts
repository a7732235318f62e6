import type { Tx } from '../database/database.ts'
import { deleteExpiredMailedTokens } from './confirmation-store.ts'
import { deleteExpiredHolds } from './store.ts'

/** Deletes what has run out: mailed links and codes, and holds on names. */
export async function tidyAccounts(tx: Tx, now: number): Promise<void> {
  await deleteExpiredMailedTokens(tx, now)
  await deleteExpiredHolds(tx, now)
}
