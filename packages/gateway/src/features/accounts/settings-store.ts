import type { Kysely, Updateable } from 'kysely'
import { type PublicAccount, publicAccountColumns, toPublicAccount } from '../../access/public-account.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { AccountsTable, Schema } from '../../platform/database/schema.ts'

const settings = [
  'country',
  'company_name',
  'address',
  'website',
  'phone_number',
  'onboarding_progress',
  'region',
  'provider',
  'cloud',
  'hub',
  'emergency_credit',
] as const

/** What members may set without more ado, as the columns have it. */
export type SettingsRow = Pick<AccountsTable, (typeof settings)[number]>

/** Takes the row of a living account, as `holdAccount` does, and gives its settings. */
export async function holdSettings(tx: Tx, accountId: string): Promise<SettingsRow | undefined> {
  return tx.db
    .updateTable('accounts')
    .set((eb) => ({ deleted_at: eb.ref('deleted_at') }))
    .where('id', '=', accountId)
    .where('deleted_at', 'is', null)
    .returning(settings)
    .executeTakeFirst()
}

export async function writeSettings(tx: Tx, accountId: string, values: Updateable<SettingsRow>): Promise<void> {
  await tx.db.updateTable('accounts').set(values).where('id', '=', accountId).execute()
}

export async function readPublicAccount(db: Kysely<Schema>, accountId: string): Promise<PublicAccount> {
  const row = await db
    .selectFrom('accounts as a')
    .innerJoin('users as r', 'r.id', 'a.root_user_id')
    .select(publicAccountColumns)
    .where('a.id', '=', accountId)
    .executeTakeFirstOrThrow()
  return toPublicAccount(row)
}
