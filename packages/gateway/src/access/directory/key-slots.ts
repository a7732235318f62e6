import type { Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import { prepared } from '../../platform/database/prepared.ts'

const reserve = prepared((db, { accountId, most }: { accountId: string; most: number }) =>
  db
    .updateTable('accounts')
    .set((eb) => ({ key_count: eb('key_count', '+', 1) }))
    .where('id', '=', accountId)
    .where('deleted_at', 'is', null)
    .where('key_count', '<', most)
    .returning('claims_pushed_version as pushedVersion'),
)

/**
 * Counts one more key of the account (docs/decisions/0033). Undefined if the account has as many keys as it may have.
 */
export async function reserveSlot(
  tx: Tx,
  { accountId }: LockedAccount,
  most: number,
): Promise<{ pushedVersion: number } | undefined> {
  const [slot] = await reserve(tx.db, { accountId, most })
  return slot
}

/** Subtracts `count` from the account's number of keys. */
export async function releaseSlots(tx: Tx, accountId: string, count: number): Promise<void> {
  await tx.db
    .updateTable('accounts')
    .set((eb) => ({ key_count: eb('key_count', '-', count) }))
    .where('id', '=', accountId)
    .execute()
}
