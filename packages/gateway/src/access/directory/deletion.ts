import type { Kysely } from 'kysely'
import { isForeignKeyViolation, type Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** Whether the user is root of an account that is not deleted. */
export async function isRootOfLiving(db: Kysely<Schema>, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('accounts')
    .select('id')
    .where('root_user_id', '=', userId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** Ids of every account that has one of these users written in it, in order: invitations and deleted accounts too. */
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

/**
 * Deletes the user's record and all that hangs on it: memberships, sessions, factors, codes, links. Says `gone` if
 * there was none, and `root` if they are root of an account, in which case the transaction must not be committed.
 */
export async function deleteUserRecord(tx: Tx, userId: string): Promise<'deleted' | 'gone' | 'root'> {
  try {
    const result = await tx.db.deleteFrom('users').where('id', '=', userId).executeTakeFirst()
    return Number(result.numDeletedRows) > 0 ? 'deleted' : 'gone'
  } catch (error) {
    if (isForeignKeyViolation(error)) return 'root'
    throw error
  }
}
