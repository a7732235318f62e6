import type { Kysely } from 'kysely'
import { hasAccepted } from '../../access/directory/live.ts'
import { firstIdAt } from '../../platform/crypto/random.ts'
import type { AuditEventsTable } from '../../platform/database/schema/platform.ts'
import type { Schema } from '../../platform/database/schema.ts'

/** Selects events of an account: an event must match all given members. Times are milliseconds since the epoch. */
export type EventFilter = {
  /** The user who did it. */
  userId?: string | undefined
  action?: string | undefined
  targetId?: string | undefined
  from?: number | undefined
  /** Exclusive. */
  to?: number | undefined
}

/** An event as it is stored; `actor_email` is known as long as the user is a member. */
export type EventRow = Omit<AuditEventsTable, 'account_id'> & { actor_email: string | null }

export type EventPage = {
  events: EventRow[]
  /** The id before which the next page begins; null at the end. */
  next: string | null
}

const columns = { userId: 'actor_user_id', action: 'action', targetId: 'target_id' } as const

/** How many events a page searches in the index alone, which takes about 2 ms. */
const MOST_LOOKED_AT = 10_000

type PageBounds = { before?: string | undefined; limit: number }

/** The events that a page searches: those before a moment, newest first, with the columns that the index has. */
function logBefore(db: Kysely<Schema>, accountId: string, { from, to }: EventFilter, before: string | undefined) {
  let log = db
    .selectFrom('audit_events')
    .select(['id', 'action', 'actor_user_id', 'target_id'])
    .where('account_id', '=', accountId)
  if (before !== undefined) log = log.where('id', '<', before)
  if (from !== undefined) log = log.where('id', '>=', firstIdAt('evt', from))
  if (to !== undefined) log = log.where('id', '<', firstIdAt('evt', to))
  return log.orderBy('id', 'desc')
}

function namesIn(filter: EventFilter): (keyof typeof columns)[] {
  return (['userId', 'action', 'targetId'] as const).filter((name) => filter[name] !== undefined)
}

/** The events of a page, and one more if there is one. Exported for the test of its query plan. */
export function pageQuery(db: Kysely<Schema>, accountId: string, filter: EventFilter, { before, limit }: PageBounds) {
  const names = namesIn(filter)
  const lookedAt = logBefore(db, accountId, filter, before).limit(names.length === 0 ? limit + 1 : MOST_LOOKED_AT)
  let found = db.selectFrom(lookedAt.as('l')).select('l.id')
  for (const name of names) found = found.where(`l.${columns[name]}`, '=', filter[name] ?? '')
  return db
    .selectFrom(
      found
        .orderBy('l.id', 'desc')
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
    .orderBy('e.id', 'desc')
}

/**
 * A page of an account's events, newest first, before the id `before`. It searches 10,000 events at most, so that it costs
 * the same however long the log is, and however rarely the filter matches. So it may have fewer events than `limit`, or
 * none, and still not be the last page.
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
  if (namesIn(filter).length === 0) return { events, next: null }
  const last = await logBefore(db, accountId, filter, before)
    .limit(1)
    .offset(MOST_LOOKED_AT - 1)
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
