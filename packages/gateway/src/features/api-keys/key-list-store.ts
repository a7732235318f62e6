import { type AliasableExpression, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import { ENDING_MS, SILENT_MS } from '../../access/key-ending.ts'
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
import type { Environment } from '../../platform/values/environments.ts'
import type { Role } from '../../platform/values/roles.ts'
import { isInFamily, type Reach } from './family-store.ts'
import { keysWithOwners, type ListedKeyRow, lastNetwork, liveKeys, ownedKeys } from './store.ts'

/** What keys can be sorted by, and of which kind that is. */
export const keySorts = { name: 'string', created_on: 'string', last_used_on: 'number', expires_on: 'number' } as const
export type KeySort = keyof typeof keySorts

export const keyStates = ['active', 'expiring', 'unused', 'silent', 'replaced', 'disabled'] as const
export type KeyState = (typeof keyStates)[number]

export type KeyFilter = {
  state?: KeyState | undefined
  environment?: Environment | undefined
  tag?: string | undefined
  scope?: string | undefined
}

/** Whose keys are listed; with `reach` only those of a family (family-store.ts). */
export type KeysOwner = { accountId: string; userId: string; reach?: Reach | undefined }

export type KeyListRequest = ListRequest<KeySort> & KeyFilter

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
  return { id: byBytes(db, 'k.id'), ...(value && { value, isIndexed: true }) }
}

function isIn(state: KeyState, now: number): RawBuilder<SqlBool> {
  const conditions: Record<KeyState, RawBuilder<SqlBool>> = {
    active: sql`(k.last_used_at is not null and k.replaced_by_key_id is null and k.disabled_at is null)`,
    unused: sql`(k.last_used_at is null and k.replaced_by_key_id is null and k.disabled_at is null)`,
    expiring: sql`(k.expires_at <= ${now + ENDING_MS} and k.replaced_by_key_id is null and k.disabled_at is null)`,
    silent: sql`(k.last_used_at < ${now - SILENT_MS} and k.replaced_by_key_id is null and k.disabled_at is null)`,
    replaced: sql`(k.replaced_by_key_id is not null)`,
    disabled: sql`(k.disabled_at is not null)`,
  }
  return conditions[state]
}

function hasTag(tag: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select 1 from api_key_tags as t
    where t.account_id = k.account_id and t.tag = ${tag} and t.api_key_id = k.id)`
}

/** What a request asks of each key, `k`. */
function conditionsOf(
  db: Kysely<Schema>,
  { search, state, environment, tag, scope }: KeyFilter & { search: string | undefined },
  now: number,
): RawBuilder<SqlBool>[] {
  return [
    ...(search === undefined ? [] : [isFound(db, search)]),
    ...(state === undefined ? [] : [isIn(state, now)]),
    ...(environment === undefined ? [] : [sql<SqlBool>`k.environment = ${environment}`]),
    ...(tag === undefined ? [] : [hasTag(tag)]),
    ...(scope === undefined ? [] : [matches(sql`(' ' || k.scopes || ' ')`, 'contains', ` ${scope} `)]),
  ]
}

function isFound(db: Kysely<Schema>, search: string) {
  const byName = matches(lowered(db, sql.ref<string>('k.name')), 'contains', search)
  const lastFour = sql<SqlBool>`k.last_4 = ${search}`
  return sql<SqlBool>`(${byName} or ${matches(byBytes(db, 'k.id'), 'begins', search)} or ${lastFour})`
}

/** The user's live keys in the account that a request asks for, in no order. Exported for the same test. */
export function keysOf(
  db: Kysely<Schema>,
  { accountId, userId, reach }: KeysOwner,
  filter: KeyFilter & { search: string | undefined },
  now: number,
) {
  let query = liveKeys(db, accountId, now).where('k.user_id', '=', userId)
  if (reach) query = query.where(isInFamily(reach))
  for (const condition of conditionsOf(db, filter, now)) query = query.where(condition)
  return query
}

/** A page of the user's live keys in the account. */
export async function pageOfKeys(
  db: Kysely<Schema>,
  owner: KeysOwner,
  request: KeyListRequest,
  now: number,
): Promise<Page<ListedKeyRow>> {
  return readPage(keysOf(db, owner, request, now).select(lastNetwork), sortKey(db, request.sort), request)
}

/** A page of the live keys of the account itself, of which there are 500 at most, with the role of each. */
export async function pageOfAccountKeys(
  db: Kysely<Schema>,
  accountId: string,
  request: KeyListRequest,
  now: number,
): Promise<Page<ListedKeyRow & { role: Role }>> {
  let query = ownedKeys(db, accountId, now).select(['m.role', lastNetwork]).where('u.machine_of', '=', accountId)
  for (const condition of conditionsOf(db, request, now)) query = query.where(condition)
  return readPage(query, sortKey(db, request.sort), request)
}

export type KeyWithOwner = ListedKeyRow & { role: Role; email: string; serviceAccountOf: string | null }

/** The live keys of all members and of the account itself. Exported for the test of its query plan. */
export function allKeysOf(
  db: Kysely<Schema>,
  accountId: string,
  filter: KeyFilter & { search: string | undefined },
  now: number,
) {
  let query = keysWithOwners(db, accountId).select(['m.role', 'u.email', 'u.machine_of as serviceAccountOf'])
  // An expression that no index has: otherwise SQLite takes one that begins with the expiry, and sorts.
  query = query.where(sql<SqlBool>`k.expires_at + 0 > ${now}`)
  for (const condition of conditionsOf(db, filter, now)) query = query.where(condition)
  return query
}

/** A page of these; each order has an index (migration 0037). */
export async function pageOfAllKeys(
  db: Kysely<Schema>,
  accountId: string,
  request: KeyListRequest,
  now: number,
): Promise<Page<KeyWithOwner>> {
  return readPage(allKeysOf(db, accountId, request, now).select(lastNetwork), sortKey(db, request.sort), request)
}
