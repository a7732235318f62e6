import type { Tx } from '../platform/database/database.ts'
import { isActiveMember } from './directory/live.ts'

const MOST_RECIPIENTS = 100

/**
 * Who gets a mail about a member: the user; for a service account, which has no address, the root and administrators.
 */
export async function recipientsOf(
  tx: Tx,
  member: { accountId: string; email: string; isServiceAccount: boolean },
): Promise<string[]> {
  return member.isServiceAccount ? listAdminAddresses(tx, member.accountId, MOST_RECIPIENTS) : [member.email]
}

/** Addresses of the root and administrators who can sign in, the root first; at most `limit`. */
export async function listAdminAddresses(tx: Tx, accountId: string, limit: number): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select('u.email')
    .where('m.account_id', '=', accountId)
    .where('m.role', 'in', ['root', 'admin'])
    .where(isActiveMember)
    .where('u.machine_of', 'is', null)
    .orderBy((eb) => eb.case().when('m.role', '=', 'root').then(0).else(1).end())
    .orderBy('m.created_at')
    .orderBy('u.id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.email)
}
