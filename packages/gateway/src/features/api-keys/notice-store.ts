import type { Kysely } from 'kysely'
import { isActiveMember, isNotDeleted } from '../../access/directory/live.ts'
import type { Tx } from '../../platform/database/database.ts'
import { lockKeys } from '../../platform/database/locks.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** A key and the recipient of a mail about it: its owner, if they are a live member of a live account. */
export type KeyOfOwner = {
  id: string
  accountId: string
  /** The account's name as its members typed it. */
  account: string
  userId: string
  email: string
  isServiceAccount: boolean
  name: string
  lastFour: string
  expiresAt: number
}

/** A live key that will expire, whoever owns it; `notices` is how many mails were sent about that. */
export type EndingKey = { id: string; createdAt: number; expiresAt: number; notices: number }

/** A place in the order of ends. Several keys may expire at the same moment, so it is an end and an id. */
export type Place = { expiresAt: number; id: string }

function liveOwners(db: Kysely<Schema>) {
  return db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .where(isActiveMember)
    .where(isNotDeleted)
    .select(['m.account_id as accountId', 'm.user_id as userId', 'a.display_name as account'])
    .select(['u.email', 'u.machine_of as serviceAccountOf'])
}

/**
 * Up to `limit` live keys that expire after `after` and by `until`, in the order of their expiry, without replaced keys.
 * Nothing else is read of them: most have had their mail.
 */
export async function listEnding(
  db: Kysely<Schema>,
  { after, until, limit }: { after: Place; until: number; limit: number },
): Promise<EndingKey[]> {
  const rows = await db
    .selectFrom('api_keys')
    .select(['id', 'created_at as createdAt', 'expires_at as expiresAt', 'expiry_notices as notices'])
    .where('expires_at', '>=', after.expiresAt)
    .where('expires_at', '<=', until)
    .where((eb) => eb.or([eb('expires_at', '>', after.expiresAt), eb('id', '>', after.id)]))
    .where('deleted_at', 'is', null)
    .where('replaced_by_key_id', 'is', null)
    .orderBy('expires_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ notices, ...row }) => ({ ...row, notices: notices ?? 0 }))
}

/** Those of the keys that somebody owns who can be told, in the order of their expiry. */
export async function findOwned(db: Kysely<Schema>, ids: string[]): Promise<KeyOfOwner[]> {
  const rows = await liveOwners(db)
    .innerJoin('api_keys as k', (join) =>
      join.onRef('k.account_id', '=', 'm.account_id').onRef('k.user_id', '=', 'm.user_id'),
    )
    .select(['k.id', 'k.name', 'k.last_4 as lastFour', 'k.expires_at as expiresAt'])
    .where('k.id', 'in', ids)
    .orderBy('k.expires_at')
    .orderBy('k.id')
    .execute()
  return rows.map(({ serviceAccountOf, ...row }) => ({ ...row, isServiceAccount: serviceAccountOf !== null }))
}

/**
 * Notes how many mails were sent about the keys; returns the ids of those that still exist, still expire when they were
 * read to, and had fewer mails before.
 */
export async function markNoticed(
  tx: Tx,
  keys: readonly Pick<KeyOfOwner, 'id' | 'expiresAt'>[],
  notices: number,
): Promise<string[]> {
  if (keys.length === 0) return []
  const read = new Map(keys.map(({ id, expiresAt }) => [id, expiresAt]))
  await lockKeys(tx, [...read.keys()])
  const now = await tx.db
    .selectFrom('api_keys')
    .select(['id', 'expires_at'])
    .where('id', 'in', [...read.keys()])
    .execute()
  const ids = now.filter((key) => read.get(key.id) === key.expires_at).map(({ id }) => id)
  if (ids.length === 0) return []
  const rows = await tx.db
    .updateTable('api_keys')
    .set({ expiry_notices: notices })
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    .where('replaced_by_key_id', 'is', null)
    .where((eb) => eb.or([eb('expiry_notices', 'is', null), eb('expiry_notices', '<', notices)]))
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

/** The owners, by id, who are live members of a live account. */
export async function findOwners(tx: Tx, accountId: string, userIds: string[]) {
  const rows = await liveOwners(tx.db).where('m.account_id', '=', accountId).where('m.user_id', 'in', userIds).execute()
  return new Map(
    rows.map(({ serviceAccountOf, ...row }) => [row.userId, { ...row, isServiceAccount: serviceAccountOf !== null }]),
  )
}
