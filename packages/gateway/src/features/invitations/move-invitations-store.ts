import type { Tx } from '../../platform/database/database.ts'

/** From whose record to whose. */
export type Move = { from: string; to: string }

/** The user's address, if an invitation waits for it. */
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

/** Leaves the user with an address that is none and that nobody else can have, so that another record may have theirs. */
export async function releaseAddress(tx: Tx, userId: string): Promise<void> {
  await tx.db.updateTable('users').set({ email: userId }).where('id', '=', userId).execute()
}

/** Deletes invitations to accounts that have the other one written in them; returns the accounts. */
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

/** Moves every invitation that waits, with its link; returns the accounts, and until when it waits. */
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
  const accountIds = moved.map(({ accountId }) => accountId)
  await tx.db
    .updateTable('mailed_tokens')
    .set({ user_id: to })
    .where('purpose', '=', 'set-password')
    .where('user_id', '=', from)
    .where('account_id', 'in', accountIds)
    .execute()
  return moved
}
