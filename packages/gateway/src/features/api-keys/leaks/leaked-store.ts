import type { Kysely } from 'kysely'
import type { Schema } from '../../../platform/database/schema.ts'

/** Finds keys of all accounts by their hashes; deleted and expired ones too, as long as they have a row. */
export async function findKeysByHash(db: Kysely<Schema>, keyHashes: string[]) {
  return db
    .selectFrom('api_keys as k')
    .innerJoin('users as u', 'u.id', 'k.user_id')
    .innerJoin('accounts as a', 'a.id', 'k.account_id')
    .select(['k.id', 'k.account_id as accountId', 'k.user_id as userId', 'k.name', 'k.last_4 as lastFour'])
    .select(['k.key_hash as keyHash', 'k.deleted_at as deletedAt'])
    .select(['u.email', 'u.machine_of as serviceAccountOf', 'a.display_name as account'])
    .where('k.key_hash', 'in', keyHashes)
    .execute()
}

export type KeyByHash = Awaited<ReturnType<typeof findKeysByHash>>[number]
