import type { Kysely } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import type { Schema } from '../../platform/database/schema.ts'
import type { Role } from '../../platform/values/roles.ts'
import type { Inviter } from '../inviter.ts'
import { deleteMember } from './memberships.ts'
import { movePasswordLinks } from './password-links.ts'

/** Adds a pending membership; false if the user is a member of this account already, pending or not. */
export async function addInvited(
  tx: Tx,
  { accountId }: LockedAccount,
  invited: {
    userId: string
    role: Role
    firstName: string
    lastName: string
    expiresAt: number
    by: Inviter
  },
): Promise<boolean> {
  const result = await tx.db
    .insertInto('memberships')
    .values({
      account_id: accountId,
      user_id: invited.userId,
      role: invited.role,
      invited_first_name: invited.firstName,
      invited_last_name: invited.lastName,
      invitation_expires_at: invited.expiresAt,
      invited_by_user_id: invited.by.userId,
      invited_by_key_id: invited.by.keyId,
      nats_signing_version: 0,
      created_at: Date.now(),
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'user_id']).doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) > 0
}

/** Makes the invitation depend on the right of `by` from now on; with `expiresAt` also changes when it expires. */
export async function reinvite(
  tx: Tx,
  { accountId }: LockedAccount,
  userId: string,
  { by, expiresAt }: { by: Inviter; expiresAt?: number },
): Promise<void> {
  await tx.db
    .updateTable('memberships')
    .set({
      invited_by_user_id: by.userId,
      invited_by_key_id: by.keyId,
      ...(expiresAt !== undefined && { invitation_expires_at: expiresAt }),
    })
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .where('accepted_at', 'is', null)
    .execute()
}

/**
 * Deletes the account's pending invitations that depend on the right of a user or of keys; returns the invited users.
 */
export async function deleteInvitationsBy(
  tx: Tx,
  account: LockedAccount,
  by: { userId: string } | { keyIds: string[] },
): Promise<{ userId: string; email: string; role: Role }[]> {
  const pending = tx.db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.id as userId', 'u.email', 'm.role'])
    .where('m.account_id', '=', account.accountId)
    .where('m.accepted_at', 'is', null)
    .orderBy('u.id')
  const found = await ('userId' in by
    ? pending.where('m.invited_by_user_id', '=', by.userId)
    : pending.where('m.invited_by_key_id', 'in', by.keyIds)
  ).execute()
  for (const { userId } of found) await deleteMember(tx, account, userId)
  return found
}

/** How many pending invitations of the account depend on the right of these keys. */
export async function countInvitationsBy(
  db: Kysely<Schema>,
  accountId: string,
  keyIds: readonly string[],
): Promise<number> {
  const { count } = await db
    .selectFrom('memberships')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('account_id', '=', accountId)
    .where('accepted_at', 'is', null)
    .where('invited_by_key_id', 'in', keyIds)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Deletes an invitation that has expired; returns whom it was for, or undefined if there is none. */
export async function deleteLapsed(tx: Tx, { accountId }: LockedAccount, userId: string, now: number) {
  const user = await tx.db.selectFrom('users').select('email').where('id', '=', userId).executeTakeFirst()
  const lapsed = await tx.db
    .deleteFrom('memberships')
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .where('accepted_at', 'is', null)
    .where('invitation_expires_at', '<=', now)
    .returning('role')
    .executeTakeFirst()
  return user && lapsed && { email: user.email, role: lapsed.role }
}

/** An accepted membership, with the names that the inviter had typed, and the inviter, if known. */
export type AcceptedMembership = { role: Role; firstName: string; lastName: string; inviter: Inviter | undefined }

/** Makes a pending membership an accepted one; undefined if it is not pending any more. */
export async function acceptMembership(
  tx: Tx,
  { accountId }: LockedAccount,
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

/** Moves invitations from one user to another. */
export type Move = { from: string; to: string }

/** Deletes the invitations of `from` to accounts in which `to` is a member already; returns these accounts. */
export async function deleteDoubles(tx: Tx, { from, to }: Move): Promise<string[]> {
  const rows = await tx.db
    .deleteFrom('memberships')
    .where('user_id', '=', from)
    .where('accepted_at', 'is', null)
    .where('account_id', 'in', (eb) => eb.selectFrom('memberships').select('account_id').where('user_id', '=', to))
    .returning('account_id as accountId')
    .execute()
  return rows.map((row) => row.accountId)
}

/** Moves all pending invitations with their links; returns their accounts and when they expire. */
export async function moveInvitations(
  tx: Tx,
  { from, to }: Move,
): Promise<{ accountId: string; expiresAt: number | null }[]> {
  const moved = await tx.db
    .updateTable('memberships')
    .set({ user_id: to })
    .where('user_id', '=', from)
    .where('accepted_at', 'is', null)
    .returning(['account_id as accountId', 'invitation_expires_at as expiresAt'])
    .execute()
  if (moved.length === 0) return moved
  await movePasswordLinks(
    tx,
    { from, to },
    moved.map(({ accountId }) => accountId),
  )
  return moved
}

/** Makes pending invitations that depend on the right of a key depend on that of its successor. */
export async function handOnInvitations(
  tx: Tx,
  { accountId }: LockedAccount,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await tx.db
    .updateTable('memberships')
    .set({ invited_by_key_id: to })
    .where('account_id', '=', accountId)
    .where('accepted_at', 'is', null)
    .where('invited_by_key_id', '=', from)
    .execute()
}
