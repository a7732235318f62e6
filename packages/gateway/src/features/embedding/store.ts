import type { Kysely } from 'kysely'
import { isLiveAccount } from '../../access/directory/live.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import type { EmbedTokensTable } from '../../platform/database/schema/sessions.ts'
import type { Schema } from '../../platform/database/schema.ts'

export type EmbedOrigin = { origin: string; createdAt: number }

/** Oldest first; there are few. */
export async function listOrigins(db: Kysely<Schema>, accountId: string): Promise<EmbedOrigin[]> {
  return db
    .selectFrom('embed_origins')
    .select(['origin', 'created_at as createdAt'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('origin')
    .execute()
}

/** False if the account has it already. */
export async function addOrigin(tx: Tx, { accountId }: LockedAccount, origin: string, now: number): Promise<boolean> {
  const result = await tx.db
    .insertInto('embed_origins')
    .values({ account_id: accountId, origin, created_at: now })
    .onConflict((conflict) => conflict.columns(['account_id', 'origin']).doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) > 0
}

export async function deleteOrigin(tx: Tx, { accountId }: LockedAccount, origin: string): Promise<boolean> {
  const result = await tx.db
    .deleteFrom('embed_origins')
    .where('account_id', '=', accountId)
    .where('origin', '=', origin)
    .executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}

export async function hasOrigin(db: Kysely<Schema>, accountId: string, origin: string): Promise<boolean> {
  const row = await db
    .selectFrom('embed_origins')
    .select('origin')
    .where('account_id', '=', accountId)
    .where('origin', '=', origin)
    .executeTakeFirst()
  return row !== undefined
}

/** The ids of the embedded sessions that are open at an origin of an account. */
export async function sessionsAt(tx: Tx, { accountId }: LockedAccount, origin: string): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('embed_tokens as e')
    .innerJoin('sessions as s', 's.id', 'e.session_id')
    .select('s.id')
    .where('e.account_id', '=', accountId)
    .where('e.origin', '=', origin)
    .where('s.ended_at', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

export async function deleteUnusedTokensAt(tx: Tx, { accountId }: LockedAccount, origin: string): Promise<void> {
  await tx.db
    .deleteFrom('embed_tokens')
    .where('account_id', '=', accountId)
    .where('origin', '=', origin)
    .where('session_id', 'is', null)
    .execute()
}

export type NewEmbedToken = Omit<EmbedTokensTable, 'session_id' | 'refused_at'>

export async function addToken(tx: Tx, token: NewEmbedToken): Promise<void> {
  await tx.db.insertInto('embed_tokens').values(token).execute()
}

/** A token, used or not, with whom it is for and who asked for it. */
export async function findToken(db: Kysely<Schema>, tokenHash: string) {
  return db
    .selectFrom('embed_tokens as e')
    .innerJoin('accounts as a', 'a.id', 'e.account_id')
    .innerJoin('users as u', 'u.id', 'e.user_id')
    .select([
      'e.account_id as accountId',
      'e.user_id as userId',
      'e.issued_by as issuedBy',
      'e.issuer_user_id as issuerUserId',
      'e.asked_from as askedFrom',
      'e.asked_in as askedIn',
      'e.origin',
      'e.scopes',
      'e.key_scopes as keyScopes',
      'e.expires_at as expiresAt',
      'e.session_id as sessionId',
      'a.display_name as accountName',
      'u.email',
      'u.machine_of as serviceAccountOf',
    ])
    .where('e.token_hash', '=', tokenHash)
    .where(isLiveAccount)
    .executeTakeFirst()
}

export type FoundToken = NonNullable<Awaited<ReturnType<typeof findToken>>>

/** Uses up a token for the session; false if another request was faster, or the token was taken back. */
export async function takeToken(tx: Tx, tokenHash: string, sessionId: string, now: number): Promise<boolean> {
  const result = await tx.db
    .updateTable('embed_tokens')
    .set({ session_id: sessionId })
    .where('token_hash', '=', tokenHash)
    .where('session_id', 'is', null)
    .where('refused_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Notes that a token was used in vain: it opens nothing any more. True the first time. */
export async function refuseToken(tx: Tx, tokenHash: string, now: number): Promise<boolean> {
  const result = await tx.db
    .updateTable('embed_tokens')
    .set({ refused_at: now })
    .where('token_hash', '=', tokenHash)
    .where('refused_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** The service account behind a key of the account. */
export async function findServiceAccount(
  db: Kysely<Schema>,
  accountId: string,
  keyId: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('api_keys as k')
    .innerJoin('users as u', 'u.id', 'k.user_id')
    .select('u.id')
    .where('k.id', '=', keyId)
    .where('k.account_id', '=', accountId)
    .where('k.deleted_at', 'is', null)
    .where('u.machine_of', '=', accountId)
    .executeTakeFirst()
  return row?.id
}

/** Deletes tokens that nobody can use any more, with those whose sessions have gone. */
export async function deleteOldTokens(tx: Tx, before: number): Promise<void> {
  await tx.db
    .deleteFrom('embed_tokens')
    .where('expires_at', '<', before)
    .where((eb) =>
      eb.or([
        eb('session_id', 'is', null),
        eb.not(
          eb.exists(
            eb
              .selectFrom('sessions as s')
              .select('s.id')
              .whereRef('s.id', '=', 'embed_tokens.session_id')
              .where('s.ended_at', 'is', null)
              .where('s.expires_at', '>', before),
          ),
        ),
      ]),
    )
    .execute()
}
