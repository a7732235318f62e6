import { type Kysely, sql } from 'kysely'
import type { KeyDescription } from '../../access/key-description.ts'
import { type LimitColumns, limitSelection, toLimitValues } from '../../access/key-limits/key-limits.ts'
import type { Tx } from '../../platform/database/database.ts'
import { prepared } from '../../platform/database/prepared.ts'
import type { Schema } from '../../platform/database/schema.ts'
import type { Role } from '../../platform/values/roles.ts'
import { isInFamily, type Reach } from './family-store.ts'
import type { MintedRow } from './mint.ts'
import { addTags } from './tag-store.ts'

/** The row of an API key, without its hash and its sealed seed. */
export type ApiKeyRow = LimitColumns &
  KeyDescription & {
    id: string
    userId: string
    name: string
    lastFour: string
    createdAt: number
    expiresAt: number
    lastUsedAt: number | null
    /** The key that issued this one, if a key did. */
    issuedBy: string | null
    /** The key that this key was made to replace, and the one that replaced it. */
    replaces: string | null
    replacedBy: string | null
    /** Since when the key is disabled; null if it is enabled. */
    disabledAt: number | null
    /** Since when the message bus refuses its creds, because of its limits or because it or a key above it is disabled. */
    credsBlockedAt: number | null
    /** How an imported key begins; null for our own. */
    start: string | null
    /** A rotated key also ends after so many days without a use; null if only the end of its grace ends it. */
    retireSilentDays: number | null
  }

const columns = [
  'k.id',
  'k.user_id as userId',
  'k.name',
  'k.last_4 as lastFour',
  'k.created_at as createdAt',
  'k.expires_at as expiresAt',
  'k.last_used_at as lastUsedAt',
  'k.issued_by_key_id as issuedBy',
  ...limitSelection,
  'k.environment',
  'k.metadata',
  'k.tags',
  'k.disabled_at as disabledAt',
  'k.creds_barred_at as credsBlockedAt',
  'k.replaces_key_id as replaces',
  'k.replaced_by_key_id as replacedBy',
  'k.retire_silent_days as retireSilentDays',
  'k.key_start as start',
] as const

