import type { Kysely } from 'kysely'
import { isActiveMember } from '../../access/directory/live.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { prepared } from '../../platform/database/prepared.ts'
import type { Schema } from '../../platform/database/schema.ts'
import { isRole } from '../../platform/values/roles.ts'
import type { AccountState } from './account-claims.ts'
import { MOST_REPLICAS } from './account-claims.ts'

/**
 * Everything that an account's claims are built from, except its shares (shares-store.ts), with the version of those
 * claims.
 */
export type StoredClaims = {
  state: Omit<AccountState, 'exports' | 'imports'>
  version: number
  /** Digest of the exports in the claims that were pushed last. */
  exportsPushed: string | null
}

/** A member's signing key on the message bus; the seed is sealed under the master key. */
export type MemberSigningKey = { publicKey: string; seedSealed: string; version: number; accountPublicKey: string }

/** The rows behind an account's claims; undefined before the activation. */
export async function readStoredClaims(db: Kysely<Schema>, accountId: string): Promise<StoredClaims | undefined> {
  // The version is read first: a change that comes in between has a higher version and is pushed again.
  const account = await db
    .selectFrom('accounts as a')
    .leftJoin('account_meshes as m', 'm.account_id', 'a.id')
    .select(['a.display_name', 'a.nats_public_key', 'a.claims_version', 'a.claims_issued_at', 'a.deleted_at'])
    .select(['a.exports_pushed', 'a.suspended_at', 'm.most_replicas'])
    .where('a.id', '=', accountId)
    .executeTakeFirst()
  if (!account?.nats_public_key) return undefined
  const members = await db
    .selectFrom('memberships as m')
    .select(['m.nats_signing_key', 'm.role'])
    .where('m.account_id', '=', accountId)
    .where('m.nats_signing_key', 'is not', null)
    .where(isActiveMember)
    .execute()
  // This finds all keys to revoke: the sweep purges a deleted key only some time after its creds have expired.
  const keys = db
    .selectFrom('api_keys')
    .select('nats_user_key')
    // If a key is in its grace period, creds that were issued earlier expire later than the key.
    .select((eb) => eb.fn.coalesce('creds_expire_at', 'expires_at').as('ends_at'))
    .where('account_id', '=', accountId)
    // An imported key that never had creds: the message bus has never heard of it.
    .where('nats_user_key', '<>', '')
  // Two queries instead of one condition with "or": each of them has an index of its own.
  const blocked = keys.where('creds_barred_at', 'is not', null).where('deleted_at', 'is', null)
  const revoked = await keys.where('deleted_at', 'is not', null).unionAll(blocked).execute()
  const state = {
    accountPublicKey: account.nats_public_key,
    name: account.display_name,
    issuedAtSeconds: account.claims_issued_at,
    members: members.flatMap(({ nats_signing_key: signingKey, role }) =>
      signingKey && isRole(role) ? [{ signingKey, role }] : [],
    ),
    revocations: revoked.map((key) => ({
      userPublicKey: key.nats_user_key,
      untilSeconds: Math.floor(key.ends_at / 1000),
    })),
    mostReplicas: account.most_replicas ?? MOST_REPLICAS,
    closed: account.deleted_at !== null || account.suspended_at !== null,
  }
  return { state, version: account.claims_version, exportsPushed: account.exports_pushed }
}

/** The version that the account's claims have now; 0 for an account that is not there. */
export async function readVersion(database: Database, accountId: string): Promise<number> {
  const row = await database.read
    .selectFrom('accounts')
    .select('claims_version')
    .where('id', '=', accountId)
    .executeTakeFirst()
  return row?.claims_version ?? 0
}

export async function readPushedVersion(database: Database, accountId: string): Promise<number> {
  const row = await database.read
    .selectFrom('accounts')
    .select('claims_pushed_version')
    .where('id', '=', accountId)
    .executeTakeFirst()
  return row?.claims_pushed_version ?? 0
}

/** Whether the NATS servers ever confirmed claims of the account. */
export async function wasPushed(tx: Tx, accountId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', accountId)
    .where('claims_pushed_version', '>', 0)
    .executeTakeFirst()
  return row !== undefined
}

/** The account's public key on the message bus; undefined before the activation. */
export async function readAccountKey(db: Kysely<Schema>, accountId: string): Promise<string | undefined> {
  const row = await db.selectFrom('accounts').select('nats_public_key').where('id', '=', accountId).executeTakeFirst()
  return row?.nats_public_key ?? undefined
}

const findMemberKey = prepared((db, { accountId, userId }: { accountId: string; userId: string }) =>
  db
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select(['m.nats_signing_key', 'm.nats_signing_seed_sealed', 'm.nats_signing_version', 'a.nats_public_key'])
    .where('m.account_id', '=', accountId)
    .where('m.user_id', '=', userId),
)

export async function readMemberKey(
  db: Kysely<Schema>,
  accountId: string,
  userId: string,
): Promise<MemberSigningKey | undefined> {
  const [row] = await findMemberKey(db, { accountId, userId })
  if (!row?.nats_signing_key || !row.nats_signing_seed_sealed || !row.nats_public_key) return undefined
  return {
    publicKey: row.nats_signing_key,
    seedSealed: row.nats_signing_seed_sealed,
    version: row.nats_signing_version,
    accountPublicKey: row.nats_public_key,
  }
}

/** Ids of activated accounts after `after`, in order, for a run over all of them. */
export async function listActivatedAccounts(db: Kysely<Schema>, after: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('accounts')
    .select('id')
    .where('id', '>', after)
    .where('nats_public_key', 'is not', null)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}
