import type { Kysely } from 'kysely'
import type { Schema } from '../../../platform/database/schema.ts'

/**
 * The names of these keys on the message bus, and that of their account. Keys whose creds the message bus refuses are
 * left out: they have no connections. So are imported keys that never had creds.
 */
export async function findBusUsers(
  db: Kysely<Schema>,
  accountId: string,
  keyIds: readonly string[],
): Promise<{ accountPublicKey: string | null; userPublicKeys: string[] }> {
  const rows = await db
    .selectFrom('api_keys as k')
    .innerJoin('accounts as a', 'a.id', 'k.account_id')
    .select(['a.nats_public_key as accountPublicKey', 'k.nats_user_key as userPublicKey'])
    .where('k.account_id', '=', accountId)
    .where('k.id', 'in', keyIds)
    .where('k.creds_barred_at', 'is', null)
    .where('k.nats_user_key', '<>', '')
    .execute()
  return {
    accountPublicKey: rows[0]?.accountPublicKey ?? null,
    userPublicKeys: rows.map((row) => row.userPublicKey),
  }
}
