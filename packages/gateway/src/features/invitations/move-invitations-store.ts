import type { Tx } from '../../platform/database/database.ts'

/** The user's address, if it has a pending invitation. */
export async function findInvitedAddress(tx: Tx, userId: string): Promise<string | undefined> {
  const row = await tx.db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select('u.email')
    .where('m.user_id', '=', userId)
    .where('m.accepted_at', 'is', null)
    .executeTakeFirst()
  return row?.email
}
