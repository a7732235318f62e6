import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely'
import { isFromNothingOrLiveKey } from '../../access/session-liveness.ts'
import type { Tx } from '../../platform/database/database.ts'
import { lockSessions } from '../../platform/database/locks.ts'
import type { SessionsTable } from '../../platform/database/schema/sessions.ts'
import type { Schema } from '../../platform/database/schema.ts'
import { DEVICE_METHODS } from './methods.ts'
import type { NotedRefreshes } from './note-refresh.ts'

export type NewSession = {
  id: string
  accountId: string
  userId: string
  kind: SessionsTable['kind']
  method: string
  apiKeyId: string | null
  accessTokenHash: string
  accessExpiresAt: number
  expiresAt: number
  ip: string
  userAgent: string
  location: string
  createdAt: number
}

export type NewRefreshToken = { tokenHash: string; sessionId: string; expiresAt: number }

export async function addSession(tx: Tx, session: NewSession): Promise<void> {
  await tx.db
    .insertInto('sessions')
    .values({
      id: session.id,
      account_id: session.accountId,
      user_id: session.userId,
      kind: session.kind,
      method: session.method,
      api_key_id: session.apiKeyId,
      access_token_hash: session.accessTokenHash,
      access_expires_at: session.accessExpiresAt,
      expires_at: session.expiresAt,
      ip: session.ip,
      user_agent: session.userAgent.slice(0, 500),
      location: session.location,
      created_at: session.createdAt,
    })
    .execute()
}

export async function addRefreshToken(tx: Tx, { tokenHash, sessionId, expiresAt }: NewRefreshToken): Promise<void> {
  await tx.db
    .insertInto('refresh_tokens')
    .values({ token_hash: tokenHash, session_id: sessionId, expires_at: expiresAt })
    .execute()
}

/** Finds a refresh token, used or not, with the session that it belongs to, ended or not. */
export async function findRefreshToken(db: Kysely<Schema>, tokenHash: string, now: number) {
  return db
    .selectFrom('refresh_tokens as t')
    .innerJoin('sessions as s', 's.id', 't.session_id')
    .innerJoin('accounts as a', 'a.id', 's.account_id')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select([
      't.expires_at as tokenExpiresAt',
      't.used_at as usedAt',
      't.successor_hash as successorHash',
      't.successor_sealed as successorSealed',
      's.id as sessionId',
      's.account_id as accountId',
      's.user_id as userId',
      's.kind',
      's.method',
      's.api_key_id as apiKeyId',
      's.expires_at as sessionExpiresAt',
      's.ended_at as endedAt',
      's.refresh_places as refreshPlaces',
      's.refresh_places_since as refreshPlacesSince',
      's.refresh_repeats as refreshRepeats',
      'u.email',
      'u.machine_of as serviceAccountOf',
      'a.name as accountName',
      'a.display_name as accountDisplayName',
      'a.payment_grace_until as unpaidFrom',
    ])
    .where('t.token_hash', '=', tokenHash)
    .where(isFromNothingOrLiveKey(now))
    .executeTakeFirst()
}

export type FoundRefreshToken = NonNullable<Awaited<ReturnType<typeof findRefreshToken>>>

