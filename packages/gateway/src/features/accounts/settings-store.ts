import type { Kysely } from 'kysely'
import { type PublicAccount, publicAccountColumns, toPublicAccount } from '../../access/public-account.ts'
import type { Schema } from '../../platform/database/schema.ts'

export async function readPublicAccount(db: Kysely<Schema>, accountId: string): Promise<PublicAccount> {
  const row = await db
    .selectFrom('accounts as a')
    .innerJoin('users as r', 'r.id', 'a.root_user_id')
    .select(publicAccountColumns)
    .where('a.id', '=', accountId)
    .executeTakeFirstOrThrow()
  return toPublicAccount(row)
}
