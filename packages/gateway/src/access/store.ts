import type { Kysely } from 'kysely'
import { publicAccountColumns, toPublicAccount } from '../accounts/public-account.ts'
import type { Tx } from '../database/database.ts'
import { prepared } from '../database/prepared.ts'
import type { Schema } from '../database/schema.ts'
import { endingOf } from './key-ending.ts'
import type { Access } from './principal.ts'
import { isRole, type Role } from './roles.ts'
import { isFromNothingOrLiveKey } from './session-liveness.ts'

/**
 * A credential gives access only through a live membership (accepted, not suspended) in a live account (activated, not
 * deleted): one query, so that no combination of the four can be seen half-changed.
 */
function liveMembers(db: Kysely<Schema>, now: number) {
  return db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .innerJoin('users as r', 'r.id', 'a.root_user_id')
    .where('m.accepted_at', 'is not', null)
    .where('m.suspended_at', 'is', null)
    .where('a.activated_at', '<=', now)
    .where('a.deleted_at', 'is', null)
    .select(['m.role', 'm.user_id', 'm.account_id', 'u.email', 'u.machine_of'])
    .select(publicAccountColumns)
}

const findKey = prepared((db, { keyHash, now }: { keyHash: string; now: number }) =>
  liveMembers(db, now)
    .innerJoin('api_keys as k', (join) =>
      join.onRef('k.account_id', '=', 'm.account_id').onRef('k.user_id', '=', 'm.user_id'),
    )
    .where('k.key_hash', '=', keyHash)
    .where('k.deleted_at', 'is', null)
    .where('k.expires_at', '>', now)
    .select(['k.id as key_id', 'k.expires_at', 'k.replaced_by_key_id']),
)

/** The access that a live API key gives, found by the key's hash. */
export async function findByApiKey(db: Kysely<Schema>, keyHash: string, now: number): Promise<Access | undefined> {
  const [row] = await findKey(db, { keyHash, now })
  if (!row || !isRole(row.role)) return undefined
  const { role, user_id: userId, account_id: accountId, email, key_id: keyId, expires_at: expiresAt } = row
  const principal = {
    kind: 'key' as const,
    userId,
    isMachine: row.machine_of !== null,
    email,
    accountId,
    role,
    credentialId: keyId,
    apiKeyId: keyId,
    expiresAt,
  }
  return withEnding({ principal, account: toPublicAccount(row) }, expiresAt, row.replaced_by_key_id, now)
}

function withEnding(access: Access, expiresAt: number, replacedBy: string | null, now: number): Access {
  const ending = endingOf({ expiresAt, replacedBy }, now)
  return ending ? { ...access, ending } : access
}

/** The access that the one honoured access token (`jti`) of a live session gives; it ends with the key behind it. */
export async function findBySession(
  db: Kysely<Schema>,
  sessionId: string,
  tokenId: string,
  now: number,
): Promise<Access | undefined> {
  const row = await liveMembers(db, now)
    .innerJoin('sessions as s', (join) =>
      join.onRef('s.account_id', '=', 'm.account_id').onRef('s.user_id', '=', 'm.user_id'),
    )
    .leftJoin('api_keys as k', 'k.id', 's.api_key_id')
    .where('s.id', '=', sessionId)
    .where('s.access_token_id', '=', tokenId)
    .where('s.ended_at', 'is', null)
    .where('s.access_expires_at', '>', now)
    .where('s.expires_at', '>', now)
    .where(isFromNothingOrLiveKey(now))
    .select(['s.id as session_id', 's.kind', 's.api_key_id', 's.access_expires_at'])
    .select(['k.expires_at as key_expires_at', 'k.replaced_by_key_id'])
    .executeTakeFirst()
  if (!row || !isRole(row.role)) return undefined
  const {
    role,
    user_id: userId,
    account_id: accountId,
    email,
    kind,
    session_id: credentialId,
    api_key_id: apiKeyId,
  } = row
  const keyExpiresAt = row.key_expires_at ?? Number.POSITIVE_INFINITY
  const expiresAt = Math.min(row.access_expires_at, keyExpiresAt)
  const isMachine = row.machine_of !== null
  const principal = { kind, userId, isMachine, email, accountId, role, credentialId, apiKeyId, expiresAt }
  const access = { principal, account: toPublicAccount(row) }
  return apiKeyId === null ? access : withEnding(access, keyExpiresAt, row.replaced_by_key_id, now)
}

/** A member of the account by address, pending and suspended ones too; a machine member has none that names it. */
export async function findMember(
  db: Kysely<Schema>,
  accountId: string,
  email: string,
): Promise<{ userId: string; role: Role } | undefined> {
  const row = await db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['m.user_id as userId', 'm.role'])
    .where('m.account_id', '=', accountId)
    .where('u.email', '=', email)
    .where('u.machine_of', 'is', null)
    .executeTakeFirst()
  return row && isRole(row.role) ? row : undefined
}

/**
 * Whether a person is more than a member of this account (Decision 10): a member of another one that is not deleted,
 * suspended there or not, or not yet a member of this one. An invitation that waits binds nobody, here or elsewhere.
 */
export async function belongsElsewhere(db: Kysely<Schema>, accountId: string, userId: string): Promise<boolean> {
  const accounts = await db
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select('a.id')
    .where('m.user_id', '=', userId)
    .where('m.accepted_at', 'is not', null)
    .where('a.deleted_at', 'is', null)
    .limit(2)
    .execute()
  return accounts.length !== 1 || accounts[0]?.id !== accountId
}

export async function markUsed(tx: Tx, keyIds: string[], at: number): Promise<void> {
  await tx.db.updateTable('api_keys').set({ last_used_at: at }).where('id', 'in', keyIds).execute()
}