/** Exchanges a refresh token for its successor; false if it was exchanged before, also at the same instant. */
export async function exchangeRefreshToken(
  tx: Tx,
  token: { tokenHash: string; successorHash: string; successorSealed: string },
): Promise<boolean> {
  const result = await tx.db
    .updateTable('refresh_tokens')
    .set({ used_at: Date.now(), successor_hash: token.successorHash, successor_sealed: token.successorSealed })
    .where('token_hash', '=', token.tokenHash)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Replaces the access token that the session accepts, and notes the refresh. The caller has locked the session. */
export async function replaceAccessToken(
  tx: Tx,
  session: { id: string; accessTokenHash: string; accessExpiresAt: number; noted: NotedRefreshes },
): Promise<void> {
  await tx.db
    .updateTable('sessions')
    .set({ access_token_hash: session.accessTokenHash, access_expires_at: session.accessExpiresAt })
    .set(notedColumns(session.noted))
    .where('id', '=', session.id)
    .execute()
}

/** The caller has locked the session. */
export async function noteRefreshes(tx: Tx, sessionId: string, noted: NotedRefreshes): Promise<void> {
  await tx.db.updateTable('sessions').set(notedColumns(noted)).where('id', '=', sessionId).execute()
}

const notedColumns = ({ places, since, repeats }: NotedRefreshes) => ({
  refresh_places: places,
  refresh_places_since: since,
  refresh_repeats: repeats,
})

/** Whether the refresh token was ever exchanged. */
export async function isUsed(db: Kysely<Schema>, tokenHash: string): Promise<boolean> {
  const row = await db
    .selectFrom('refresh_tokens')
    .select('used_at')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row !== undefined && row.used_at !== null
}

/** A session that has ended, with how often and when last it was refreshed since its last event about that. */
export type EndedSession = { id: string; accountId: string; repeats: number | null; refreshedAt: number | null }

function asEnded(eb: ExpressionBuilder<Schema, 'sessions'>) {
  const tokens = eb.selectFrom('refresh_tokens').whereRef('session_id', '=', 'sessions.id')
  return [
    'id' as const,
    'account_id as accountId' as const,
    'refresh_repeats as repeats' as const,
    eb
      .case()
      .when('refresh_repeats', '>', 0)
      .then(tokens.select(({ fn }) => fn.max('used_at').as('last')))
      .end()
      .as('refreshedAt'),
  ] as const
}

/**
 * Ends a session; undefined if it had ended. Its refresh tokens are deleted, so that nothing is left to exchange. If a
 * refresh was faster, this waits for its lock on the session, so that its new token is deleted too.
 */
export async function revokeSession(tx: Tx, sessionId: string): Promise<EndedSession | undefined> {
  const ended = await tx.db
    .updateTable('sessions')
    .set({ ended_at: Date.now() })
    .where('id', '=', sessionId)
    .where('ended_at', 'is', null)
    .returning(asEnded)
    .executeTakeFirst()
  await tx.db.deleteFrom('refresh_tokens').where('session_id', '=', sessionId).execute()
  return ended
}

type OfSessions = (eb: ExpressionBuilder<Schema, 'sessions'>) => Expression<SqlBool>

/** How many sessions one statement ends: a user may have very many, and no statement may take long. */
const PAGE = 2000

/**
 * Ends the matching sessions; returns them. It takes them in the order of their ids, so that two transactions that end
 * some of the same sessions do not deadlock.
 */
async function endMatching(tx: Tx, fits: OfSessions, now: number): Promise<EndedSession[]> {
  const live = tx.db.selectFrom('sessions').select('id').where('ended_at', 'is', null).where(fits).orderBy('id')
  const ids = (await live.execute()).map(({ id }) => id)
  const ended: EndedSession[] = []
  for (let start = 0; start < ids.length; start += PAGE)
    ended.push(...(await endPage(tx, ids.slice(start, start + PAGE), now)))
  return ended
}

async function endPage(tx: Tx, ids: string[], now: number): Promise<EndedSession[]> {
  if (ids.length === 0) return []
  // A single session needs no extra lock, because the update below locks it.
  if (ids.length > 1) await lockSessions(tx, ids)
  const ended = await tx.db
    .updateTable('sessions')
    .set({ ended_at: now })
    .where('id', 'in', ids)
    .where('ended_at', 'is', null)
    .returning(asEnded)
    .execute()
  await tx.db.deleteFrom('refresh_tokens').where('session_id', 'in', ids).execute()
  return ended
}

/** Ends those of the sessions that have not ended; returns them. */
export async function endSessionsById(tx: Tx, ids: readonly string[], now: number): Promise<EndedSession[]> {
  const sorted = ids.toSorted()
  const ended: EndedSession[] = []
  for (let start = 0; start < sorted.length; start += PAGE)
    ended.push(...(await endPage(tx, sorted.slice(start, start + PAGE), now)))
  return ended
}

/** Ends the sessions that were made from any of the keys; returns them. */
export async function revokeSessionsOfKeys(tx: Tx, keyIds: string[]): Promise<EndedSession[]> {
  return endMatching(tx, (eb) => eb('api_key_id', 'in', keyIds), Date.now())
}

/** Whether a session can still be used: its access token is valid, or a refresh token that was not exchanged. */
export function isUsable(now: number) {
  return (eb: ExpressionBuilder<Schema & { s: Schema['sessions'] }, 's'>) =>
    eb.and([
      eb('s.ended_at', 'is', null),
      eb('s.expires_at', '>', now),
      eb.or([
        eb('s.access_expires_at', '>', now),
        eb.exists(
          eb
            .selectFrom('refresh_tokens as unused')
            .select('unused.session_id')
            .whereRef('unused.session_id', '=', 's.id')
            .where('unused.used_at', 'is', null)
            .where('unused.expires_at', '>', now),
        ),
      ]),
    ])
}

/**
 * Ends the oldest usable sessions beyond `most`; returns them. It counts the sessions of one user in one account
 * that were made from the same key, or from no key; embedded ones by themselves. Without this limit a program that exchanges its key for each call
 * would collect sessions without bound. Expired sessions are ended first and are not in the answer, because nobody uses
 * them.
 *
 * The caller has locked the key, or for a sign-in the account: if two requests start a session at once, the second one
 * counts the session of the first.
 */
export async function endOldestSessions(
  tx: Tx,
  of: { userId: string; accountId: string; apiKeyId: string | null; kind: SessionsTable['kind'] },
  most: number,
  now: number,
): Promise<EndedSession[]> {
  const open = tx.db
    .selectFrom('sessions as s')
    .select('s.id')
    .where('s.user_id', '=', of.userId)
    .where('s.account_id', '=', of.accountId)
    .where('s.api_key_id', of.apiKeyId === null ? 'is' : '=', of.apiKeyId)
    .where('s.kind', '=', of.kind)
    .where('s.ended_at', 'is', null)
    .limit(1000)
  const beyond = open.orderBy('s.id', 'desc').offset(most)
  // Usually there are none, and then it need not look for expired sessions.
  if (!(await beyond.limit(1).executeTakeFirst())) return []
  await close(open.where((eb) => eb.not(isUsable(now)(eb))))
  return close(beyond)

  async function close(found: typeof open): Promise<EndedSession[]> {
    const ids = (await found.execute()).map(({ id }) => id)
    return endPage(tx, ids, now)
  }
}

/** The ids of the accounts in which there are sessions that were not ended, expired or not. */
export async function accountsWithOpenSessions(db: Kysely<Schema>): Promise<string[]> {
  const rows = await db
    .selectFrom('sessions')
    .select('account_id as accountId')
    .where('ended_at', 'is', null)
    .distinct()
    .execute()
  return rows.map(({ accountId }) => accountId)
}

/** Deletes up to `limit` sessions whose last day was before `before`; returns how many. Refresh tokens go with them. */
export async function deleteOldSessions(tx: Tx, before: number, limit: number): Promise<number> {
  const old = tx.db
    .selectFrom('sessions')
    .select('id')
    .where('expires_at', '<', before)
    .orderBy('expires_at')
    .limit(limit)
  const result = await tx.db.deleteFrom('sessions').where('id', 'in', old).executeTakeFirst()
  return Number(result.numDeletedRows)
}

/** Finds one of the user's own sessions, also one that has ended. */
export async function findOwnSession(db: Kysely<Schema>, sessionId: string, userId: string) {
  return db
    .selectFrom('sessions')
    .select(['id', 'account_id as accountId', 'api_key_id as apiKeyId'])
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/**
 * The addresses from which a user has signed in, and when first and last, as far back as sessions are kept. A device that
 * was only approved has proven nothing at its address.
 */
export async function listSignInSpans(
  db: Kysely<Schema>,
  userId: string,
): Promise<{ ip: string; first: number; last: number }[]> {
  const rows = await db
    .selectFrom('sessions')
    .select('ip')
    .select(({ fn }) => [fn.min('created_at').as('first'), fn.max('created_at').as('last')])
    .where('user_id', '=', userId)
    .where('kind', '=', 'interactive')
    .where('method', 'not like', DEVICE_METHODS)
    .groupBy('ip')
    .orderBy('last', 'desc')
    .limit(1000)
    .execute()
  return rows.map(({ ip, first, last }) => ({ ip, first: Number(first), last: Number(last) }))
}

/** What a session that continues another one has from it. */
export type SessionBeginning = {
  method: string
  createdAt: number
  expiresAt: number
  ip: string
  userAgent: string
  location: string
}

/** How, when and where a user's live session began, and when it ends at the latest. */
export async function findSessionBeginning(
  db: Kysely<Schema>,
  sessionId: string,
): Promise<SessionBeginning | undefined> {
  return db
    .selectFrom('sessions')
    .select(['method', 'created_at as createdAt', 'expires_at as expiresAt'])
    .select(['ip', 'user_agent as userAgent', 'location'])
    .where('id', '=', sessionId)
    .where('kind', '=', 'interactive')
    .where('ended_at', 'is', null)
    .executeTakeFirst()
}

/** How and when a user's live session began. */
export async function findSessionStart(
  db: Kysely<Schema>,
  { sessionId, userId }: { sessionId: string; userId: string },
): Promise<{ method: string; createdAt: number } | undefined> {
  return db
    .selectFrom('sessions')
    .select(['method', 'created_at as createdAt'])
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .where('kind', '=', 'interactive')
    .where('ended_at', 'is', null)
    .executeTakeFirst()
}

export async function findSessionOfRefreshToken(db: Kysely<Schema>, tokenHash: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('refresh_tokens')
    .select('session_id')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row?.session_id
}

/** Deletes the refresh tokens of a session; false if it had none. The caller has locked the session. */
export async function deleteRefreshTokens(tx: Tx, sessionId: string): Promise<boolean> {
  const result = await tx.db.deleteFrom('refresh_tokens').where('session_id', '=', sessionId).executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}

/**
 * Selects the sessions to end: those of a user in one account or in all, except one that stays; or those of all users
 * of an account.
 */
export type SessionsOf =
  | { userId: string; accountId?: string; except?: string }
  | { userId?: undefined; accountId: string; except?: undefined }

/** Ends the sessions; returns them. */
export async function revokeSessionsOf(tx: Tx, { userId, accountId, except }: SessionsOf) {
  const fits: OfSessions = (eb) =>
    eb.and([
      ...(userId === undefined ? [] : [eb('user_id', '=', userId)]),
      ...(accountId === undefined ? [] : [eb('account_id', '=', accountId)]),
      ...(except === undefined ? [] : [eb('id', '!=', except)]),
    ])
  return endMatching(tx, fits, Date.now())
}
