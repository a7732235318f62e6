import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import { NOBODY } from '../../access/directory/deleted-accounts.ts'
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

export const accountSorts = { name: 'string', created_on: 'number' } as const
export type AccountSort = keyof typeof accountSorts

export const accountStates = ['active', 'unconfirmed', 'suspended', 'closing', 'deleted'] as const
export type AccountState = (typeof accountStates)[number]

const isIn: Record<AccountState, RawBuilder<SqlBool>> = {
  active: sql`(a.deleted_at is null and a.activated_at is not null and a.suspended_at is null and a.deletion_scheduled_for is null)`,
  unconfirmed: sql`(a.deleted_at is null and a.activated_at is null)`,
  suspended: sql`(a.deleted_at is null and a.suspended_at is not null)`,
  closing: sql`(a.deleted_at is null and a.suspended_at is null and a.deletion_scheduled_for is not null)`,
  deleted: sql`(a.deleted_at is not null)`,
}

export type AccountFilter = { id?: string | undefined; state?: AccountState | undefined }

/** A page of the accounts of this gateway; without a state those that are not deleted. */
export async function pageOfAccounts(
  db: Kysely<Schema>,
  { id, state }: AccountFilter,
  request: ListRequest<AccountSort>,
): Promise<Page<AccountRow>> {
  const byId = byBytes(db, 'a.id')
  const keys: Record<AccountSort, SortKey> = {
    name: { value: byBytes(db, 'a.name'), id: byId },
    created_on: { value: sql<number>`a.created_at`, id: byId },
  }
  let query = selectAccounts(db)
  if (id !== undefined) query = query.where('a.id', '=', id)
  else if (state === undefined) query = query.where('a.deleted_at', 'is', null)
  if (state !== undefined) query = query.where(isIn[state])
  if (request.search !== undefined) query = query.where(isFound(db, request.search))
  return readPage(query, keys[request.sort], request)
}

function isFound(db: Kysely<Schema>, search: string): RawBuilder<SqlBool> {
  const contains = (column: string) => matches(lowered(db, sql.ref<string>(column)), 'contains', search)
  const texts = ['a.name', 'a.display_name', 'r.email'].map(contains)
  return sql<SqlBool>`(${sql.join([...texts, matches(byBytes(db, 'a.id'), 'begins', search)], sql` or `)})`
}

export type AccountRow = Awaited<ReturnType<ReturnType<typeof selectAccounts>['execute']>>[number]

function selectAccounts(db: Kysely<Schema>) {
  return db
    .selectFrom('accounts as a')
    .innerJoin('users as r', 'r.id', 'a.root_user_id')
    .select(['a.id', 'a.name', 'a.display_name as displayName', 'a.subscription_plan as plan'])
    .select(['a.subscription_status as status', 'a.key_count as keys', 'a.created_at as createdAt'])
    .select(['a.activated_at as activatedAt', 'a.deleted_at as deletedAt', 'a.streams_purged_at as streamsPurgedAt'])
    .select(['a.suspended_at as suspendedAt', 'a.suspension_reason as suspensionReason'])
    .select(['a.deletion_scheduled_for as deletionScheduledFor', 'a.payment_grace_until as paymentDueBy'])
    .select(sql<string | null>`case when r.id = ${NOBODY.id} then null else r.email end`.as('rootEmail'))
    .select(({ selectFrom }) => [
      selectFrom('memberships as m')
        .innerJoin('users as u', 'u.id', 'm.user_id')
        .select(sql<number>`count(*)`.as('members'))
        .whereRef('m.account_id', '=', 'a.id')
        .where('u.machine_of', 'is', null)
        .as('members'),
      selectFrom('account_usage as g')
        .select(sql<number | null>`max(g.day)`.as('day'))
        .whereRef('g.account_id', '=', 'a.id')
        .as('lastDay'),
    ])
}
