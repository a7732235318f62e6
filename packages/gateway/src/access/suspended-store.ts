import type { Kysely } from 'kysely'
import type { Schema } from '../platform/database/schema.ts'
import { isActiveMember, isSuspendedAccount } from './directory/live.ts'
import { isFromNothingOrLiveKey } from './session-liveness.ts'
import type { NamedSession } from './store.ts'

/** Memberships that would be live if an operator had not suspended the account. */
function membersOfSuspended(db: Kysely<Schema>) {
  return db
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select('a.id')
    .where(isActiveMember)
    .where(isSuspendedAccount)
    .limit(1)
}

/** Whether one of the keys, by their hashes, is refused because of a suspension: it would be live otherwise. */
export async function isKeyOfSuspended(
  db: Kysely<Schema>,
  keyHashes: readonly string[],
  now: number,
): Promise<boolean> {
  const row = await membersOfSuspended(db)
    .innerJoin('api_keys as k', (join) =>
      join.onRef('k.account_id', '=', 'm.account_id').onRef('k.user_id', '=', 'm.user_id'),
    )
    .where('k.key_hash', 'in', keyHashes)
    .where('k.deleted_at', 'is', null)
    .where('k.disabled_at', 'is', null)
    .where('k.expires_at', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** The same for a session, by its valid access token. */
export async function isSessionOfSuspended(
  db: Kysely<Schema>,
  { sessionId, tokenHash }: NamedSession,
  now: number,
): Promise<boolean> {
  const row = await membersOfSuspended(db)
    .innerJoin('sessions as s', (join) =>
      join.onRef('s.account_id', '=', 'm.account_id').onRef('s.user_id', '=', 'm.user_id'),
    )
    .where('s.id', '=', sessionId)
    .where('s.access_token_hash', '=', tokenHash)
    .where('s.ended_at', 'is', null)
    .where('s.access_expires_at', '>', now)
    .where('s.expires_at', '>', now)
    .where(isFromNothingOrLiveKey(now))
    .executeTakeFirst()
  return row !== undefined
}
