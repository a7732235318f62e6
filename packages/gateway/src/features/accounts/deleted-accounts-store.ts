import type { Kysely } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'

/**
 * Who is root of the deleted accounts whose roots have deleted their user: a row of `users` that nobody can be, since what it has
 * for an address is none.
 */
const NOBODY = { id: 'usr_nobody', email: 'nobody' }

/** A deleted account as an operator sees it. */
export type DeletedAccount = {
  id: string
  name: string
  /** Null if the root has deleted their user. */
  rootEmail: string | null
  deletedAt: number
  streamsPurgedAt: number | null
}

/** Every deleted account that is still there, the newest first. */
export async function listDeletedAccounts(db: Kysely<Schema>): Promise<DeletedAccount[]> {
  const rows = await db
    .selectFrom('accounts as a')
    .innerJoin('users as r', 'r.id', 'a.root_user_id')
    .select(['a.id', 'a.name', 'r.id as rootId', 'r.email as rootEmail'])
    .select(['a.deleted_at as deletedAt', 'a.streams_purged_at as streamsPurgedAt'])
    .where('a.deleted_at', 'is not', null)
    .orderBy('a.deleted_at', 'desc')
    .execute()
  return rows.map(({ rootId, rootEmail, deletedAt, ...deletedAccount }) => ({
    ...deletedAccount,
    rootEmail: rootId === NOBODY.id ? null : rootEmail,
    deletedAt: deletedAt ?? 0,
  }))
}

/** Up to `limit` deleted accounts that were deleted by `deletedBefore` and still have streams on the message bus, oldest first. */
export async function listPurgeable(db: Kysely<Schema>, deletedBefore: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('accounts')
    .select('id')
    .where('deleted_at', '<=', deletedBefore)
    .where('streams_purged_at', 'is', null)
    .where('nats_public_key', 'is not', null)
    .orderBy('deleted_at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

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

/** Up to `limit` deleted accounts that were deleted by `deletedBefore`, oldest first. */
export async function listErasable(db: Kysely<Schema>, deletedBefore: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('accounts')
    .select('id')
    .where('deleted_at', '<=', deletedBefore)
    .orderBy('deleted_at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
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
