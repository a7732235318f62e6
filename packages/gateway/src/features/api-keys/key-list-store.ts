import { type AliasableExpression, type Kysely, type SqlBool, sql } from 'kysely'
import { ENDING_MS } from '../../access/key-ending.ts'
import {
  byBytes,
  type ListRequest,
  lowered,
  matches,
  type Page,
  readPage,
  type SortKey,
} from '../../platform/database/keyset.ts'
import type { Schema } from '../../platform/database/schema.ts'
import type { Role } from '../../platform/values/roles.ts'
import { type ApiKeyRow, liveKeys, ownedKeys } from './store.ts'

/** What keys can be sorted by, and of which kind that is. */
export const keySorts = { name: 'string', created_on: 'string', last_used_on: 'number', expires_on: 'number' } as const
export type KeySort = keyof typeof keySorts

export const keyStates = ['active', 'expiring', 'unused', 'replaced'] as const
export type KeyState = (typeof keyStates)[number]

export type KeyListRequest = ListRequest<KeySort> & { state: KeyState | undefined }

/**
 * Each order has an index (migration 0026), whose expressions are these, word for word. Exported for the test of its
 * query plan.
 */
export function sortKey(db: Kysely<Schema>, sort: KeySort): SortKey {
  const values: Record<KeySort, AliasableExpression<string | number> | undefined> = {
    name: lowered(db, sql.ref<string>('k.name')),
    // Ids begin with the moment at which the key was made.
    created_on: undefined,
    last_used_on: sql<number>`coalesce(k.last_used_at, 0)`,
    expires_on: sql<number>`coalesce(k.expires_at, 0)`,
  }
  const value = values[sort]
  return { id: byBytes(db, 'k.id'), ...(value && { value }) }
}

function isIn(state: KeyState, now: number) {
  const conditions: Record<KeyState, AliasableExpression<SqlBool>> = {
    active: sql`(k.last_used_at is not null and k.replaced_by_key_id is null)`,
    unused: sql`(k.last_used_at is null and k.replaced_by_key_id is null)`,
    expiring: sql`(k.expires_at <= ${now + ENDING_MS} and k.replaced_by_key_id is null)`,
    replaced: sql`(k.replaced_by_key_id is not null)`,
  }
  return conditions[state]
}

function isFound(db: Kysely<Schema>, search: string) {
  const byName = matches(lowered(db, sql.ref<string>('k.name')), 'contains', search)
  const lastFour = sql<SqlBool>`k.last_4 = ${search}`
  return sql<SqlBool>`(${byName} or ${matches(byBytes(db, 'k.id'), 'begins', search)} or ${lastFour})`
}

/** The user's live keys in the account that a request asks for, in no order. Exported for the same test. */
export function keysOf(
  db: Kysely<Schema>,
  { accountId, userId }: { accountId: string; userId: string },
  { search, state }: Pick<KeyListRequest, 'search' | 'state'>,
  now: number,
) {
  let query = liveKeys(db, accountId, now).where('k.user_id', '=', userId)
  if (search !== undefined) query = query.where(isFound(db, search))
  if (state !== undefined) query = query.where(isIn(state, now))
  return query
}

/** A page of the user's live keys in the account. */
export async function pageOfKeys(
  db: Kysely<Schema>,
  owner: { accountId: string; userId: string },
  request: KeyListRequest,
  now: number,
): Promise<Page<ApiKeyRow>> {
  return readPage(keysOf(db, owner, request, now), sortKey(db, request.sort), request)
}

/** A page of the live keys of the account itself, of which there are 500 at most, with the role of each. */
export async function pageOfAccountKeys(
  db: Kysely<Schema>,
  accountId: string,
  request: KeyListRequest,
  now: number,
): Promise<Page<ApiKeyRow & { role: Role }>> {
  let query = ownedKeys(db, accountId, now).select('m.role').where('u.machine_of', '=', accountId)
  if (request.search !== undefined) query = query.where(isFound(db, request.search))
  if (request.state !== undefined) query = query.where(isIn(request.state, now))
  return readPage(query, sortKey(db, request.sort), request)
}
