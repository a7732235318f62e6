import type { Kysely } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import { type LockedUser, lockUserReading } from '../../platform/database/locks.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** The user's address, and which factors are switched on. */
export type FactorState = { email: string; totp: boolean; passkey: boolean }

const stateColumns = ['email', 'totp_enabled_at', 'passkey_enabled_at'] as const

type StateRow = { email: string; totp_enabled_at: number | null; passkey_enabled_at: number | null }

const toState = (row: StateRow): FactorState => ({
  email: row.email,
  totp: row.totp_enabled_at !== null,
  passkey: row.passkey_enabled_at !== null,
})

export async function readFactors(db: Kysely<Schema>, userId: string): Promise<FactorState | undefined> {
  const row = await db.selectFrom('users').select(stateColumns).where('id', '=', userId).executeTakeFirst()
  return row && toState(row)
}

/**
 * The same, and locks the user until `tx` ends: if one transaction switches a factor on while another deletes it,
 * neither may see the other half done, or the user would be asked for a factor that they don't have.
 */
export async function lockFactors(tx: Tx, userId: string): Promise<(FactorState & { user: LockedUser }) | undefined> {
  const row = await lockUserReading(tx, userId, (user) => user.select(stateColumns))
  return row && { ...toState(row), user: row }
}

/** Switches factors on or off; factors that are not named stay unchanged. */
export async function switchFactors(
  tx: Tx,
  { userId }: LockedUser,
  { totp, passkey }: { totp?: boolean | undefined; passkey?: boolean | undefined },
): Promise<void> {
  const now = Date.now()
  const values = {
    ...(totp !== undefined && { totp_enabled_at: totp ? now : null }),
    ...(passkey !== undefined && { passkey_enabled_at: passkey ? now : null }),
  }
  await tx.db.updateTable('users').set(values).where('id', '=', userId).execute()
}
