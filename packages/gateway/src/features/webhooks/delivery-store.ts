import { type Kysely, sql } from 'kysely'
import { isLiveAccount } from '../../access/directory/live.ts'
import { firstIdAt, newId } from '../../platform/crypto/random.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import type { WebhookDeliveriesTable, WebhookEndpointsTable } from '../../platform/database/schema/webhooks.ts'
import type { Schema } from '../../platform/database/schema.ts'
import type { EventRow } from './events.ts'

export type EndpointRow = WebhookEndpointsTable

/** One attempt. */
export type Attempt = Omit<WebhookDeliveriesTable, 'id' | 'endpoint_id'>

/** How old an event must be to be read: on SQLite, in case the clock is set back a little. */
const SETTLING_MS = 1000
/** On PostgreSQL, room between the clocks of gateways that share a database. */
const SKEW_MS = 2000

/** How many retries, and how many events, are read at once. */
const MOST_RETRIES = 20
export const MOST_EVENTS = 200

/** Whether any endpoint is enabled: all that an installation without webhooks is asked. */
export async function hasEndpoints(db: Kysely<Schema>): Promise<boolean> {
  const row = await db
    .selectFrom('webhook_endpoints')
    .select('id')
    .where('disabled_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export const settlingOf = ({ engine }: Pick<Database, 'engine'>): number =>
  engine === 'sqlite' ? SETTLING_MS : SKEW_MS

/**
 * The id before which no event is still to come. An id begins with the time at which it was made, before the commit:
 * on PostgreSQL, nothing is read that is newer than the oldest transaction that writes (docs/decisions/0045).
 */
export async function readBound(database: Database, now: number, settlingMs: number): Promise<string> {
  if (database.engine === 'sqlite') return firstIdAt('evt', now - settlingMs)
  const { rows } = await sql<{ since: number | null }>`
    select (extract(epoch from min(xact_start)) * 1000)::bigint as since from pg_stat_activity
    where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()`.execute(database.read)
  return firstIdAt('evt', Math.min(now, rows[0]?.since ?? now) - settlingMs)
}

/** Endpoints for which there is something to deliver now, those that wait longest first. */
export function findDue(
  db: Kysely<Schema>,
  { now, bound, limit }: { now: number; bound: string; limit: number },
): Promise<{ id: string; account_id: string }[]> {
  return db
    .selectFrom('webhook_endpoints as w')
    .innerJoin('accounts as a', 'a.id', 'w.account_id')
    .select(['w.id', 'w.account_id'])
    .where(isLiveAccount)
    .where('w.disabled_at', 'is', null)
    .where('w.leased_until', '<=', now)
    .where('w.due_at', '<=', now)
    .where(({ or, exists, selectFrom }) =>
      or([
        exists(
          selectFrom('audit_events as e')
            .select('e.id')
            .whereRef('e.account_id', '=', 'w.account_id')
            .whereRef('e.id', '>', 'w.cursor')
            .where('e.id', '<', bound),
        ),
        exists(
          selectFrom('webhook_retries as r')
            .select('r.event_id')
            .whereRef('r.endpoint_id', '=', 'w.id')
            .where('r.due_at', '<=', now),
        ),
      ]),
    )
    .orderBy('w.due_at')
    .limit(limit)
    .execute()
}

/** How many enabled endpoints fail. */
export async function countFailing(db: Kysely<Schema>): Promise<number> {
  const { count } = await db
    .selectFrom('webhook_endpoints')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('disabled_at', 'is', null)
    .where('failing_since', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Takes the endpoint for this gateway alone, until the lease ends; undefined if somebody else has it. */
export function lease(
  database: Database,
  id: string,
  { now, until }: { now: number; until: number },
): Promise<EndpointRow | undefined> {
  return database.transaction(({ db }) =>
    db
      .updateTable('webhook_endpoints')
      .set({ leased_until: until })
      .where('id', '=', id)
      .where('leased_until', '<=', now)
      .where('due_at', '<=', now)
      .where('disabled_at', 'is', null)
      .returningAll()
      .executeTakeFirst(),
  )
}

/** On SQLite no other process delivers: what a killed one had is free at once. */
export async function releaseLeases(database: Database): Promise<void> {
  if (!(await hasEndpoints(database.read))) return
  await database.transaction(async ({ db }) => {
    await db.updateTable('webhook_endpoints').set({ leased_until: 0 }).where('leased_until', '>', 0).execute()
  })
}

/** Set-aside events that are to be tried again now, oldest first. An event that is no longer kept has no row. */
export async function readRetries(db: Kysely<Schema>, { id, account_id }: EndpointRow, now: number) {
  const rows = await db
    .selectFrom('webhook_retries as r')
    .leftJoin('audit_events as e', (join) => join.onRef('e.id', '=', 'r.event_id').on('e.account_id', '=', account_id))
    .selectAll('e')
    .select(['r.event_id', 'r.attempts'])
    .where('r.endpoint_id', '=', id)
    .where('r.due_at', '<=', now)
    .orderBy('r.event_id')
    .limit(MOST_RETRIES)
    .execute()
  return rows.map(({ event_id: eventId, attempts, ...event }) => ({
    eventId,
    attempts,
    event: event.id === null ? undefined : (event as EventRow),
  }))
}

/** How many events are set aside, for one endpoint or for all. */
export async function countRetries(db: Kysely<Schema>, endpointId?: string): Promise<number> {
  let query = db.selectFrom('webhook_retries').select((eb) => eb.fn.countAll<number>().as('count'))
  if (endpointId !== undefined) query = query.where('endpoint_id', '=', endpointId)
  const { count } = await query.executeTakeFirstOrThrow()
  return Number(count)
}

/** The next events of the account, wanted or not, in their order. */
export function readNext(
  db: Kysely<Schema>,
  { account_id, cursor }: Pick<EndpointRow, 'account_id' | 'cursor'>,
  bound: string,
): Promise<EventRow[]> {
  return db
    .selectFrom('audit_events')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('id', '>', cursor)
    .where('id', '<', bound)
    .orderBy('id')
    .limit(MOST_EVENTS)
    .execute()
}

/** What a run has come to. */
export type Outcome = Pick<EndpointRow, 'cursor' | 'due_at' | 'failures' | 'failing_since' | 'delivered_at'> & {
  attempts: Attempt[]
  /** Retries that are over. */
  done: string[]
  /** Events to be tried again. */
  setAside: { eventId: string; attempts: number; dueAt: number }[]
}

/** Stores it and gives the lease back; false if the endpoint is gone or belongs to somebody else by now. */
export async function storeOutcome(tx: Tx, { id, leased_until }: EndpointRow, outcome: Outcome): Promise<boolean> {
  const { attempts, done, setAside, ...values } = outcome
  const { numUpdatedRows } = await tx.db
    .updateTable('webhook_endpoints')
    .set({ ...values, leased_until: 0 })
    .where('id', '=', id)
    .where('leased_until', '=', leased_until)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await addAttempts(tx, id, attempts)
  if (done.length > 0)
    await tx.db.deleteFrom('webhook_retries').where('endpoint_id', '=', id).where('event_id', 'in', done).execute()
  for (const { eventId, ...retry } of setAside)
    await tx.db
      .insertInto('webhook_retries')
      .values({ endpoint_id: id, event_id: eventId, attempts: retry.attempts, due_at: retry.dueAt })
      .onConflict((conflict) =>
        conflict.columns(['endpoint_id', 'event_id']).doUpdateSet({ attempts: retry.attempts, due_at: retry.dueAt }),
      )
      .execute()
  return true
}

export async function addAttempts(tx: Tx, endpointId: string, attempts: Attempt[]): Promise<string[]> {
  const rows = attempts.map((one) => ({ id: newId('whd', one.attempted_at), endpoint_id: endpointId, ...one }))
  if (rows.length > 0) await tx.db.insertInto('webhook_deliveries').values(rows).execute()
  return rows.map(({ id }) => id)
}

/** How long an endpoint rests after a fault of the gateway. */
const FAULT_MS = 30_000

/** Gives the lease back as if nothing had been tried. */
export async function giveBack(database: Database, { id, leased_until }: EndpointRow): Promise<void> {
  await database.transaction(async ({ db }) => {
    await db
      .updateTable('webhook_endpoints')
      .set({ leased_until: 0, due_at: Date.now() + FAULT_MS })
      .where('id', '=', id)
      .where('leased_until', '=', leased_until)
      .execute()
  })
}

const BATCH = 1000

/** Deletes attempts that were made before `before`, and former secrets that sign no more. */
export async function deleteOld(database: Database, before: number, now: number): Promise<void> {
  const bound = firstIdAt('whd', before)
  for (let deleted = BATCH; deleted === BATCH; )
    deleted = await database.transaction(async ({ db }) => {
      const oldest = db.selectFrom('webhook_deliveries').select('id').where('id', '<', bound).orderBy('id').limit(BATCH)
      const result = await db.deleteFrom('webhook_deliveries').where('id', 'in', oldest).executeTakeFirst()
      return Number(result.numDeletedRows)
    })
  await database.transaction(async ({ db }) => {
    await db
      .updateTable('webhook_endpoints')
      .set({ previous_secret_sealed: null, previous_secret_until: null })
      .where('previous_secret_until', '<=', now)
      .execute()
  })
}
