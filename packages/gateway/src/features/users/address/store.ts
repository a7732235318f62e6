import type { Kysely } from 'kysely'
import { hasAccepted, isNotDeleted } from '../../../access/directory/live.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { EmailChangesTable } from '../../../platform/database/schema/users.ts'
import type { Schema } from '../../../platform/database/schema.ts'

type Stage = EmailChangesTable['stage']

export type EmailChange = { userId: string; accountId: string; sessionId: string; newEmail: string }

/** Stores a change that waits for the owner of the old address, in place of an earlier one of the user. */
export async function replaceChange(
  tx: Tx,
  change: EmailChange & { tokenHash: string; expiresAt: number },
): Promise<void> {
  const values = {
    account_id: change.accountId,
    session_id: change.sessionId,
    new_email: change.newEmail,
    stage: 'approve' as const,
    token_hash: change.tokenHash,
    expires_at: change.expiresAt,
    created_at: Date.now(),
  }
  await tx.db
    .insertInto('email_changes')
    .values({ user_id: change.userId, ...values })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(values))
    .execute()
}

const columns = [
  'user_id as userId',
  'account_id as accountId',
  'session_id as sessionId',
  'new_email as newEmail',
] as const

/** The change that a valid link belongs to, and which step the link does. */
export async function findChange(
  db: Kysely<Schema>,
  tokenHash: string,
  now: number,
): Promise<(EmailChange & { stage: Stage }) | undefined> {
  return db
    .selectFrom('email_changes')
    .select([...columns, 'stage'])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

/** Lets the change wait for the owner of the new address, with another link; false if another request was faster. */
export async function approveChange(
  tx: Tx,
  tokenHash: string,
  next: { tokenHash: string; expiresAt: number },
): Promise<boolean> {
  const result = await tx.db
    .updateTable('email_changes')
    .set({ stage: 'prove', token_hash: next.tokenHash, expires_at: next.expiresAt })
    .where('token_hash', '=', tokenHash)
    .where('stage', '=', 'approve')
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Uses up the second link; false if another request was faster, or the change was replaced. */
export async function takeChange(tx: Tx, tokenHash: string): Promise<boolean> {
  const result = await tx.db
    .deleteFrom('email_changes')
    .where('token_hash', '=', tokenHash)
    .where('stage', '=', 'prove')
    .executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}

export async function deleteExpiredChanges(tx: Tx, now: number): Promise<void> {
  await tx.db.deleteFrom('email_changes').where('expires_at', '<=', now).execute()
}

export type AddressUser = { id: string; email: string; isConfirmed: boolean; passwordHash: string | null }

export async function findUser(
  db: Kysely<Schema>,
  by: { email: string } | { id: string },
): Promise<AddressUser | undefined> {
  const query = db.selectFrom('users').select(['id', 'email', 'email_confirmed_at', 'password_hash as passwordHash'])
  const row = await ('email' in by
    ? query.where('email', '=', by.email)
    : query.where('id', '=', by.id)
  ).executeTakeFirst()
  if (!row) return undefined
  const { email_confirmed_at: confirmedAt, ...user } = row
  return { ...user, isConfirmed: confirmedAt !== null }
}

/** Deletes what was mailed to the user's old address (links to set a password, and codes), and unfinished sign-ins. */
export async function dropMailed(tx: Tx, userId: string): Promise<void> {
  for (const table of ['mailed_tokens', 'email_codes', 'sign_in_challenges'] as const)
    await tx.db.deleteFrom(table).where('user_id', '=', userId).execute()
}

/** The accounts of which the user is a member, suspended or not, and whether the user is the root of each. */
export async function listAccounts(tx: Tx, userId: string): Promise<{ id: string; isRoot: boolean }[]> {
  const rows = await tx.db
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select(['a.id', 'm.role'])
    .where('m.user_id', '=', userId)
    .where(hasAccepted)
    .where(isNotDeleted)
    .execute()
  return rows.map(({ id, role }) => ({ id, isRoot: role === 'root' }))
}
