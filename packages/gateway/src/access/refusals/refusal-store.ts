import type { Kysely } from 'kysely'
import type { Schema } from '../../platform/database/schema.ts'
import { hasAccepted, isLiveAccount } from '../directory/live.ts'

/** How many accounts of a user are told of one refusal. */
const MOST_ACCOUNTS = 50

/** The live account with that (normalised) name. */
export async function findAccountOfName(db: Kysely<Schema>, name: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('accounts as a')
    .select('a.id')
    .where('a.name', '=', name)
    .where(isLiveAccount)
    .executeTakeFirst()
  return row?.id
}

/** The live accounts that a user has joined, also those that have suspended the user. */
export async function findMembershipsOf(
  db: Kysely<Schema>,
  user: { id: string } | { email: string },
): Promise<{ accountId: string; userId: string }[]> {
  return db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select(['m.account_id as accountId', 'm.user_id as userId'])
    .where('id' in user ? 'u.id' : 'u.email', '=', 'id' in user ? user.id : user.email)
    .where(hasAccepted)
    .where(isLiveAccount)
    .orderBy('m.account_id')
    .limit(MOST_ACCOUNTS)
    .execute()
}
