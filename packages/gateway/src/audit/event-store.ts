import type { Kysely } from 'kysely'
import { firstIdAt } from '../crypto/random.ts'
import type { AuditEventsTable, Schema } from '../database/schema.ts'

/** Which events of an account; all that are given have to fit. Times are milliseconds since the epoch. */
export type EventFilter = {
  /** Who did it. */
  userId?: string | undefined
  action?: string | undefined
  targetId?: string | undefined
  from?: number | undefined
  /** Exclusive. */
  to?: number | undefined
}

/** An event as its row tells it; `actorEmail` is known as long as the person is a member. */
export type EventRow = Omit<AuditEventsTable, 'account_id'> & { actor_email: string | null }

export type EventPage = {
  events: EventRow[]
  /** Before which id to go on; null at the end. */
  next: string | null
}

/** What has an index with the account before it and the id behind, the most selective first. */
const indexed = [
  ['targetId', 'target_id'],
  ['userId', 'actor_user_id'],
  ['action', 'action'],
] as const

/** Rows that a page looks at where one index doesn't answer all of the filter: about 10 ms. */
const MOST_ROWS = 2000

type PageBounds = { before?: string | undefined; limit: number }

/** What the log of an account has for the first index that the filter can use, newest first; and what is left to ask. */
function indexedRows(db: Kysely<Schema>, accountId: string, filter: EventFilter, before: string | undefined) {
  const [leading, ...others] = indexed.filter(([name]) => filter[name] !== undefined)
  let rows = db.selectFrom('audit_events').selectAll().where('account_id', '=', accountId)
  if (before !== undefined) rows = rows.where('id', '<', before)
  if (filter.from !== undefined) rows = rows.where('id', '>=', firstIdAt('evt', filter.from))
  if (filter.to !== undefined) rows = rows.where('id', '<', firstIdAt('evt', filter.to))
  if (leading) rows = rows.where(leading[1], '=', filter[leading[0]] ?? '')
  return { rows: rows.orderBy('id', 'desc'), others }
}

/** One event more than the page has, if there is one. Exported for the test of its plan. */
export function pageQuery(db: Kysely<Schema>, accountId: string, filter: EventFilter, { before, limit }: PageBounds) {
  const { rows, others } = indexedRows(db, accountId, filter, before)
  let page = db.selectFrom(rows.limit(others.length === 0 ? limit + 1 : MOST_ROWS).as('e')).selectAll('e')
  for (const [name, column] of others) page = page.where(`e.${column}`, '=', filter[name] ?? '')
  return page
    .leftJoin('memberships as m', (join) =>
      join
        .onRef('m.account_id', '=', 'e.account_id')
        .onRef('m.user_id', '=', 'e.actor_user_id')
        .on('m.accepted_at', 'is not', null),
    )
    .leftJoin('users as u', 'u.id', 'm.user_id')
    .select('u.email as actor_email')
    .orderBy('e.id', 'desc')
    .limit(limit + 1)
}

/**
 * A page of an account's events, newest first, before the id `before`. One index finds and orders the rows; what else
 * the filter asks is looked for among the next 2,000 of them, so that a page costs the same however long the log is. It
 * may then hold fewer events than `limit`, or none, and still not be the last.
 */
export async function readPage(
  db: Kysely<Schema>,
  accountId: string,
  filter: EventFilter,
  { before, limit }: PageBounds,
): Promise<EventPage> {
  const found = await pageQuery(db, accountId, filter, { before, limit }).execute()
  const events = found.slice(0, limit)
  if (found.length > limit) return { events, next: events.at(-1)?.id ?? null }
  const { rows, others } = indexedRows(db, accountId, filter, before)
  if (others.length === 0) return { events, next: null }
  const last = await rows
    .clearSelect()
    .select('id')
    .limit(1)
    .offset(MOST_ROWS - 1)
    .executeTakeFirst()
  return { events, next: last?.id ?? null }
}

/** Whose address it is, if they are a member of the account, pending or not. */
export async function findMemberId(db: Kysely<Schema>, accountId: string, email: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select('u.id')
    .where('m.account_id', '=', accountId)
    .where('u.email', '=', email)
    .executeTakeFirst()
  return row?.id
}
