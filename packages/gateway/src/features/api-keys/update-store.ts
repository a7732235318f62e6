import { type LimitColumns, toLimitValues } from '../../access/key-limits/key-limits.ts'
import type { Tx } from '../../platform/database/database.ts'
import { lockKeys } from '../../platform/database/locks.ts'

export async function updateKey(
  tx: Tx,
  accountId: string,
  id: string,
  key: LimitColumns & { name: string },
): Promise<void> {
  await tx.db
    .updateTable('api_keys')
    .set({ name: key.name, ...toLimitValues(key) })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
}

/** Notes that the message bus refuses the creds of the keys since `at`, or admits them again (null). */
export async function setCredsBlocked(tx: Tx, accountId: string, ids: string[], at: number | null): Promise<void> {
  if (ids.length === 0) return
  await lockKeys(tx, ids)
  await tx.db
    .updateTable('api_keys')
    .set({ creds_barred_at: at })
    .where('account_id', '=', accountId)
    .where('id', 'in', ids)
    .execute()
}
