import type { Kysely } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import type { Schema } from '../../../platform/database/schema.ts'

/** A sign-in that has begun, as it was requested. */
export type OAuthState = {
  stateHash: string
  /** The normalised name of the account, which may not exist. */
  accountName: string
  /** The origin of the page; it was on the allowlist when it was stored. */
  origin: string
  secretsSealed: string
}

export async function addState(tx: Tx, state: OAuthState & { browserHash: string; expiresAt: number }): Promise<void> {
  await tx.db
    .insertInto('oauth_states')
    .values({
      state_hash: state.stateHash,
      account_name: state.accountName,
      origin: state.origin,
      browser_hash: state.browserHash,
      secrets_sealed: state.secretsSealed,
      expires_at: state.expiresAt,
    })
    .execute()
}

/** Finds the origin of a live state and the browser that it is bound to; changes nothing. */
export async function findState(
  db: Kysely<Schema>,
  stateHash: string,
  now: number,
): Promise<{ origin: string; browserHash: string } | undefined> {
  return db
    .selectFrom('oauth_states')
    .select(['origin', 'browser_hash as browserHash'])
    .where('state_hash', '=', stateHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

/**
 * Deletes and returns a live state, for its own browser only. If two requests come at the same instant, one gets it.
 * Another browser that has learned the state can neither use it nor use it up.
 */
export async function takeState(
  tx: Tx,
  { stateHash, browserHash }: { stateHash: string; browserHash: string },
  now: number,
): Promise<OAuthState | undefined> {
  const row = await tx.db
    .deleteFrom('oauth_states')
    .where('state_hash', '=', stateHash)
    .where('browser_hash', '=', browserHash)
    .where('expires_at', '>', now)
    .returning(['account_name', 'origin', 'secrets_sealed'])
    .executeTakeFirst()
  return row && { stateHash, accountName: row.account_name, origin: row.origin, secretsSealed: row.secrets_sealed }
}

export async function deleteExpiredStates(tx: Tx, now: number): Promise<void> {
  await tx.db.deleteFrom('oauth_states').where('expires_at', '<=', now).execute()
}

/** Finds the user to whom a provider's issuer and subject are linked. */
export async function findLinkedUser(
  db: Kysely<Schema>,
  { issuer, subject }: { issuer: string; subject: string },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('oauth_identities')
    .select('user_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.user_id
}

/** Adds a link; false if the pair, or the user at this issuer, is linked already. */
export async function addLink(
  tx: Tx,
  { issuer, subject, userId }: { issuer: string; subject: string; userId: string },
): Promise<boolean> {
  const result = await tx.db
    .insertInto('oauth_identities')
    .values({ issuer, subject, user_id: userId, created_at: Date.now() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) > 0
}

export async function listLinks(db: Kysely<Schema>, userId: string): Promise<{ issuer: string; linkedAt: number }[]> {
  return db
    .selectFrom('oauth_identities')
    .select(['issuer', 'created_at as linkedAt'])
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('issuer')
    .execute()
}

/** Removes the user's link at one provider; false if there is none. */
export async function deleteLink(tx: Tx, { userId, issuer }: { userId: string; issuer: string }): Promise<boolean> {
  const result = await tx.db
    .deleteFrom('oauth_identities')
    .where('user_id', '=', userId)
    .where('issuer', '=', issuer)
    .executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}

export async function deleteLinks(tx: Tx, userId: string): Promise<void> {
  await tx.db.deleteFrom('oauth_identities').where('user_id', '=', userId).execute()
}
