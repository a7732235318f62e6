import { type LimitColumns, toLimitValues } from '../../access/key-limits/key-limits.ts'
import type { Tx } from '../../platform/database/database.ts'
import { lockKeys } from '../../platform/database/locks.ts'
import type { DescriptionColumns } from './describe-key.ts'

type Changed = LimitColumns & DescriptionColumns & { name: string; disabledAt: number | null; expiresAt: number }

/** `extended`: it has a later end than before, of which its owner is to be told again. */
export async function updateKey(
  tx: Tx,
  accountId: string,
  id: string,
  key: Changed,
  { extended }: { extended: boolean },
): Promise<void> {
  await tx.db
    .updateTable('api_keys')
    .set({ name: key.name, metadata: key.metadata, tags: key.tags, disabled_at: key.disabledAt })
    .set(toLimitValues(key))
    .$if(extended, (query) => query.set({ expires_at: key.expiresAt, expiry_notices: null }))
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
