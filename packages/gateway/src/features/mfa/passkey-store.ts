import type { Kysely } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** A passkey as it is stored at its registration. */
export type NewPasskey = {
  credentialId: string
  publicKey: string
  counter: number
  /** Whether it may be copied to other devices (WebAuthn's BE), which never changes. */
  backupEligible: boolean
  transports: string[]
}

/** A passkey as its owner sees it. */
export type OwnPasskey = {
  credentialId: string
  transports: string[]
  alias: string
  createdAt: number
  lastUsedAt: number | null
}

export async function addPasskey(
  tx: Tx,
  passkey: NewPasskey & { userId: string; alias: string; createdAt: number },
): Promise<boolean> {
  const result = await tx.db
    .insertInto('passkeys')
    .values({
      credential_id: passkey.credentialId,
      user_id: passkey.userId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      backup_eligible: Number(passkey.backupEligible),
      transports: JSON.stringify(passkey.transports),
      alias: passkey.alias,
      created_at: passkey.createdAt,
      last_used_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) > 0
}

/** A user's passkeys, oldest first. */
export async function listPasskeys(db: Kysely<Schema>, userId: string): Promise<OwnPasskey[]> {
  const rows = await db
    .selectFrom('passkeys')
    .select(['credential_id', 'transports', 'alias', 'created_at', 'last_used_at'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('credential_id')
    .execute()
  return rows.map((row) => ({
    credentialId: row.credential_id,
    transports: JSON.parse(row.transports) as string[],
    alias: row.alias,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }))
}

/** A passkey of any user, with the values against which its signature is checked. */
export async function findPasskey(db: Kysely<Schema>, credentialId: string) {
  return db
    .selectFrom('passkeys as p')
    .innerJoin('users as u', 'u.id', 'p.user_id')
    .select([
      'p.user_id as userId',
      'p.public_key as publicKey',
      'p.counter',
      'p.backup_eligible as backupEligible',
      'p.last_used_at as lastUsedAt',
      'u.email',
    ])
    .where('p.credential_id', '=', credentialId)
    .executeTakeFirst()
}

/**
 * Counts a use; false if the passkey was deleted, or if the counter is not greater than the stored one (WebAuthn Level
 * 3, §7.2, step 22). The counters are compared unless both are zero. So with a counter, only one of two uses of the
 * same signature counts.
 */
export async function countUse(
  tx: Tx,
  use: { credentialId: string; userId: string; counter: number; backupEligible: boolean },
): Promise<boolean> {
  const result = await tx.db
    .updateTable('passkeys')
    .set({ counter: use.counter, backup_eligible: Number(use.backupEligible), last_used_at: Date.now() })
    .where('credential_id', '=', use.credentialId)
    .where('user_id', '=', use.userId)
    .where('counter', use.counter === 0 ? '=' : '<', use.counter)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Deletes a passkey of a user; false if the user has none with that id. */
export async function deletePasskey(tx: Tx, userId: string, credentialId: string): Promise<boolean> {
  const result = await tx.db
    .deleteFrom('passkeys')
    .where('user_id', '=', userId)
    .where('credential_id', '=', credentialId)
    .executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}

/** Deletes all passkeys of a user; returns their number. */
export async function deletePasskeys(tx: Tx, userId: string): Promise<number> {
  const result = await tx.db.deleteFrom('passkeys').where('user_id', '=', userId).executeTakeFirst()
  return Number(result.numDeletedRows)
}

export async function countPasskeys(db: Kysely<Schema>, userId: string): Promise<number> {
  const row = await db
    .selectFrom('passkeys')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}
