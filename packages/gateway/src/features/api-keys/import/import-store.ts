import { sql } from 'kysely'
import { tagListOf } from '../../../access/key-description.ts'
import { toLimitValues } from '../../../access/key-limits/key-limits.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { Role } from '../../../platform/values/roles.ts'
import type { RowToImport } from './read-row.ts'

/** Each key has 24 parameters, and SQLite takes 32,766. */
const KEYS_PER_STATEMENT = 250
/** Each has three. */
const TAGS_PER_STATEMENT = 5000

export type NewImport = RowToImport & {
  id: string
  keyHash: string
  accountId: string
  userId: string
  issuedByKeyId: string | null
  createdAt: number
  credsBlockedAt: number | null
}

/** The ids of those keys that have a row, by their hashes; deleted ones too. */
export async function findExisting(tx: Tx, keyHashes: readonly string[]): Promise<Map<string, string>> {
  if (keyHashes.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('api_keys')
    .select(['id', 'key_hash as keyHash'])
    .where('key_hash', 'in', keyHashes)
    .execute()
  return new Map(rows.map(({ id, keyHash }) => [keyHash, id]))
}

/** The rows have no NATS user: that is made when somebody has the whole key and asks for its creds. */
export async function addImports(tx: Tx, keys: readonly NewImport[]): Promise<void> {
  // In the order of the index that they are spread over most: each of its pages is then read and written once.
  const sorted = keys.toSorted((a, b) => (a.keyHash < b.keyHash ? -1 : 1))
  for (let start = 0; start < sorted.length; start += KEYS_PER_STATEMENT) {
    const rows = sorted.slice(start, start + KEYS_PER_STATEMENT).map((key) => ({
      id: key.id,
      account_id: key.accountId,
      user_id: key.userId,
      name: key.name,
      key_hash: key.keyHash,
      last_4: key.lastFour,
      nats_user_key: '',
      nats_seed_sealed: '',
      issued_by_key_id: key.issuedByKeyId,
      created_at: key.createdAt,
      expires_at: key.expiresAt,
      environment: key.environment,
      metadata: key.metadata,
      tags: key.tags,
      disabled_at: key.disabled ? key.createdAt : null,
      creds_barred_at: key.credsBlockedAt,
      imported_digest: key.digest,
      key_start: key.start,
      ...toLimitValues(key),
    }))
    await tx.db.insertInto('api_keys').values(rows).execute()
  }
  const tags = keys.flatMap((key) =>
    tagListOf(key).map((tag) => ({ account_id: key.accountId, tag, api_key_id: key.id })),
  )
  for (let start = 0; start < tags.length; start += TAGS_PER_STATEMENT)
    await tx.db
      .insertInto('api_key_tags')
      .values(tags.slice(start, start + TAGS_PER_STATEMENT))
      .execute()
}

/** The service account with the role that imported keys of the account have already, if there is one. */
export async function findImportingServiceAccount(
  db: Tx['db'],
  accountId: string,
  role: Role,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select('m.user_id as userId')
    .where('m.account_id', '=', accountId)
    .where('m.role', '=', role)
    .where('u.machine_of', '=', accountId)
    .where(
      sql<boolean>`exists (select 1 from api_keys as k where k.account_id = m.account_id and k.user_id = m.user_id
        and k.deleted_at is null and k.imported_digest is not null)`,
    )
    .orderBy('m.user_id')
    .limit(1)
    .executeTakeFirst()
  return row?.userId
}
