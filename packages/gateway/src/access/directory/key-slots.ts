import { sql } from 'kysely'
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
 * How many more keys the plan of the account has room for. Live keys count; of a key and its live successors, all but
 * one count. Costs a statement only if the plan says how many keys there may be.
 */
export async function roomInPlan(tx: Tx, { accountId }: LockedAccount, maxKeys: number | null): Promise<number> {
  if (maxKeys === null) return Number.POSITIVE_INFINITY
  const { count } = await tx.db
    .selectFrom(
      liveKeys(tx, accountId)
        .select((eb) => eb.fn.countAll<number>().as('keys'))
        .groupBy(firstOfRotation)
        .as('r'),
    )
    .select(sql<number>`coalesce(sum(case when keys > 1 then keys - 1 else keys end), 0)`.as('count'))
    .executeTakeFirstOrThrow()
  return maxKeys - Number(count)
}

/**
 * Whether the plan of the account has room for a successor beside the key. For one it always has; not for a chain of
 * successors that all live.
 */
export async function isRoomForSuccessor(
  tx: Tx,
  account: LockedAccount,
  maxKeys: number | null,
  keyId: string,
): Promise<boolean> {
  if (maxKeys === null) return true
  const { count } = await liveKeys(tx, account.accountId)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(firstOfRotation, '=', (eb) =>
      eb.selectFrom('api_keys').select(firstOfRotation.as('first')).where('id', '=', keyId),
    )
    .executeTakeFirstOrThrow()
  return Number(count) < 2 || (await roomInPlan(tx, account, maxKeys)) > 0
}

/** The same for a key and all that it was rotated into. */
const firstOfRotation = sql<string>`coalesce(rate_key_id, id)`

function liveKeys(tx: Tx, accountId: string) {
  return tx.db
    .selectFrom('api_keys')
    .where('account_id', '=', accountId)
    .where('deleted_at', 'is', null)
    .where('expires_at', '>', Date.now())
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
