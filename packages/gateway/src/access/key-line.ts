import type { Tx } from '../database/database.ts'
import type { LimitRow } from './limits.ts'
import { readLine } from './limits-store.ts'

/** The rows of a live key and of those that it descends from, its own first; undefined if one of them is gone. */
export function lineOfKey(tx: Tx, accountId: string, keyId: string): Promise<LimitRow[] | undefined> {
  return readLine(tx.db, accountId, keyId)
}
