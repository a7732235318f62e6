import type { Tx } from '../../platform/database/database.ts'
import { type LockedAccount, lockAccountReading } from '../../platform/database/locks.ts'

/**
 * Who is root of the deleted accounts whose roots have deleted their user: a row of `users` that nobody can be, since what it has
 * for an address is none.
 */
export const NOBODY = { id: 'usr_nobody', email: 'nobody' }

/**
 * Notes that the streams of a deleted account are being purged. Resolves with the account's key on the message bus, and whether
 * this is the first note; undefined if the account was restored meanwhile, or is gone.
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

/** Deletes a deleted account and all that hangs on it; undefined if it was restored meanwhile, or is gone. */
export async function eraseDeletedAccount(tx: Tx, accountId: string, deletedBefore: number) {
  return tx.db
    .deleteFrom('accounts')
    .where('id', '=', accountId)
    .where('deleted_at', '<=', deletedBefore)
    .returning(['name', 'nats_public_key as publicKey', 'claims_pushed_version as pushedVersion'])
    .executeTakeFirst()
}

/** Leaves the user's deleted accounts without a root, so that the user can go; an operator names another when one is restored. */
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

/** A deleted account, with what its restoration has to look at. */
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
