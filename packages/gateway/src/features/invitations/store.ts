import type { Kysely } from 'kysely'
import type { Inviter } from '../../access/inviter.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'
import type { Role } from '../../platform/values/roles.ts'

export type Invitation = {
  userId: string
  accountId: string
  accountName: string
  email: string
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
    .select(['u.id as userId', 'a.id as accountId', 'a.name as accountName', 'u.email'])
    .select(['u.password_hash as passwordHash', 'u.email_confirmed_at as confirmedAt'])
    .where('t.purpose', '=', 'set-password')
    .where('t.token_hash', '=', tokenHash)
    .where('t.expires_at', '>', now)
    .where('m.accepted_at', 'is', null)
    .where('a.deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  const { confirmedAt, ...invitation } = row
  return { ...invitation, emailConfirmed: confirmedAt !== null }
}

/** The membership that a pending one has become, with the names that the inviter had typed, and by whose right. */
export type AcceptedMembership = { role: Role; firstName: string; lastName: string; inviter: Inviter | undefined }

/**
 * Makes a pending membership a live one; undefined if it is not pending any more. The caller has taken the account's
 * row, so that nobody changes it between the two statements.
 */
export async function acceptMembership(
  tx: Tx,
  accountId: string,
  userId: string,
  now: number,
): Promise<AcceptedMembership | undefined> {
  const pending = await tx.db
    .selectFrom('memberships')
    .select(['role', 'invited_first_name as firstName', 'invited_last_name as lastName'])
    .select(['invited_by_user_id as invitedBy', 'invited_by_key_id as keyId'])
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .where('accepted_at', 'is', null)
    .executeTakeFirst()
  if (!pending) return undefined
  await tx.db
    .updateTable('memberships')
    .set({ accepted_at: now, invited_first_name: null, invited_last_name: null, invitation_expires_at: null })
    .set({ invited_by_user_id: null, invited_by_key_id: null })
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .execute()
  const { role, invitedBy, keyId } = pending
  const inviter = invitedBy === null ? undefined : { userId: invitedBy, keyId }
  return { role, firstName: pending.firstName ?? '', lastName: pending.lastName ?? '', inviter }
}

/**
 * The user has proven the address by a mailed link. Names that were there before, nobody had proven to be theirs.
 */
export async function confirmAddress(
  tx: Tx,
  userId: string,
  names: { firstName: string; lastName: string },
  now: number,
): Promise<void> {
  await tx.db
    .updateTable('users')
    .set({ email_confirmed_at: now, first_name: names.firstName, last_name: names.lastName })
    .where('id', '=', userId)
    .where('email_confirmed_at', 'is', null)
    .execute()
}

/** Deletes what waits for a user in one account: mailed links, codes, sign-ins without their second factor. */
export async function deleteBegun(tx: Tx, { accountId, userId }: { accountId: string; userId: string }): Promise<void> {
  for (const table of ['mailed_tokens', 'email_codes', 'sign_in_challenges'] as const) {
    await tx.db.deleteFrom(table).where('account_id', '=', accountId).where('user_id', '=', userId).execute()
  }
}
