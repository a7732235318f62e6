import type { Tx } from '../../../platform/database/database.ts'
import { deleteExpiredChanges } from './store.ts'

/** Deletes changes of an address whose link has expired. */
export function tidyAddressChanges(tx: Tx, now: number): Promise<void> {
  return deleteExpiredChanges(tx, now)
}
