import type { Kysely } from 'kysely'
import { hasAccepted, isNotDeleted } from '../../access/directory/live.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'
import { listPasskeys, type OwnPasskey } from './passkey-store.ts'

/** What a user has registered, as the operator sees it; none of it is secret. */
export type RegisteredFactors = {
  userId: string
  email: string
  totp: { isOn: boolean; createdAt: number } | undefined
  passkeysAreOn: boolean
  passkeys: OwnPasskey[]
  hasRecoveryCodes: boolean
}

/** The factors of the user with that (normalised) address; undefined if nobody has it. */
export async function findRegisteredFactors(db: Kysely<Schema>, email: string): Promise<RegisteredFactors | undefined> {
  const row = await db
    .selectFrom('users as u')
    .leftJoin('totp_secrets as t', 't.user_id', 'u.id')
    .leftJoin('recovery_codes as r', 'r.user_id', 'u.id')
    .select(['u.id', 'u.email', 'u.totp_enabled_at', 'u.passkey_enabled_at'])
    .select(['t.created_at as totp_created_at', 'r.created_at as codes_created_at'])
    .where('u.email', '=', email)
    .where('u.machine_of', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    userId: row.id,
    email: row.email,
    totp:
      row.totp_created_at === null ? undefined : { isOn: row.totp_enabled_at !== null, createdAt: row.totp_created_at },
    passkeysAreOn: row.passkey_enabled_at !== null,
    passkeys: await listPasskeys(db, row.id),
    hasRecoveryCodes: row.codes_created_at !== null,
  }
}

/**
 * The live accounts of which the user is a member, suspended or not: their audit logs record the removal of factors.
 */
export async function listAccountsOf(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select('a.id')
    .where('m.user_id', '=', userId)
    .where(hasAccepted)
    .where(isNotDeleted)
    .orderBy('a.id')
    .execute()
  return rows.map(({ id }) => id)
}
