import type { Database, Tx } from '../../platform/database/database.ts'
import { type LockedAccount, writtenAccount } from '../../platform/database/locks.ts'

/** The new version of an account's claims; the account is locked. */
export type RaisedClaims = LockedAccount & { version: number }

/**
 * Counts a change of the claims and so locks the account: on PostgreSQL, changes to the keys and members of one account
 * run one after the other from here on. One statement, since most changes to the claims begin with it.
 */
export async function raiseClaimsVersion(tx: Tx, accountId: string, now: number): Promise<RaisedClaims> {
  const seconds = Math.floor(now / 1000)
  const row = await tx.db
    .updateTable('accounts')
    .set((eb) => ({
      claims_version: eb('claims_version', '+', 1),
      claims_issued_at: eb
        .case()
        .when('claims_issued_at', '<', seconds)
        .then(seconds)
        .else(eb('claims_issued_at', '+', 1))
        .end(),
    }))
    .where('id', '=', accountId)
    .returning('claims_version')
    .executeTakeFirstOrThrow()
  return { ...writtenAccount(accountId), version: row.claims_version }
}

export async function markPushed(database: Database, accountId: string, version: number): Promise<void> {
  await database.transaction(async ({ db }) => {
    await db
      .updateTable('accounts')
      .set({ claims_pushed_version: version })
      .where('id', '=', accountId)
      .where('claims_pushed_version', '<', version)
      .execute()
  })
}

export async function setAccountKey(
  tx: Tx,
  { accountId }: LockedAccount,
  key: { publicKey: string; seedSealed: string },
): Promise<void> {
  await tx.db
    .updateTable('accounts')
    .set({ nats_public_key: key.publicKey, nats_seed_sealed: key.seedSealed })
    .where('id', '=', accountId)
    .where('nats_public_key', 'is', null)
    .execute()
}

/** Records which exports the servers have been told about. */
export async function markExportsPushed(tx: Tx, accountId: string, digest: string | null): Promise<void> {
  await tx.db.updateTable('accounts').set({ exports_pushed: digest }).where('id', '=', accountId).execute()
}
