import type { Kysely } from 'kysely'
import { type SettingsRow, settingColumns } from '../../access/directory/accounts.ts'
import { type PublicAccount, publicAccountColumns, toPublicAccount } from '../../access/public-account.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
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

/** The settings of an account; nobody else changes them before `tx` ends, because the account is locked. */
export async function readSettings(tx: Tx, { accountId }: LockedAccount): Promise<SettingsRow> {
  return tx.db.selectFrom('accounts').select(settingColumns).where('id', '=', accountId).executeTakeFirstOrThrow()
}
