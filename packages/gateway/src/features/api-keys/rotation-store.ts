import type { ExpressionBuilder, Kysely } from 'kysely'
import type { KeyDescription } from '../../access/key-description.ts'
import { type LimitColumns, limitSelection, limitsOf, toLimitValues } from '../../access/key-limits/key-limits.ts'
import type { Tx } from '../../platform/database/database.ts'
import { lockKeys } from '../../platform/database/locks.ts'
import type { Schema } from '../../platform/database/schema.ts'
import type { MintedRow } from './mint.ts'
import { mintedColumns } from './store.ts'
import { addTags } from './tag-store.ts'

/** The name, the limits and the description that the old key has in the transaction that adds the successor. */
export type Inherited = LimitColumns & KeyDescription & { name: string; isBlocked: boolean }

/**
 * Adds the successor of an existing key, which may have rotated itself; returns what the successor has inherited. It
 * inherits the owner, the name, the description, the key that issued it, every limit, and whether the message bus refuses
 * it because of its limits.
 */
export async function addSuccessor(
  tx: Tx,
  of: { accountId: string; id: string },
  row: MintedRow,
  { byItself }: { byItself: boolean },
): Promise<Inherited> {
  const key = await tx.db
    .selectFrom('api_keys as k')
    .select(['k.account_id', 'k.user_id', 'k.name', 'k.issued_by_key_id', 'k.creds_barred_at'])
    .select(['k.environment', 'k.metadata', 'k.tags'])
    .select(limitSelection)
    .select((eb) => eb.fn.coalesce('k.rate_key_id', 'k.id').as('rate_key_id'))
    .where('k.account_id', '=', of.accountId)
    .where('k.id', '=', of.id)
    .executeTakeFirstOrThrow()
  const { environment, metadata, tags } = key
  await tx.db
    .insertInto('api_keys')
    .values({
      ...mintedColumns(row),
      account_id: key.account_id,
      user_id: key.user_id,
      name: key.name,
      issued_by_key_id: key.issued_by_key_id,
      environment,
      metadata,
      tags,
      ...toLimitValues(key),
      creds_barred_at: key.creds_barred_at,
      // The rate limit counts the uses of the key and its successors together.
      rate_key_id: key.rate_key_id,
      replaces_key_id: of.id,
      rotated_by_key_id: byItself ? of.id : null,
    })
    .execute()
  await addTags(tx, { accountId: of.accountId, id: row.id, tags })
  const isBlocked = key.creds_barred_at !== null
  return { ...limitsOf(key), environment, metadata, tags, name: key.name, isBlocked }
}

/**
 * Sets the key's expiry to `endsAt` and names its successor; false if the key was replaced, disabled or deleted, or its
 * expiry was changed since `expiresAt` was read. Its creds alone would stay valid until the expiry that they were signed
 * with.
 */
export async function markReplaced(
  tx: Tx,
  key: { accountId: string; id: string; expiresAt: number },
  by: { successorId: string; endsAt: number; silentDays: number | null },
): Promise<boolean> {
  const result = await tx.db
    .updateTable('api_keys')
    .set({ replaced_by_key_id: by.successorId })
    .set({ retire_silent_days: by.silentDays, retire_counts_from: by.silentDays === null ? null : Date.now() })
    .set(endAt(by.endsAt))
    .where('account_id', '=', key.accountId)
    .where('id', '=', key.id)
    .where('expires_at', '=', key.expiresAt)
    .where('replaced_by_key_id', 'is', null)
    .where('disabled_at', 'is', null)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Sets the expiry of those of the keys that would be valid for longer to `endsAt`. */
export async function shorten(tx: Tx, accountId: string, ids: string[], endsAt: number): Promise<void> {
  if (ids.length === 0) return
  await lockKeys(tx, ids)
  await tx.db
    .updateTable('api_keys')
    .set(endAt(endsAt))
    .where('account_id', '=', accountId)
    .where('id', 'in', ids)
    .where('expires_at', '>', endsAt)
    .where('deleted_at', 'is', null)
    .execute()
}

function endAt(endsAt: number) {
  return (eb: ExpressionBuilder<Schema, 'api_keys'>) => ({
    expires_at: endsAt,
    creds_expire_at: eb.fn.coalesce('creds_expire_at', 'expires_at'),
  })
}

/**
 * The live successors that a key made by rotating itself, and that these made in the same way, and so on. Somebody who
 * had the key has these too, because each was shown only to the holder of the one before. Keys in between may already
 * be deleted.
 */
export async function listOwnSuccessors(db: Kysely<Schema>, accountId: string, id: string): Promise<string[]> {
  const rows = await db
    .withRecursive('successors', (qb) =>
      qb
        .selectFrom('api_keys as k')
        .select(['k.id', 'k.deleted_at'])
        .where('k.account_id', '=', accountId)
        .where('k.rotated_by_key_id', '=', id)
        .unionAll((union) =>
          union
            .selectFrom('api_keys as k')
            .innerJoin('successors', 'successors.id', 'k.rotated_by_key_id')
            .select(['k.id', 'k.deleted_at'])
            .where('k.account_id', '=', accountId),
        ),
    )
    .selectFrom('successors')
    .select('id')
    .where('deleted_at', 'is', null)
    .execute()
  return rows.map((row) => row.id)
}

/** Finds a key that was replaced and is not deleted yet. */
export async function findReplaced(db: Kysely<Schema>, accountId: string, id: string) {
  const row = await db
    .selectFrom('api_keys as k')
    .innerJoin('users as u', 'u.id', 'k.user_id')
    .select(['k.id', 'k.account_id as accountId', 'k.user_id as userId', 'k.name', 'k.expires_at as expiresAt'])
    .select('u.machine_of as serviceAccountOf')
    .where('k.account_id', '=', accountId)
    .where('k.id', '=', id)
    .where('k.replaced_by_key_id', 'is not', null)
    .where('k.deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  const { serviceAccountOf, ...key } = row
  return { ...key, isServiceAccount: serviceAccountOf !== null }
}

/** Finds the owner of a key, for a mail about it. */
export async function findOwner(
  tx: Tx,
  accountId: string,
  userId: string,
): Promise<{ email: string; isServiceAccount: boolean; account: string } | undefined> {
  const row = await tx.db
    .selectFrom('users as u')
    .innerJoin('accounts as a', (join) => join.on('a.id', '=', accountId))
    .select(['u.email', 'u.machine_of', 'a.display_name as account'])
    .where('u.id', '=', userId)
    .executeTakeFirst()
  return row && { email: row.email, isServiceAccount: row.machine_of !== null, account: row.account }
}
