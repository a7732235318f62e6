import { type ExpressionBuilder, sql } from 'kysely'
import type { PurgedKey } from '../../access/directory/key-slots.ts'
import type { Tx } from '../../platform/database/database.ts'
import { lockAccounts, locking, lockKeys } from '../../platform/database/locks.ts'
import type { Schema } from '../../platform/database/schema.ts'

/**
 * The columns of a revoked key. Its row stays, without the seed, until the last of its creds have expired, because the
 * message bus needs the revocation until then.
 */
const deletedAt = (now: number) => ({
  deleted_at: now,
  nats_seed_sealed: '',
  expires_at: sql<number>`coalesce(creds_expire_at, expires_at)`,
})

/** Marks the live ones of the keys as deleted; returns their ids. */
export async function markDeleted(tx: Tx, accountId: string, ids: string[], now: number): Promise<string[]> {
  await lockKeys(tx, ids)
  const rows = await tx.db
    .updateTable('api_keys')
    .set(deletedAt(now))
    .where('account_id', '=', accountId)
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

/** Marks every live key of a member as deleted, or without `userId` every live key in the account. */
export async function markAllDeleted(
  tx: Tx,
  { accountId, userId }: { accountId: string; userId?: string | undefined },
  now: number,
): Promise<{ id: string; userId: string; name: string }[]> {
  // The rows are locked in the order of their ids. The statements use a condition and not a list of ids, because there
  // may be more keys than a statement may have parameters.
  const owned = (eb: ExpressionBuilder<Schema, 'api_keys'>) =>
    eb.and([
      eb('account_id', '=', accountId),
      eb('deleted_at', 'is', null),
      ...(userId === undefined ? [] : [eb('user_id', '=', userId)]),
    ])
  await locking(tx, tx.db.selectFrom('api_keys').select('id').where(owned).orderBy('id')).execute()
  return tx.db
    .updateTable('api_keys')
    .set(deletedAt(now))
    .where(owned)
    .returning(['id', 'user_id as userId', 'name'])
    .execute()
}

/** Deletes the rows of all keys of a user, live or not; returns those of each account. */
export async function purgeAllOf(tx: Tx, userId: string): Promise<Map<string, PurgedKey[]>> {
  const rows = await tx.db
    .deleteFrom('api_keys')
    .where('user_id', '=', userId)
    .returning(['account_id as accountId', 'nats_user_key as natsUserKey', 'imported_digest as importedDigest'])
    .execute()
  return Map.groupBy(rows, (row) => row.accountId)
}

/**
 * Deletes the rows of up to `limit` expired keys, revoked or not; returns what the caller needs to free the slots. A
 * replaced key is revoked at the end of its grace, and its row is deleted only when its creds have expired too. Locks
 * the accounts of the keys; the caller frees the slots.
 */
export async function purgeExpired(tx: Tx, now: number, limit: number) {
  const expired = await tx.db
    .selectFrom('api_keys')
    .select(['id', 'account_id as accountId'])
    .where('expires_at', '<=', now)
    .where((eb) => eb.or([eb('creds_expire_at', 'is', null), eb('creds_expire_at', '<=', now)]))
    .orderBy('expires_at')
    .limit(limit)
    .execute()
  if (expired.length === 0) return []
  const ids = expired.map(({ id }) => id)
  await lockAccounts(tx, [...new Set(expired.map(({ accountId }) => accountId))])
  await lockKeys(tx, ids)
  return (
    tx.db
      .deleteFrom('api_keys')
      .where('id', 'in', ids)
      // Somebody may have extended it until its account was locked.
      .where('expires_at', '<=', now)
      .returning(['id', 'account_id as accountId', 'user_id as userId', 'name', 'last_4 as lastFour'])
      .returning(['created_at as createdAt', 'expires_at as expiresAt', 'deleted_at as deletedAt'])
      .returning(['replaced_by_key_id as replacedBy', 'nats_user_key as natsUserKey'])
      .returning('imported_digest as importedDigest')
      .execute()
  )
}
