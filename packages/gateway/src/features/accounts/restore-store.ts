import { isActiveMember, isNotDeleted } from '../../access/directory/live.ts'
import type { Tx } from '../../platform/database/database.ts'
import { isRole } from '../../platform/values/roles.ts'

/** The id of the living account with that name. */
export async function findByName(tx: Tx, name: string): Promise<string | undefined> {
  const row = await tx.db
    .selectFrom('accounts as a')
    .select('a.id')
    .where('a.name', '=', name)
    .where(isNotDeleted)
    .executeTakeFirst()
  return row?.id
}

/** A user who can become root of the account (a member who is not suspended), by id or address. */
export async function findActiveMember(tx: Tx, accountId: string, by: { userId: string } | { email: string }) {
  const query = tx.db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.id as userId', 'u.email', 'm.role'])
    .where('m.account_id', '=', accountId)
    .where(isActiveMember)
    .where('u.machine_of', 'is', null)
  const row = await ('userId' in by
    ? query.where('u.id', '=', by.userId)
    : query.where('u.email', '=', by.email)
  ).executeTakeFirst()
  return row && isRole(row.role) ? row : undefined
}

/** The living account that the user is root of. */
export async function findRootAccount(tx: Tx, userId: string): Promise<{ id: string; name: string } | undefined> {
  return tx.db
    .selectFrom('accounts as a')
    .select(['a.id', 'a.name'])
    .where('a.root_user_id', '=', userId)
    .where(isNotDeleted)
    .executeTakeFirst()
}
