import type { Kysely } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'
import type { Role } from '../../platform/values/roles.ts'
import type { Inviter } from '../inviter.ts'

/** A membership as a list shows it. Of a pending one only what the inviter typed, whoever the user is. */
export type MemberRow = {
  userId: string
  email: string
  role: Role
  isSuspended: boolean
  emailConfirmed: boolean
  firstName: string
  lastName: string
  /** When the invitation lapses; null for who has accepted. */
  pendingUntil: number | null
}

/** Every user in the account, by address. One query, however many they are. */
export async function listMembers(db: Kysely<Schema>, accountId: string): Promise<MemberRow[]> {
  const rows = await db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.email', 'u.email_confirmed_at', 'u.first_name', 'u.last_name'])
    .select(['m.role', 'm.suspended_at', 'm.accepted_at'])
    .select(['m.invited_first_name', 'm.invited_last_name', 'm.invitation_expires_at'])
    .where('m.account_id', '=', accountId)
    .where('u.machine_of', 'is', null)
    .execute()
  const members = rows.map((row) => {
    const isPending = row.accepted_at === null
    return {
      userId: row.id,
      email: row.email,
      role: row.role,
      isSuspended: row.suspended_at !== null,
      emailConfirmed: !isPending && row.email_confirmed_at !== null,
      firstName: isPending ? (row.invited_first_name ?? '') : row.first_name,
      lastName: isPending ? (row.invited_last_name ?? '') : row.last_name,
      pendingUntil: isPending ? (row.invitation_expires_at ?? 0) : null,
    }
  })
  // Here, since PostgreSQL orders by the language of the database.
  return members.sort((a, b) => (a.email < b.email ? -1 : 1))
}

/** Adds a pending membership; false if the user has one in this account. */
export async function addInvited(
  tx: Tx,
  invited: {
    accountId: string
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
      account_id: invited.accountId,
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

type Membership = { accountId: string; userId: string }

export async function updateMember(
  tx: Tx,
  { accountId, userId }: Membership,
  values: { role: Role } | { suspended_at: number | null },
): Promise<void> {
  await tx.db
    .updateTable('memberships')
    .set(values)
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .execute()
}

/** From now on the invitation stands by the right of who did this, and until then, if that is given. */
export async function reinvite(
  tx: Tx,
  { accountId, userId }: Membership,
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

/** Deletes the invitations that wait in an account by the right of a user or of keys; returns whom they were for. */
export async function deleteInvitationsBy(
  tx: Tx,
  accountId: string,
  by: { userId: string } | { keyIds: string[] },
): Promise<{ userId: string; email: string; role: Role }[]> {
  const pending = tx.db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.id as userId', 'u.email', 'm.role'])
    .where('m.account_id', '=', accountId)
    .where('m.accepted_at', 'is', null)
    .orderBy('u.id')
  const found = await ('userId' in by
    ? pending.where('m.invited_by_user_id', '=', by.userId)
    : pending.where('m.invited_by_key_id', 'in', by.keyIds)
  ).execute()
  for (const { userId } of found) await deleteMember(tx, { accountId, userId })
  return found
}

export async function deleteMember(tx: Tx, { accountId, userId }: Membership): Promise<void> {
  await tx.db.deleteFrom('memberships').where('account_id', '=', accountId).where('user_id', '=', userId).execute()
}

/** Deletes a membership that was not accepted in time; returns what was invited, or undefined if there is none. */
export async function deleteLapsed(tx: Tx, { accountId, userId }: Membership, now: number) {
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

/** The member with that address, if they have accepted. */
export async function findAcceptedMember(
  db: Kysely<Schema>,
  accountId: string,
  email: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select('m.user_id as userId')
    .where('m.account_id', '=', accountId)
    .where('m.accepted_at', 'is not', null)
    .where('u.email', '=', email)
    .executeTakeFirst()
  return row?.userId
}
