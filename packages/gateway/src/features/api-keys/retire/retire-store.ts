import type { Kysely } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import type { LockedAccount } from '../../../platform/database/locks.ts'
import type { Schema } from '../../../platform/database/schema.ts'
import { listDescendants } from '../store.ts'

/** A rotated key that ends when it is silent. */
export type RetiringKey = {
  id: string
  accountId: string
  userId: string
  name: string
  isServiceAccount: boolean
  expiresAt: number
  silentDays: number
  /** When it, or a key that ends with it, was last used, as far as that is written; at the earliest its rotation. */
  lastUsedAt: number
  /** The keys that it issued, and so on: they end with it. */
  issued: string[]
  /** Its account is suspended: it cannot be used. */
  isPaused: boolean
}

/** Undefined if the key is deleted, or does not end when it is silent. */
export async function findRetiring(
  db: Kysely<Schema>,
  accountId: string,
  id: string,
): Promise<RetiringKey | undefined> {
  const row = await db
    .selectFrom('api_keys as k')
    .innerJoin('users as u', 'u.id', 'k.user_id')
    .innerJoin('accounts as a', 'a.id', 'k.account_id')
    .select(['k.user_id as userId', 'k.name', 'k.expires_at as expiresAt', 'k.last_used_at as lastUsedAt'])
    .select(['k.retire_silent_days as silentDays', 'k.retire_counts_from as countsFrom'])
    .select(['u.machine_of as serviceAccountOf', 'a.suspended_at as suspendedAt'])
    .where('k.account_id', '=', accountId)
    .where('k.id', '=', id)
    .where('k.replaced_by_key_id', 'is not', null)
    .where('k.deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row || row.silentDays === null || row.countsFrom === null) return undefined
  const { userId, name, expiresAt, silentDays, countsFrom, serviceAccountOf, suspendedAt } = row
  const issued = await listDescendants({ db }, accountId, userId, id)
  const uses = [row, ...issued].map((key) => key.lastUsedAt ?? 0)
  return {
    id,
    accountId,
    userId,
    name,
    isServiceAccount: serviceAccountOf !== null,
    expiresAt,
    silentDays,
    lastUsedAt: uses.reduce((latest, at) => Math.max(latest, at), countsFrom),
    issued: issued.map((key) => key.id),
    isPaused: suspendedAt !== null,
  }
}

/** Notes that the key was in use on the message bus: its days without a use count from now on. */
export async function countFrom(tx: Tx, key: { accountId: string; id: string }, now: number): Promise<void> {
  await tx.db
    .updateTable('api_keys')
    .set({ retire_counts_from: now })
    .where('account_id', '=', key.accountId)
    .where('id', '=', key.id)
    .where('deleted_at', 'is', null)
    .execute()
}

/** An account was suspended, and its keys could not be used: their days without a use count from now on. */
export async function countAllFrom(tx: Tx, { accountId }: LockedAccount, now: number): Promise<void> {
  await tx.db
    .updateTable('api_keys')
    .set({ retire_counts_from: now })
    .where('account_id', '=', accountId)
    .where('retire_counts_from', 'is not', null)
    .where('deleted_at', 'is', null)
    .execute()
}
