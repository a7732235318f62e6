import type { Tx } from '../../platform/database/database.ts'
import { type LockedAccount, lockAccountReading } from '../../platform/database/locks.ts'

/**
 * The root of deleted accounts whose real root has deleted their user: a row of `users` that nobody can sign in as,
 * since its address is not an address.
 */
export const NOBODY = { id: 'usr_nobody', email: 'nobody' }

/**
 * Records that the streams of a deleted account are being purged. Resolves with the account's key on the message bus,
 * and whether this is the first time; undefined if the account was restored or erased meanwhile.
 */
export async function notePurge(
  tx: Tx,
  accountId: string,
  { now, deletedBefore }: { now: number; deletedBefore: number },
): Promise<{ publicKey: string; isFirst: boolean } | undefined> {
  const row = await tx.db
    .updateTable('accounts')
    .set((eb) => ({ streams_purged_at: eb.fn.coalesce('streams_purged_at', eb.val(now)) }))
    .where('id', '=', accountId)
    .where('deleted_at', '<=', deletedBefore)
    .returning(['nats_public_key', 'streams_purged_at'])
    .executeTakeFirst()
  if (!row?.nats_public_key) return undefined
  return { publicKey: row.nats_public_key, isFirst: row.streams_purged_at === now }
}

/** Erases a deleted account and everything that refers to it; undefined if it was restored or erased meanwhile. */
export async function eraseDeletedAccount(tx: Tx, accountId: string, deletedBefore: number) {
  return tx.db
    .deleteFrom('accounts')
    .where('id', '=', accountId)
    .where('deleted_at', '<=', deletedBefore)
    .returning(['name', 'nats_public_key as publicKey', 'claims_pushed_version as pushedVersion'])
    .executeTakeFirst()
}

/**
 * Replaces the root of the user's deleted accounts by `NOBODY`, so that the user can be deleted; an operator names
 * another root when an account is restored.
 */
export async function orphanDeletedAccounts(tx: Tx, userId: string): Promise<void> {
  const deletedAccounts = tx.db
    .selectFrom('accounts')
    .select('id')
    .where('root_user_id', '=', userId)
    .where('deleted_at', 'is not', null)
  if (!(await deletedAccounts.executeTakeFirst())) return
  await tx.db
    .insertInto('users')
    .values({ ...NOBODY, first_name: '', last_name: '', theme: 'auto', sound: 0, created_at: Date.now() })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  await tx.db.updateTable('accounts').set({ root_user_id: NOBODY.id }).where('id', 'in', deletedAccounts).execute()
}

/** A deleted account, with the columns that restoring it needs. */
export type RestorableAccount = LockedAccount & {
  name: string
  displayName: string
  rootUserId: string
  streamsPurgedAt: number | null
}

/** Locks a deleted account; undefined if there is none with that id. */
export function lockDeletedAccount(tx: Tx, accountId: string): Promise<RestorableAccount | undefined> {
  return lockAccountReading(tx, accountId, (account) =>
    account
      .select(['name', 'display_name as displayName', 'root_user_id as rootUserId'])
      .select('streams_purged_at as streamsPurgedAt')
      .where('deleted_at', 'is not', null),
  )
}
