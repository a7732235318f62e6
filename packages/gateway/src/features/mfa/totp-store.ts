import type { Kysely } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** Stores a secret that waits for its first code; it replaces an earlier one. */
export async function putRegistration(
  tx: Tx,
  { userId, secretSealed, expiresAt }: { userId: string; secretSealed: string; expiresAt: number },
): Promise<void> {
  const values = { secret_sealed: secretSealed, expires_at: expiresAt }
  await tx.db
    .insertInto('totp_registrations')
    .values({ user_id: userId, ...values })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(values))
    .execute()
}

/** The sealed secret of a registration that is still open. */
export async function findRegistration(db: Kysely<Schema>, userId: string, now: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('totp_registrations')
    .select('secret_sealed')
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row?.secret_sealed
}

/**
 * Deletes a registration that is confirmed now; false if another request did it first, or a newer registration has
 * replaced it.
 */
export async function takeRegistration(tx: Tx, userId: string, secretSealed: string): Promise<boolean> {
  const result = await tx.db
    .deleteFrom('totp_registrations')
    .where('user_id', '=', userId)
    .where('secret_sealed', '=', secretSealed)
    .executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}

export async function deleteRegistration(tx: Tx, userId: string): Promise<void> {
  await tx.db.deleteFrom('totp_registrations').where('user_id', '=', userId).execute()
}

export async function deleteExpiredRegistrations(tx: Tx, now: number): Promise<void> {
  await tx.db.deleteFrom('totp_registrations').where('expires_at', '<=', now).execute()
}

/** Stores a user's secret in place of an earlier one. */
export async function putTotp(
  tx: Tx,
  { userId, secretSealed, lastStep }: { userId: string; secretSealed: string; lastStep: number },
): Promise<void> {
  const values = { secret_sealed: secretSealed, last_step: lastStep, created_at: Date.now() }
  await tx.db
    .insertInto('totp_secrets')
    .values({ user_id: userId, ...values })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(values))
    .execute()
}

export async function findTotp(
  db: Kysely<Schema>,
  userId: string,
): Promise<{ secretSealed: string; lastStep: number } | undefined> {
  return db
    .selectFrom('totp_secrets')
    .select(['secret_sealed as secretSealed', 'last_step as lastStep'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/**
 * Accepts a time step; false if this step or a later one was accepted before (by any gateway), or if the secret has
 * changed.
 */
export async function acceptStep(
  tx: Tx,
  { userId, secretSealed, step }: { userId: string; secretSealed: string; step: number },
): Promise<boolean> {
  const result = await tx.db
    .updateTable('totp_secrets')
    .set({ last_step: step })
    .where('user_id', '=', userId)
    .where('secret_sealed', '=', secretSealed)
    .where('last_step', '<', step)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Deletes a user's secret; false if there was none. */
export async function deleteTotp(tx: Tx, userId: string): Promise<boolean> {
  const result = await tx.db.deleteFrom('totp_secrets').where('user_id', '=', userId).executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}
