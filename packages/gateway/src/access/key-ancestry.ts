import type { Database, Tx } from '../platform/database/database.ts'
import { readAncestry } from './key-ancestry-store.ts'
import { combineLimits, type KeyLimits, type LimitRow } from './key-limits/key-limits.ts'

/** The rows of a live key and of those that it descends from, its own first; undefined if one of them is gone. */
export function ancestryOfKey(tx: Tx, accountId: string, keyId: string): Promise<LimitRow[] | undefined> {
  return readAncestry(tx.db, accountId, keyId)
}

/** What narrows a live key, and the sessions made from it, now; null for nothing, undefined if its ancestry is broken. */
export async function limitsOfKey(
  database: Database,
  accountId: string,
  keyId: string,
): Promise<KeyLimits | null | undefined> {
  const ancestry = await readAncestry(database.read, accountId, keyId)
  return ancestry && combineLimits(ancestry)
}
