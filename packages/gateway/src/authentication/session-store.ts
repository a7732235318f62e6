import type { Kysely } from 'kysely'
import { isFromNothingOrLiveKey } from '../access/session-liveness.ts'
import type { Tx } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type NewSession = {
  id: string
  accountId: string
  userId: string
  kind: 'interactive' | 'key'
  method: string
  apiKeyId: string | null
  accessTokenId: string
  accessExpiresAt: number
  expiresAt: number
  ip: string
  userAgent: string
  location: string
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
      access_token_id: session.accessTokenId,
      access_expires_at: session.accessExpiresAt,
      expires_at: session.expiresAt,
      ip: session.ip,
      user_agent: session.userAgent.slice(0, 500),
      location: session.location,
      created_at: Date.now(),
    })
    .execute()
}

export async function addRefreshToken(tx: Tx, { tokenHash, sessionId, expiresAt }: NewRefreshToken): Promise<void> {
  await tx.db
    .insertInto('refresh_tokens')
    .values({ token_hash: tokenHash, session_id: sessionId, expires_at: expiresAt })
    .execute()
}

/** A refresh token with the session it belongs to, used or not, ended or not. */
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
      'u.email',
      'u.machine_of as machineOf',
      'a.name as accountName',
      'a.display_name as accountDisplayName',
    ])
    .where('t.token_hash', '=', tokenHash)
    .where(isFromNothingOrLiveKey(now))
    .executeTakeFirst()
}

export type FoundRefreshToken = NonNullable<Awaited<ReturnType<typeof findRefreshToken>>>

/** Exchanges a refresh token for its successor; false if it was exchanged before: of two at the same instant, one wins. */
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

/** Makes another access token the one that the session honours; false if the session has ended. */
export async function replaceAccessToken(
  tx: Tx,
  session: { id: string; accessTokenId: string; accessExpiresAt: number },
): Promise<boolean> {
  const result = await tx.db
    .updateTable('sessions')
    .set({ access_token_id: session.accessTokenId, access_expires_at: session.accessExpiresAt })
    .where('id', '=', session.id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Whether the refresh token was ever exchanged. */
export async function isUsed(db: Kysely<Schema>, tokenHash: string): Promise<boolean> {
  const row = await db
    .selectFrom('refresh_tokens')
    .select('used_at')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row !== undefined && row.used_at !== null
}

/** Ends a session; false if it had ended. Its refresh tokens go, so that nothing is left to exchange. */
export async function endSession(tx: Tx, sessionId: string): Promise<boolean> {
  const result = await tx.db
    .updateTable('sessions')
    .set({ ended_at: Date.now() })
    .where('id', '=', sessionId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  await tx.db.deleteFrom('refresh_tokens').where('session_id', '=', sessionId).execute()
  return Number(result.numUpdatedRows) > 0
}

/** Ends the sessions that were made from any of the keys; returns their ids. */
export async function endSessionsOfKeys(tx: Tx, keyIds: string[]): Promise<string[]> {
  const rows = await tx.db
    .updateTable('sessions')
    .set({ ended_at: Date.now() })
    .where('api_key_id', 'in', keyIds)
    .where('ended_at', 'is', null)
    .returning('id')
    .execute()
  const ended = tx.db.selectFrom('sessions').select('id').where('api_key_id', 'in', keyIds)
  await tx.db.deleteFrom('refresh_tokens').where('session_id', 'in', ended).execute()
  return rows.map((row) => row.id)
}

/**
 * Ends the oldest live sessions beyond `most`, of one person in one account that were made from the same key, or from
 * none; returns their ids. Without it a program that exchanges its key for each call would pile them up without bound.
 */
export async function endOldestSessions(
  tx: Tx,
  of: { userId: string; accountId: string; apiKeyId: string | null },
  most: number,
): Promise<string[]> {
  const beyond = tx.db
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', of.userId)
    .where('account_id', '=', of.accountId)
    .where('api_key_id', of.apiKeyId === null ? 'is' : '=', of.apiKeyId)
    .where('ended_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(1000)
    .offset(most)
  const rows = await tx.db
    .updateTable('sessions')
    .set({ ended_at: Date.now() })
    .where('id', 'in', beyond)
    .returning('id')
    .execute()
  const ids = rows.map((row) => row.id)
  if (ids.length > 0) await tx.db.deleteFrom('refresh_tokens').where('session_id', 'in', ids).execute()
  return ids
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

/** One of the person's own sessions, ended ones too. */
export async function findOwnSession(db: Kysely<Schema>, sessionId: string, userId: string) {
  return db
    .selectFrom('sessions')
    .select(['id', 'account_id as accountId', 'api_key_id as apiKeyId'])
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
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

/** Leaves a session nothing to exchange; false if it had nothing. */
export async function deleteRefreshTokens(tx: Tx, sessionId: string): Promise<boolean> {
  const result = await tx.db.deleteFrom('refresh_tokens').where('session_id', '=', sessionId).executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}

/** Which sessions to end: a person's, in one account or in all, but for one that goes on; or everybody's in an account. */
export type SessionsOf =
  | { userId: string; accountId?: string; except?: string }
  | { userId?: undefined; accountId: string; except?: undefined }

/** Ends the sessions; returns each with its account. */
export async function endSessionsOf(
  tx: Tx,
  { userId, accountId, except }: SessionsOf,
): Promise<{ id: string; accountId: string }[]> {
  let query = tx.db.updateTable('sessions').set({ ended_at: Date.now() }).where('ended_at', 'is', null)
  // By a subselect: there may have been more sessions than a statement takes parameters.
  let over = tx.db.selectFrom('sessions').select('id').where('ended_at', 'is not', null)
  if (userId !== undefined) {
    query = query.where('user_id', '=', userId)
    over = over.where('user_id', '=', userId)
  }
  if (accountId !== undefined) {
    query = query.where('account_id', '=', accountId)
    over = over.where('account_id', '=', accountId)
  }
  if (except !== undefined) query = query.where('id', '!=', except)
  const ended = await query.returning(['id', 'account_id as accountId']).execute()
  await tx.db.deleteFrom('refresh_tokens').where('session_id', 'in', over).execute()
  return ended
}
