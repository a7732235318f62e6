import type { Kysely } from 'kysely'
import { isRole, type Role } from '../access/roles.ts'
import type { Tx } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type Invitation = {
  userId: string
  accountId: string
  accountName: string
  email: string
  role: Role
  passwordHash: string | null
  emailConfirmed: boolean
}

/** The pending membership that a live invitation link stands for. */
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
    .select(['u.id as userId', 'a.id as accountId', 'a.name as accountName', 'u.email', 'm.role'])
    .select(['u.password_hash as passwordHash', 'u.email_confirmed_at as confirmedAt'])
    .where('t.purpose', '=', 'set-password')
    .where('t.token_hash', '=', tokenHash)
    .where('t.expires_at', '>', now)
    .where('m.accepted_at', 'is', null)
    .where('a.deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row || !isRole(row.role)) return undefined
  const { confirmedAt, ...invitation } = row
  return { ...invitation, emailConfirmed: confirmedAt !== null }
}

/** Makes a pending membership a live one; false if it is not pending any more. */
export async function acceptMembership(tx: Tx, accountId: string, userId: string, now: number): Promise<boolean> {
  const result = await tx.db
    .updateTable('memberships')
    .set({ accepted_at: now })
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .where('accepted_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** The person has proven the address by a mailed link. */
export async function confirmAddress(tx: Tx, userId: string, now: number): Promise<void> {
  await tx.db
    .updateTable('users')
    .set({ email_confirmed_at: now })
    .where('id', '=', userId)
    .where('email_confirmed_at', 'is', null)
    .execute()
}
