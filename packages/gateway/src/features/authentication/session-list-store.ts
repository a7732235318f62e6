import { type Kysely, type SqlBool, sql } from 'kysely'
import { isNotDeleted } from '../../access/directory/live.ts'
import { isFromNothingOrLiveKey } from '../../access/session-liveness.ts'
import { type ListRequest, lowered, matches, type Page, readPage } from '../../platform/database/keyset.ts'
import type { Schema } from '../../platform/database/schema.ts'
import { isUsable } from './session-store.ts'

/**
 * How many sessions a list has at most. A user has up to a hundred live sessions in an account (sessions.ts), and may
 * be in many accounts.
 */
const MOST_LISTED = 2000

/** Whose sessions are listed. `apiKeyId` narrows to the sessions made from that key. */
export type SessionOwner = { userId: string; apiKeyId?: string | null }

function liveSessions(db: Kysely<Schema>, of: SessionOwner, now: number) {
  const query = db
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
  return of.apiKeyId === undefined ? query : query.where('s.api_key_id', '=', of.apiKeyId)
}

/**
 * The user's sessions that can still be used. Sessions of suspended memberships are included, those of deleted accounts
 * are not.
 */
export async function listLiveSessions(db: Kysely<Schema>, of: SessionOwner, now: number) {
  return liveSessions(db, of, now).orderBy('s.id', 'desc').limit(MOST_LISTED).execute()
}

/** What sessions can be sorted by. */
export const sessionSorts = { created_on: 'string' } as const
export type SessionSort = keyof typeof sessionSorts

/** A page of the same sessions. Their ids begin with the moment at which each began. */
export async function pageOfSessions(
  db: Kysely<Schema>,
  of: SessionOwner,
  request: ListRequest<SessionSort>,
  now: number,
): Promise<Page<LiveSession>> {
  let query = liveSessions(db, of, now)
  if (request.search !== undefined) {
    const contains = (column: string) => matches(lowered(db, sql.ref(column)), 'contains', request.search ?? '')
    const ip = matches(lowered(db, sql.ref('s.ip')), 'begins', request.search)
    query = query.where(
      sql<SqlBool>`(${ip} or ${contains('s.user_agent')} or ${contains('s.location')} or ${contains('a.name')})`,
    )
  }
  return readPage(query, { id: sql.ref<string>('s.id') }, { ...request, limit: request.limit ?? MOST_LISTED })
}

export type LiveSession = Awaited<ReturnType<typeof listLiveSessions>>[number]

/** A user has up to a hundred live sessions in an account, and keys that hang together have one owner. */
const MOST_OF_KEYS = 100

/** The sessions made from these keys of an account that can still be used, newest first. */
export async function listLiveSessionsOfKeys(
  db: Kysely<Schema>,
  accountId: string,
  keyIds: readonly string[],
  now: number,
) {
  const rows = await db
    .selectFrom('sessions as s')
    .select(['s.api_key_id as apiKeyId', 's.created_at as createdAt', 's.ip', 's.user_agent as userAgent'])
    .where('s.account_id', '=', accountId)
    .where('s.api_key_id', 'in', keyIds)
    .where(isUsable(now))
    .where(isFromNothingOrLiveKey(now))
    .orderBy('s.id', 'desc')
    .limit(MOST_OF_KEYS)
    .execute()
  return rows.flatMap(({ apiKeyId, ...row }) => (apiKeyId === null ? [] : [{ ...row, apiKeyId }]))
}
