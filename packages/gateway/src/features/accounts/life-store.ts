import type { Kysely } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'
import { freeLooks } from './looks-store.ts'

/** What a change of a living account looks at first. */
export type HeldAccount = { name: string; displayName: string; deletionScheduledFor: number | null }

/**
 * Takes the account's row, so that whatever else changes the account happens before or after; undefined if it is
 * deleted. Writes nothing: an update is the lock that both engines know.
 */
export async function holdAccount(tx: Tx, accountId: string): Promise<HeldAccount | undefined> {
  return tx.db
    .updateTable('accounts')
    .set((eb) => ({ deleted_at: eb.ref('deleted_at') }))
    .where('id', '=', accountId)
    .where('deleted_at', 'is', null)
    .returning(['name', 'display_name as displayName', 'deletion_scheduled_for as deletionScheduledFor'])
    .executeTakeFirst()
}

/** Throws on a name that another living account has (`accountConflict` tells). */
export async function setAccountName(tx: Tx, accountId: string, name: { name: string; displayName: string }) {
  await tx.db
    .updateTable('accounts')
    .set({ name: name.name, display_name: name.displayName })
    .where('id', '=', accountId)
    .execute()
}

/** Sets the date of the deletion, or with null takes it back. */
export async function setDeletionDate(tx: Tx, accountId: string, at: number | null): Promise<void> {
  await tx.db.updateTable('accounts').set({ deletion_scheduled_for: at }).where('id', '=', accountId).execute()
}

/**
 * Makes a living account a deleted account; with `onlyIfDue` only if its scheduled date has come. Undefined if it is one already,
 * or the date was taken back.
 */
export async function markDeleted(
  tx: Tx,
  accountId: string,
  { now, onlyIfDue }: { now: number; onlyIfDue: boolean },
): Promise<{ name: string; displayName: string } | undefined> {
  let query = tx.db
    .updateTable('accounts')
    .set({ deleted_at: now, deletion_scheduled_for: null })
    .where('id', '=', accountId)
    .where('deleted_at', 'is', null)
  if (onlyIfDue) query = query.where('deletion_scheduled_for', '<=', now)
  const deleted = await query.returning(['name', 'display_name as displayName']).executeTakeFirst()
  if (deleted) await freeLooks(tx, accountId)
  return deleted
}

/** Up to `limit` users after `after` who are members, suspended ones too, in order of their ids. */
export async function listMembers(
  db: Kysely<Schema>,
  accountId: string,
  after: string,
  limit: number,
): Promise<{ userId: string; email: string }[]> {
  return db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['m.user_id as userId', 'u.email'])
    .where('m.account_id', '=', accountId)
    .where('m.accepted_at', 'is not', null)
    .where('u.machine_of', 'is', null)
    .where('m.user_id', '>', after)
    .orderBy('m.user_id')
    .limit(limit)
    .execute()
}