/** Whether that key of the account is not deleted, disabled or expired. */
export async function isLiveKey(db: Kysely<Schema>, accountId: string, keyId: string, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('api_keys')
    .select('id')
    .where('id', '=', keyId)
    .where('account_id', '=', accountId)
    .where('deleted_at', 'is', null)
    .where('disabled_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** When a key of the account expires, in milliseconds since the epoch; undefined if there is no such key. */
export async function findExpiry(db: Kysely<Schema>, accountId: string, id: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('api_keys')
    .select('expires_at')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.expires_at
}

export type NewApiKey = MintedRow &
  LimitColumns &
  KeyDescription & {
    accountId: string
    userId: string
    name: string
    issuedByKeyId: string | null
    credsBlockedAt: number | null
  }

/** The columns of a row that come from minting the key. */
export function mintedColumns(row: MintedRow) {
  return {
    id: row.id,
    key_hash: row.keyHash,
    last_4: row.lastFour,
    nats_user_key: row.natsUserKey,
    nats_seed_sealed: row.natsSeedSealed,
    created_at: row.createdAt,
    expires_at: row.expiresAt,
  }
}

const insertKey = prepared((db, key: NewApiKey) =>
  db.insertInto('api_keys').values({
    ...mintedColumns(key),
    account_id: key.accountId,
    user_id: key.userId,
    name: key.name,
    issued_by_key_id: key.issuedByKeyId,
    environment: key.environment,
    metadata: key.metadata,
    tags: key.tags,
    ...toLimitValues(key),
    creds_barred_at: key.credsBlockedAt,
  }),
)

export async function addApiKey(tx: Tx, key: NewApiKey): Promise<void> {
  await insertKey(tx.db, key)
  await addTags(tx, key)
}

/** The keys of the account that are neither deleted nor expired, as `k`. */
export function liveKeys(db: Kysely<Schema>, accountId: string, now: number) {
  return undeletedKeys(db, accountId).where('k.expires_at', '>', now)
}

function undeletedKeys(db: Kysely<Schema>, accountId: string) {
  return db
    .selectFrom('api_keys as k')
    .select(columns)
    .where('k.account_id', '=', accountId)
    .where('k.deleted_at', 'is', null)
}

/** The row of a key in a list. */
export type ListedKeyRow = ApiKeyRow & {
  /** The network of the latest use, on the latest day that has networks; null if none is known. */
  lastNetwork: string | null
}

/** For each row of a list by the primary key of the networks: a key has 20 of one day at most. */
export const lastNetwork = sql<string | null>`(select n.network from api_key_networks as n
  where n.api_key_id = k.id order by n.day desc, n.last_used_at desc limit 1)`.as('lastNetwork')

/** The user's live keys in the account, oldest first; with `reach` those of a family (family-store.ts). */
export async function listApiKeys(
  db: Kysely<Schema>,
  accountId: string,
  userId: string,
  now: number,
  reach?: Reach,
): Promise<ListedKeyRow[]> {
  const own = liveKeys(db, accountId, now).select(lastNetwork).where('k.user_id', '=', userId)
  return (reach ? own.where(isInFamily(reach)) : own).orderBy('k.id').execute()
}

/** The live keys of the account itself with the role of each, oldest first. */
export async function listAccountKeys(
  db: Kysely<Schema>,
  accountId: string,
  now: number,
): Promise<(ListedKeyRow & { role: Role })[]> {
  return ownedKeys(db, accountId, now)
    .select(['m.role', lastNetwork])
    .where('u.machine_of', '=', accountId)
    .orderBy('k.id')
    .execute()
}

/** The same with the membership (`m`) and the user (`u`) of each. */
export function ownedKeys(db: Kysely<Schema>, accountId: string, now: number) {
  return keysWithOwners(db, accountId).where('k.expires_at', '>', now)
}

/** The same with keys that have expired and are not deleted yet. */
export function keysWithOwners(db: Kysely<Schema>, accountId: string) {
  return undeletedKeys(db, accountId)
    .innerJoin('memberships as m', (join) =>
      join.onRef('m.account_id', '=', 'k.account_id').onRef('m.user_id', '=', 'k.user_id'),
    )
    .innerJoin('users as u', 'u.id', 'k.user_id')
}

/**
 * Restricts a search to one user's keys, and, with `orAccounts`, those of the account itself; without it, all keys of
 * the account are searched.
 */
export type Among = { userId: string; orAccounts: boolean; reach?: Reach | undefined }

export type OwnedApiKey = ApiKeyRow & { ownerRole: Role; serviceAccountOf: string | null }

/**
 * The live keys of the account with that id or one of the hashes, with the role of each owner, and whether it belongs to
 * the account. There are several if a key was imported as SHA-256 and as HMAC too: enabled ones first, then the first
 * import.
 */
export async function findApiKeys(
  db: Kysely<Schema>,
  accountId: string,
  by: { id: string } | { keyHashes: readonly string[] },
  now: number,
  among?: Among,
): Promise<OwnedApiKey[]> {
  let query = ownedKeys(db, accountId, now).select(['m.role as ownerRole', 'u.machine_of as serviceAccountOf'])
  if (among?.orAccounts)
    query = query.where((eb) => eb.or([eb('k.user_id', '=', among.userId), eb('u.machine_of', '=', accountId)]))
  else if (among) query = query.where('k.user_id', '=', among.userId)
  if (among?.reach && !among.orAccounts) query = query.where(isInFamily(among.reach))
  if ('id' in by) return query.where('k.id', '=', by.id).execute()
  if (by.keyHashes.length === 0) return []
  return query.where('k.key_hash', 'in', by.keyHashes).orderBy(enabledFirst).orderBy('k.id').execute()
}

const enabledFirst = sql`case when k.disabled_at is null then 0 else 1 end`

/** The live key of the account with that id. */
export async function findApiKey(
  db: Kysely<Schema>,
  accountId: string,
  by: { id: string },
  now: number,
): Promise<OwnedApiKey | undefined> {
  const [key] = await findApiKeys(db, accountId, by, now)
  return key
}

/** Finds the sealed seed of a user's own live key, by the hashes that the key may have. */
export async function findSealedSeed(
  db: Kysely<Schema>,
  owner: { accountId: string; userId: string },
  keyHashes: readonly string[],
  now: number,
) {
  if (keyHashes.length === 0) return undefined
  return db
    .selectFrom('api_keys as k')
    .select(['id', 'nats_user_key as userPublicKey', 'nats_seed_sealed as seedSealed', 'expires_at as expiresAt'])
    .select('creds_barred_at as blockedAt')
    .where('account_id', '=', owner.accountId)
    .where('user_id', '=', owner.userId)
    .where('key_hash', 'in', keyHashes)
    .where('deleted_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy(enabledFirst)
    .orderBy('k.id')
    .executeTakeFirst()
}

/** Stores the NATS user of an imported key; false if it has one already, or may have none any more. */
export async function storeFirstSeed(
  tx: Tx,
  accountId: string,
  id: string,
  { userPublicKey, seedSealed }: { userPublicKey: string; seedSealed: string },
): Promise<boolean> {
  const result = await tx.db
    .updateTable('api_keys')
    .set({ nats_user_key: userPublicKey, nats_seed_sealed: seedSealed })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where('nats_user_key', '=', '')
    .where('deleted_at', 'is', null)
    .where('creds_barred_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/**
 * The live keys that the given keys issued, and the keys that those issued, and so on. All of them have the same owner,
 * because nobody can issue a key for another user.
 */
export async function listDescendants(
  tx: Pick<Tx, 'db'>,
  accountId: string,
  userId: string,
  ...ids: string[]
): Promise<ApiKeyRow[]> {
  const descendants: ApiKeyRow[] = []
  for (let parents = ids; parents.length > 0; ) {
    const rows = await tx.db
      .selectFrom('api_keys as k')
      .select(columns)
      .where('k.account_id', '=', accountId)
      .where('k.user_id', '=', userId)
      .where('k.issued_by_key_id', 'in', parents)
      .where('k.deleted_at', 'is', null)
      .execute()
    parents = rows.map((row) => row.id)
    descendants.push(...rows)
  }
  return descendants
}
