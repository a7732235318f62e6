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
    .returning(['claims_pushed_version as pushedVersion', 'max_keys as maxKeys']),
)

/**
 * Counts one more key of the account (docs/decisions/0033). Undefined if the account has as many keys as it may have.
 */
export async function reserveSlot(
  tx: Tx,
  { accountId }: LockedAccount,
  most: number,
): Promise<{ pushedVersion: number; maxKeys: number | null } | undefined> {
  const [slot] = await reserve(tx.db, { accountId, most })
  return slot
}

/**
 * How many more keys the plan of the account has room for. Live keys count, and of a key that was rotated only the
 * successor. Costs a statement only if the plan says how many keys there may be.
 */
export async function roomInPlan(tx: Tx, { accountId }: LockedAccount, maxKeys: number | null): Promise<number> {
  if (maxKeys === null) return Number.POSITIVE_INFINITY
  const { count } = await tx.db
    .selectFrom('api_keys')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('deleted_at', 'is', null)
    .where('expires_at', '>', Date.now())
    .where('replaced_by_key_id', 'is', null)
    .executeTakeFirstOrThrow()
  return maxKeys - Number(count)
}

/**
 * How many more keys the account may import. Imported keys are counted apart: as long as nobody has had creds of them,
 * the message bus need not remember their revocation (docs/decisions/0043).
 */
export async function roomForImports(tx: Tx, account: LockedAccount, most: number): Promise<number> {
  const { count, maxKeys } = await tx.db
    .selectFrom('accounts')
    .select(['imported_key_count as count', 'max_keys as maxKeys'])
    .where('id', '=', account.accountId)
    .executeTakeFirstOrThrow()
  return Math.max(0, Math.min(most - count, await roomInPlan(tx, account, maxKeys)))
}

/** Counts imported keys of the account. */
export async function countImports(tx: Tx, { accountId }: LockedAccount, imported: number): Promise<void> {
  await tx.db
    .updateTable('accounts')
    .set((eb) => ({ imported_key_count: eb('imported_key_count', '+', imported) }))
    .where('id', '=', accountId)
    .execute()
}

/** A key whose row is gone, as far as its slots are concerned. */
export type PurgedKey = { natsUserKey: string; importedDigest: string | null }

/** Takes keys whose rows are gone off the account's numbers of keys. */
export async function releaseSlots(tx: Tx, accountId: string, purged: readonly PurgedKey[]): Promise<void> {
  const imported = purged.filter(({ importedDigest }) => importedDigest !== null)
  const withoutSlot = imported.filter(({ natsUserKey }) => natsUserKey === '').length
  await tx.db
    .updateTable('accounts')
    .set((eb) => ({
      key_count: eb('key_count', '-', purged.length - withoutSlot),
      imported_key_count: eb('imported_key_count', '-', imported.length),
    }))
    .where('id', '=', accountId)
    .execute()
}
