import type { Database, Tx } from '../platform/database/database.ts'
import { limitsOfAncestry, readAncestry } from './key-ancestry-store.ts'
import type { KeyLimits, LimitRow } from './key-limits/key-limits.ts'

/** The rows of a live key and of the keys that issued it, its own first; undefined if one of them is gone. */
export function ancestryOfKey(tx: Tx, accountId: string, keyId: string): Promise<LimitRow[] | undefined> {
  return readAncestry(tx.db, accountId, keyId)
}

/**
 * What limits a live key and its sessions now; null for nothing, undefined if a key of its ancestry is deleted or
 * disabled.
 */
export async function limitsOfKey(
  database: Database,
  accountId: string,
  keyId: string,
): Promise<KeyLimits | null | undefined> {
  return limitsOfAncestry(await readAncestry(database.read, accountId, keyId))
}
