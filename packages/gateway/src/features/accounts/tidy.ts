import type { Tx } from '../../platform/database/database.ts'
import { deleteExpiredMailedTokens } from './confirmation-store.ts'
import { deleteExpiredSignUps } from './sign-up-store.ts'

/** Deletes expired mailed links, and expired sign-ups with their codes and names. */
export async function tidyAccounts(tx: Tx, now: number): Promise<void> {
  await deleteExpiredMailedTokens(tx, now)
  await deleteExpiredSignUps(tx, now)
}
