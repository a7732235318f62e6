import type { Kysely } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'
import type { ChallengedFactor } from './methods.ts'

/** Stores a challenge, which a completed second factor is matched with. */
export async function addChallenge(
  tx: Tx,
  challenge: {
    tokenHash: string
    userId: string
    accountId: string
    isAccountChosen: boolean
    method: ChallengedFactor
    triesLeft: number
    expiresAt: number
  },
): Promise<void> {
  await tx.db
    .insertInto('sign_in_challenges')
    .values({
      token_hash: challenge.tokenHash,
      user_id: challenge.userId,
      account_id: challenge.accountId,
      account_chosen: challenge.isAccountChosen ? 1 : 0,
      method: challenge.method,
      tries_left: challenge.triesLeft,
      completed_at: null,
      expires_at: challenge.expiresAt,
      created_at: Date.now(),
    })
    .execute()
}

/** Finds a live challenge that waits for its second factor. */
export async function findChallenge(db: Kysely<Schema>, tokenHash: string, now: number) {
  const row = await db
    .selectFrom('sign_in_challenges as c')
    .innerJoin('accounts as a', 'a.id', 'c.account_id')
    .select(['c.user_id as userId', 'c.account_id as accountId', 'c.method', 'a.name as accountName'])
    .select('c.account_chosen')
    .where('c.token_hash', '=', tokenHash)
    .where('c.completed_at', 'is', null)
    .where('c.expires_at', '>', now)
    .executeTakeFirst()
  if (!row) return undefined
  const method: ChallengedFactor = row.method === 'oauth' ? 'oauth' : 'password'
  const { account_chosen, ...challenge } = row
  return { ...challenge, method, isAccountChosen: account_chosen === 1 }
}

/** Counts a try; false if no try was left. */
export async function takeTry(tx: Tx, tokenHash: string, now: number): Promise<boolean> {
  const result = await tx.db
    .updateTable('sign_in_challenges')
    .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
    .where('token_hash', '=', tokenHash)
    .where('tries_left', '>', 0)
    .where('completed_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/**
 * Completes a challenge, whose token then lives until `expiresAt`; returns how many tries were left, or undefined if
 * another request was faster or the challenge is gone.
 */
export async function markCompleted(
  tx: Tx,
  tokenHash: string,
  now: number,
  expiresAt: number,
): Promise<number | undefined> {
  const row = await tx.db
    .updateTable('sign_in_challenges')
    .set({ completed_at: now, expires_at: expiresAt })
    .where('token_hash', '=', tokenHash)
    .where('completed_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('tries_left')
    .executeTakeFirst()
  return row?.tries_left
}

/** Whether the user has completed the challenge with that token, and it is not used up. */
export async function isCompleted(
  db: Kysely<Schema>,
  { tokenHash, userId }: { tokenHash: string; userId: string },
  now: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('sign_in_challenges')
    .select('token_hash')
    .where('token_hash', '=', tokenHash)
    .where('user_id', '=', userId)
    .where('completed_at', 'is not', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** Uses up a user's completed challenge; false if there is none with that token. */
export async function takeCompleted(
  tx: Tx,
  { tokenHash, userId }: { tokenHash: string; userId: string },
  now: number,
): Promise<boolean> {
  const result = await tx.db
    .deleteFrom('sign_in_challenges')
    .where('token_hash', '=', tokenHash)
    .where('user_id', '=', userId)
    .where('completed_at', 'is not', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}

export async function deleteExpiredChallenges(tx: Tx, now: number): Promise<void> {
  await tx.db.deleteFrom('sign_in_challenges').where('expires_at', '<=', now).execute()
}
