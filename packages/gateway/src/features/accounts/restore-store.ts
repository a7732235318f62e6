import type { Tx } from '../../platform/database/database.ts'
import { isRole } from '../../platform/values/roles.ts'

/** A deleted account, with what its restoration has to look at. */
export type RestorableAccount = {
  name: string
  displayName: string
  rootUserId: string
  streamsPurgedAt: number | null
}

/** Takes the row of a deleted account; undefined if there is none with that id. Writes nothing. */
export async function holdDeletedAccount(tx: Tx, accountId: string): Promise<RestorableAccount | undefined> {
  return tx.db
    .updateTable('accounts')
    .set((eb) => ({ deleted_at: eb.ref('deleted_at') }))
    .where('id', '=', accountId)
    .where('deleted_at', 'is not', null)
    .returning(['name', 'display_name as displayName', 'root_user_id as rootUserId'])
    .returning('streams_purged_at as streamsPurgedAt')
    .executeTakeFirst()
}

/** The id of the living account with that name. */
export async function findByName(tx: Tx, name: string): Promise<string | undefined> {
  const row = await tx.db
    .selectFrom('accounts')
    .select('id')
    .where('name', '=', name)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return row?.id
}

/** A user who could be root of the account: a member, not suspended; by id or address. */
export async function findActiveMember(tx: Tx, accountId: string, by: { userId: string } | { email: string }) {
  const query = tx.db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.id as userId', 'u.email', 'm.role'])
    .where('m.account_id', '=', accountId)
    .where('m.accepted_at', 'is not', null)
    .where('m.suspended_at', 'is', null)
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
    .selectFrom('accounts')
    .select(['id', 'name'])
    .where('root_user_id', '=', userId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
}

/** Makes the member root, and whoever was it an administrator. */
export async function replaceRoot(tx: Tx, accountId: string, userId: string): Promise<void> {
  const members = tx.db.updateTable('memberships').where('account_id', '=', accountId)
  await members.set({ role: 'admin' }).where('role', '=', 'root').execute()
  await members.set({ role: 'root' }).where('user_id', '=', userId).execute()
  await tx.db.updateTable('accounts').set({ root_user_id: userId }).where('id', '=', accountId).execute()
}

export async function markRestored(tx: Tx, accountId: string, name: { name: string; displayName: string }) {
  await tx.db
    .updateTable('accounts')
    .set({ name: name.name, display_name: name.displayName, deleted_at: null, streams_purged_at: null })
    .where('id', '=', accountId)
    .execute()
}
