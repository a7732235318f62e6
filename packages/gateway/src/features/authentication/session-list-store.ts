import type { Kysely } from 'kysely'
import { isNotDeleted } from '../../access/directory/live.ts'
import { isFromNothingOrLiveKey } from '../../access/session-liveness.ts'
import type { Schema } from '../../platform/database/schema.ts'
import { isUsable } from './session-store.ts'

/**
 * How many sessions a list has at most. A user has up to a hundred live sessions in an account (sessions.ts), and may
 * be in many accounts.
 */
const MOST_LISTED = 2000

/**
 * The user's sessions that can still be used. Sessions of suspended memberships are included, those of deleted accounts
 * are not. `apiKeyId` narrows to the sessions made from that key.
 */
export async function listLiveSessions(
  db: Kysely<Schema>,
  of: { userId: string; apiKeyId?: string | null },
  now: number,
) {
  let query = db
    .selectFrom('sessions as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .innerJoin('accounts as a', 'a.id', 's.account_id')
    .innerJoin('memberships as m', (join) =>
      join.onRef('m.account_id', '=', 's.account_id').onRef('m.user_id', '=', 's.user_id'),
    )
    .select([
      's.id',
      's.account_id as accountId',
      's.user_id as userId',
      's.kind',
      's.method',
      's.ip',
      's.user_agent as userAgent',
      's.location',
      's.created_at as createdAt',
      's.access_expires_at as accessExpiresAt',
      'a.name as accountName',
      'u.email',
      'm.role',
      'm.suspended_at as suspendedAt',
    ])
    .select((eb) =>
      eb
        .selectFrom('refresh_tokens as t')
        .select((inner) => inner.fn.max('t.expires_at').as('expires_at'))
        .whereRef('t.session_id', '=', 's.id')
        .where('t.used_at', 'is', null)
        .where('t.expires_at', '>', now)
        .as('refreshExpiresAt'),
    )
    .where('s.user_id', '=', of.userId)
    .where(isUsable(now))
    .where(isNotDeleted)
    .where(isFromNothingOrLiveKey(now))
    .orderBy('s.id', 'desc')
    .limit(MOST_LISTED)
  if (of.apiKeyId !== undefined) query = query.where('s.api_key_id', '=', of.apiKeyId)
  return query.execute()
}

export type LiveSession = Awaited<ReturnType<typeof listLiveSessions>>[number]
