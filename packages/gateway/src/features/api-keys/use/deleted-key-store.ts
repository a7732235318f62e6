import type { Kysely } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import { lockKeys } from '../../../platform/database/locks.ts'
import type { Schema } from '../../../platform/database/schema.ts'

/**
 * Those of the keys that are disabled, or were deleted and still have a row, unless an event about them was written after
 * `since`.
 */
export async function findRefusedKeys(db: Kysely<Schema>, keyHashes: string[], since: number) {
  return db
    .selectFrom('api_keys')
    .select(['id', 'account_id as accountId', 'user_id as userId', 'name', 'key_hash as keyHash'])
    .select('deleted_at as deletedAt')
    .where('key_hash', 'in', keyHashes)
    .where((eb) => eb.or([eb('deleted_at', 'is not', null), eb('disabled_at', 'is not', null)]))
    .where((eb) => eb.or([eb('misused_at', 'is', null), eb('misused_at', '<=', since)]))
    .execute()
}

/**
 * Notes that an event about the keys is written now; returns the ids of those for which no other gateway was faster.
 */
export async function markMisused(tx: Tx, ids: string[], at: { now: number; since: number }): Promise<string[]> {
  await lockKeys(tx, ids)
  const rows = await tx.db
    .updateTable('api_keys')
    .set({ misused_at: at.now })
    .where('id', 'in', ids)
    .where((eb) => eb.or([eb('misused_at', 'is', null), eb('misused_at', '<=', at.since)]))
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}
