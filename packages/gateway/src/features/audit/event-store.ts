import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import { hasAccepted } from '../../access/directory/live.ts'
import { firstIdAt } from '../../platform/crypto/random.ts'
import { lowered, matches } from '../../platform/database/keyset.ts'
import type { AuditEventsTable } from '../../platform/database/schema/platform.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** Selects events of an account: an event must match all given members. Times are milliseconds since the epoch. */
export type EventFilter = {
  /** The user who did it. */
  userId?: string | undefined
  action?: string | undefined
  targetId?: string | undefined
  /** The key or session with which it was done. */
  credentialId?: string | undefined
  from?: number | undefined
  /** Exclusive. */
  to?: number | undefined
  /** Part of what the event says. */
  search?: string | undefined
}

/** An event as it is stored; `actor_email` is known as long as the user is a member. */
export type EventRow = Omit<AuditEventsTable, 'account_id'> & { actor_email: string | null }

export type EventPage = {
  events: EventRow[]
  /** The id after which the next page begins; null at the end. */
  next: string | null
}

const columns = { userId: 'actor_user_id', action: 'action', targetId: 'target_id' } as const

/** How many events a page looks at in the index alone, which takes about 2 ms. */
const MOST_LOOKED_AT = 10_000
/** The same for a search, and for what was done with a credential: they read each event. */
const MOST_SEARCHED = 2000

/** Newest first, unless `ascending`. The page begins after the event with the id `after`. */
export type PageBounds = { after?: string | undefined; limit: number; ascending?: boolean }

/** The events that a page looks at, in its order, with the columns that the index has, and those of a search. */
function logAfter(
  db: Kysely<Schema>,
  accountId: string,
  filter: EventFilter,
  { after, ascending = false }: Omit<PageBounds, 'limit'>,
) {
  const { from, to } = filter
  let log = db
    .selectFrom('audit_events')
    .select(['id', 'action', 'actor_user_id', 'target_id'])
    .$if(readsEvents(filter), (query) => query.select(['request_id', 'ip', 'user_agent', 'details', 'credential_id']))
    .where('account_id', '=', accountId)
  if (after !== undefined) log = log.where('id', ascending ? '>' : '<', after)
  if (from !== undefined) log = log.where('id', '>=', firstIdAt('evt', from))
  if (to !== undefined) log = log.where('id', '<', firstIdAt('evt', to))
  return log.orderBy('id', ascending ? 'asc' : 'desc')
}

function says(db: Kysely<Schema>, search: string): RawBuilder<SqlBool> {
  const is = (how: 'contains' | 'begins', column: string, part = search) =>
    matches(lowered(db, sql.ref(`l.${column}`)), how, part)
  const inDetails = is('contains', 'details', JSON.stringify(search).slice(1, -1))
  const begins = ['id', 'target_id', 'request_id', 'ip'].map((column) => is('begins', column))
  const contains = ['action', 'user_agent'].map((column) => is('contains', column))
  return sql<SqlBool>`(${sql.join([...begins, ...contains, inDetails], sql` or `)})`
}

/** Whether the filter asks for what the index does not have. */
function readsEvents({ search, credentialId }: EventFilter): boolean {
  return search !== undefined || credentialId !== undefined
}

/** How many events a page looks at, at most; undefined if it shows each that it looks at. */
function mostLookedAt(filter: EventFilter): number | undefined {
  if (readsEvents(filter)) return MOST_SEARCHED
  return namesIn(filter).length === 0 ? undefined : MOST_LOOKED_AT
}

function namesIn(filter: EventFilter): (keyof typeof columns)[] {
  return (['userId', 'action', 'targetId'] as const).filter((name) => filter[name] !== undefined)
}

/** The events of a page, and one more if there is one. Exported for the test of its query plan. */
export function pageQuery(db: Kysely<Schema>, accountId: string, filter: EventFilter, bounds: PageBounds) {
  const { limit, ascending } = bounds
  const direction = ascending ? 'asc' : 'desc'
  const lookedAt = logAfter(db, accountId, filter, bounds).limit(mostLookedAt(filter) ?? limit + 1)
  let found = db.selectFrom(lookedAt.as('l')).select('l.id')
  for (const name of namesIn(filter)) found = found.where(`l.${columns[name]}`, '=', filter[name] ?? '')
  if (filter.search !== undefined) found = found.where(says(db, filter.search))
  if (filter.credentialId !== undefined) found = found.where('l.credential_id', '=', filter.credentialId)
  return db
    .selectFrom(
      found
        .orderBy('l.id', direction)
        .limit(limit + 1)
        .as('f'),
    )
    .innerJoin('audit_events as e', 'e.id', 'f.id')
    .leftJoin('memberships as m', (join) =>
      join.onRef('m.account_id', '=', 'e.account_id').onRef('m.user_id', '=', 'e.actor_user_id').on(hasAccepted),
    )
    .leftJoin('users as u', (join) => join.onRef('u.id', '=', 'm.user_id').on('u.machine_of', 'is', null))
    .selectAll('e')
    .select('u.email as actor_email')
    .orderBy('e.id', direction)
}

/**
 * A page of an account's events. It looks at 10,000 events at most, at 2,000 in a search, so that it costs the same however
 * long the log is, and however rarely the filter matches. So it may have fewer events than `limit`, or none, and still
 * not be the last page.
 */
export async function readPage(
  db: Kysely<Schema>,
  accountId: string,
  filter: EventFilter,
  bounds: PageBounds,
): Promise<EventPage> {
  const { limit } = bounds
  const found = await pageQuery(db, accountId, filter, bounds).execute()
  const events = found.slice(0, limit)
  if (found.length > limit) return { events, next: events.at(-1)?.id ?? null }
  const most = mostLookedAt(filter)
  if (most === undefined) return { events, next: null }
  const { search: _, credentialId: __, ...inIndex } = filter
  const last = await logAfter(db, accountId, inIndex, bounds)
    .limit(1)
    .offset(most - 1)
    .executeTakeFirst()
  return { events, next: last?.id ?? null }
}

/**
 * The user with that address, if they are a member of the account; the account may learn nothing about a user who is
 * only invited.
 */
export async function findMemberId(db: Kysely<Schema>, accountId: string, email: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select('u.id')
    .where('m.account_id', '=', accountId)
    .where('u.email', '=', email)
    .where(hasAccepted)
    .executeTakeFirst()
  return row?.id
}
