import type { Kysely } from 'kysely'
import { hasAccepted } from '../../access/directory/live.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** Up to `limit` members after the user `after`, in the order of the users' ids, suspended members included. */
export async function listMembers(
  db: Kysely<Schema>,
  accountId: string,
  after: string,
  limit: number,
): Promise<{ userId: string; email: string }[]> {
  return db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['m.user_id as userId', 'u.email'])
    .where('m.account_id', '=', accountId)
    .where(hasAccepted)
    .where('u.machine_of', 'is', null)
    .where('m.user_id', '>', after)
    .orderBy('m.user_id')
    .limit(limit)
    .execute()
}
