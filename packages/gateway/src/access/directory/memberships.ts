import type { Kysely } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import type { Schema } from '../../platform/database/schema.ts'
import type { Role } from '../../platform/values/roles.ts'
import { checkVersion, type ExpectedVersion, versionOf } from '../../platform/values/versions.ts'
import { hasAccepted } from './live.ts'

/** A membership for lists. For a pending one it holds only what the inviter typed, whoever the user is. */
export type MemberRow = {
  userId: string
  email: string
  role: Role
  isSuspended: boolean
  emailConfirmed: boolean
  firstName: string
  lastName: string
  /** When the invitation expires; null for a member who has accepted. */
  pendingUntil: number | null
}

/** The users of the account, pending ones too, in no order: memberships as `m`, users as `u`. */
export function selectMembers(db: Kysely<Schema>, accountId: string) {
  return db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.email', 'u.email_confirmed_at', 'u.first_name', 'u.last_name'])
    .select(['m.role', 'm.suspended_at', 'm.accepted_at'])
    .select(['m.invited_first_name', 'm.invited_last_name', 'm.invitation_expires_at'])
    .where('m.account_id', '=', accountId)
    .where('u.machine_of', 'is', null)
}

type SelectedMember = Awaited<ReturnType<ReturnType<typeof selectMembers>['execute']>>[number]

export function memberRow(row: SelectedMember): MemberRow {
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
}

/** Of everything about a member that others can change. Of a pending member it has only what the list shows. */
export function versionOfMember({ role, isSuspended, pendingUntil, firstName, lastName }: MemberRow): string {
  return versionOf(role, isSuspended, pendingUntil !== null, firstName, lastName)
}

/** Throws unless the member is as the client expects. The account has to be locked, or the user. */
export async function checkMemberVersion(
  tx: Tx,
  accountId: string,
  userId: string,
  expected: ExpectedVersion,
  ...others: string[]
): Promise<void> {
  if (expected === undefined) return
  const row = await selectMembers(tx.db, accountId).where('m.user_id', '=', userId).executeTakeFirst()
  checkVersion(expected, ...others, ...(row ? [versionOfMember(memberRow(row))] : []))
}

/** All users of the account, ordered by address, with one query. */
export async function listMembers(db: Kysely<Schema>, accountId: string): Promise<MemberRow[]> {
  const members = (await selectMembers(db, accountId).execute()).map(memberRow)
  // Sorted here, since the order of PostgreSQL depends on the language of the database.
  return members.sort((a, b) => (a.email < b.email ? -1 : 1))
}

/** Adds a member without an invitation. */
export async function addMembership(
  tx: Tx,
  { accountId }: LockedAccount,
  { userId, role, now }: { userId: string; role: Role; now: number },
): Promise<void> {
  await tx.db
    .insertInto('memberships')
    .values({
      account_id: accountId,
      user_id: userId,
      role,
      accepted_at: now,
      nats_signing_version: 0,
      created_at: now,
    })
    .execute()
}

export async function updateMember(
  tx: Tx,
  { accountId }: LockedAccount,
  userId: string,
  values: { role: Role } | { suspended_at: number | null },
): Promise<void> {
  await tx.db
    .updateTable('memberships')
    .set(values)
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .execute()
}

export async function deleteMember(tx: Tx, { accountId }: LockedAccount, userId: string): Promise<void> {
  await tx.db.deleteFrom('memberships').where('account_id', '=', accountId).where('user_id', '=', userId).execute()
}

/** The member with that address, if they have accepted the invitation. */
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
    .where(hasAccepted)
    .where('u.email', '=', email)
    .executeTakeFirst()
  return row?.userId
}

/**
 * Ids of all accounts that have one of these users as a member, in order; also pending members and deleted accounts.
 */
export async function listAccountsOf(tx: Tx, userIds: string[]): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('memberships')
    .select('account_id as id')
    .distinct()
    .where('user_id', 'in', userIds)
    .orderBy('account_id')
    .execute()
  return rows.map((row) => row.id)
}

export async function setMemberKey(
  tx: Tx,
  { accountId }: LockedAccount,
  userId: string,
  key: { publicKey: string; seedSealed: string; version: number },
): Promise<void> {
  await tx.db
    .updateTable('memberships')
    .set({
      nats_signing_key: key.publicKey,
      nats_signing_seed_sealed: key.seedSealed,
      nats_signing_version: key.version,
    })
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .where('nats_signing_key', 'is', null)
    .execute()
}
