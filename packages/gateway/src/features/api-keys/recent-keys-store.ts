import type { Kysely } from 'kysely'
import { isNotDeleted } from '../../access/directory/live.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** A live key that a user owns, in any account. */
export type RecentKey = {
  id: string
  accountId: string
  userId: string
  /** Display name of the account. */
  account: string
  name: string
  lastFour: string
  createdAt: number
}

/** The live keys that a user owns and that were issued at `since` or later, oldest first. */
export async function listKeysSince(
  db: Kysely<Schema> | Tx['db'],
  userId: string,
  since: number,
  now: number,
): Promise<RecentKey[]> {
  return db
    .selectFrom('api_keys as k')
    .innerJoin('accounts as a', 'a.id', 'k.account_id')
    .select(['k.id', 'k.account_id as accountId', 'k.user_id as userId', 'a.display_name as account'])
    .select(['k.name', 'k.last_4 as lastFour', 'k.created_at as createdAt'])
    .where('k.user_id', '=', userId)
    .where('k.created_at', '>=', since)
    .where('k.deleted_at', 'is', null)
    .where('k.expires_at', '>', now)
    .where(isNotDeleted)
    .orderBy('k.account_id')
    .orderBy('k.id')
    .execute()
}
