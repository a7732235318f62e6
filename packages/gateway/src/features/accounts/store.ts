import type { Kysely } from 'kysely'
import { isNotDeleted } from '../../access/directory/live.ts'
import type { Schema } from '../../platform/database/schema.ts'
import { findLookAlike } from './looks-store.ts'

/** What createAccount needs to know of a user. */
export type KnownUser = {
  id: string
  email: string
  passwordHash: string | null
  emailConfirmed: boolean
  isRootSomewhere: boolean
}

export async function findKnownUser(db: Kysely<Schema>, email: string): Promise<KnownUser | undefined> {
  const row = await db
    .selectFrom('users as u')
    .leftJoin('accounts as a', (join) => join.onRef('a.root_user_id', '=', 'u.id').on(isNotDeleted))
    .select(['u.id', 'u.email', 'u.password_hash', 'u.email_confirmed_at', 'a.id as root_account_id'])
    .where('u.email', '=', email)
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      email: row.email,
      passwordHash: row.password_hash,
      emailConfirmed: row.email_confirmed_at !== null,
      isRootSomewhere: row.root_account_id !== null,
    }
  )
}

/**
 * True if a living account other than `except` has the name, or a name that looks like it. A waiting sign-up reserves
 * its name only against other sign-ups (sign-up-store.ts).
 */
export async function isNameTaken(
  db: Kysely<Schema>,
  { name, displayName }: { name: string; displayName: string },
  except?: string,
): Promise<boolean> {
  let query = db.selectFrom('accounts as a').select('a.id').where('a.name', '=', name).where(isNotDeleted)
  if (except !== undefined) query = query.where('a.id', '!=', except)
  const account = await query.executeTakeFirst()
  return account !== undefined || (await findLookAlike(db, displayName, except)) !== undefined
}

/** What a change of a living account reads first. The caller has locked the account, so that the values stay true. */
export async function findLiving(
  db: Kysely<Schema>,
  accountId: string,
): Promise<
  { name: string; displayName: string; deletionScheduledFor: number | null; suspendedAt: number | null } | undefined
> {
  return db
    .selectFrom('accounts as a')
    .select(['a.name', 'a.display_name as displayName', 'a.deletion_scheduled_for as deletionScheduledFor'])
    .select('a.suspended_at as suspendedAt')
    .where('a.id', '=', accountId)
    .where(isNotDeleted)
    .executeTakeFirst()
}
