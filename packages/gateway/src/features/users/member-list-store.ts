import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import { type MemberRow, memberRow, selectMembers } from '../../access/directory/memberships.ts'
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

/** What members can be sorted by. */
export const memberSorts = { email: 'string', name: 'string', role: 'string' } as const
export type MemberSort = keyof typeof memberSorts

export const memberStates = ['active', 'suspended', 'pending'] as const

export type MemberFilter = { role?: Role | undefined; state?: (typeof memberStates)[number] | undefined }

const isIn: Record<(typeof memberStates)[number], RawBuilder<SqlBool>> = {
  active: sql`(m.accepted_at is not null and m.suspended_at is null)`,
  suspended: sql`(m.suspended_at is not null)`,
  pending: sql`(m.accepted_at is null)`,
}

/** The name as the list shows it. A pending member has the one that the inviter typed: the real one is a secret. */
const shownName = sql<string>`case when m.accepted_at is null
  then coalesce(m.invited_first_name, '') || ' ' || coalesce(m.invited_last_name, '')
  else u.first_name || ' ' || u.last_name end`

/**
 * A page of the account's members, pending ones too. Equal values are told apart by the address, which is in the list;
 * the id of a pending member is not, so that it may not be in a cursor either.
 */
export async function pageOfMembers(
  db: Kysely<Schema>,
  accountId: string,
  request: ListRequest<MemberSort> & MemberFilter,
): Promise<Page<MemberRow>> {
  const email = byBytes(db, 'u.email')
  const name = lowered(db, shownName)
  const keys: Record<MemberSort, SortKey> = {
    email: { id: email },
    name: { value: name, id: email },
    role: { value: byBytes(db, 'm.role'), id: email },
  }
  let query = selectMembers(db, accountId)
  if (request.role !== undefined) query = query.where('m.role', '=', request.role)
  if (request.state !== undefined) query = query.where(isIn[request.state])
  if (request.search !== undefined) {
    const byEmail = matches(lowered(db, sql.ref('u.email')), 'contains', request.search)
    query = query.where(sql<SqlBool>`(${byEmail} or ${matches(name, 'contains', request.search)})`)
  }
  const { rows, next } = await readPage(query, keys[request.sort], request)
  return { rows: rows.map(memberRow), next }
}
