import type { Kysely } from 'kysely'
import { isNotDeleted } from '../../access/directory/live.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'

export type Invitation = {
  userId: string
  accountId: string
  accountName: string
  email: string
  passwordHash: string | null
  emailConfirmed: boolean
}

/** The pending membership that a valid invitation link belongs to. */
export async function findInvitation(
  db: Kysely<Schema>,
  tokenHash: string,
  now: number,
): Promise<Invitation | undefined> {
  const row = await db
    .selectFrom('mailed_tokens as t')
    .innerJoin('memberships as m', (join) =>
      join.onRef('m.account_id', '=', 't.account_id').onRef('m.user_id', '=', 't.user_id'),
    )
    .innerJoin('users as u', 'u.id', 't.user_id')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select(['u.id as userId', 'a.id as accountId', 'a.name as accountName', 'u.email'])
    .select(['u.password_hash as passwordHash', 'u.email_confirmed_at as confirmedAt'])
    .where('t.purpose', '=', 'set-password')
    .where('t.token_hash', '=', tokenHash)
    .where('t.expires_at', '>', now)
    .where('m.accepted_at', 'is', null)
    .where(isNotDeleted)
    .executeTakeFirst()
  if (!row) return undefined
  const { confirmedAt, ...invitation } = row
  return { ...invitation, emailConfirmed: confirmedAt !== null }
}

/** Deletes the mailed links, codes and unfinished sign-ins of a user in one account. */
export async function deleteBegun(tx: Tx, { accountId, userId }: { accountId: string; userId: string }): Promise<void> {
  for (const table of ['mailed_tokens', 'email_codes', 'sign_in_challenges'] as const) {
    await tx.db.deleteFrom(table).where('account_id', '=', accountId).where('user_id', '=', userId).execute()
  }
}
