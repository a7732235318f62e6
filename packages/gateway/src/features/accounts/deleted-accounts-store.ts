import type { Kysely } from 'kysely'
import { NOBODY } from '../../access/directory/deleted-accounts.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** A deleted account as an operator sees it. */
export type DeletedAccount = {
  id: string
  name: string
  /** Null if the root user was deleted. */
  rootEmail: string | null
  deletedAt: number
  streamsPurgedAt: number | null
}

/** All deleted accounts that are still stored, the newest first. */
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
