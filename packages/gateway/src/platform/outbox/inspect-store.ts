import { type Kysely, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { byBytes, type Page, type PageRequest, readPage } from '../database/keyset.ts'
import type { OutboxTable } from '../database/schema/platform.ts'
import type { Schema } from '../database/schema.ts'

/** waiting: not tried yet; retrying: failed, and will be tried again; failed: given up. */
export const itemStates = ['waiting', 'retrying', 'failed'] as const
export type ItemState = (typeof itemStates)[number]

const isIn: Record<ItemState, RawBuilder<SqlBool>> = {
  waiting: sql`(o.failed_at is null and o.last_error is null)`,
  retrying: sql`(o.failed_at is null and o.last_error is not null)`,
  failed: sql`(o.failed_at is not null)`,
}

/** An item without its payload, which may have secrets in it. */
export type InspectedItem = Pick<Selectable<OutboxTable>, (typeof columns)[number]>

const columns = [
  'id',
  'kind',
  'key',
  'due_at',
  'attempts',
  'last_error',
  'failed_at',
  'payload_dropped_at',
  'created_at',
] as const

export async function pageOfItems(
  db: Kysely<Schema>,
  { state, kind }: { state: ItemState | undefined; kind: string | undefined },
  request: PageRequest,
): Promise<Page<InspectedItem>> {
  const items = db
    .selectFrom('outbox as o')
    .select(columns)
    .$if(state !== undefined, (query) => query.where(isIn[state ?? 'failed']))
    .$if(kind !== undefined, (query) => query.where('o.kind', '=', kind ?? ''))
  return readPage(items, { id: byBytes(db, 'o.id') }, request)
}

export type KindCounts = { kind: string; oldestDueAt: number | null } & Record<ItemState, number>

/** How many items of each kind there are, and when the first of those that are not given up is due. */
export function countKinds(db: Kysely<Schema>): Promise<KindCounts[]> {
  const count = (state: ItemState) => sql<number>`count(*) filter (where ${isIn[state]})`.as(state)
  return db
    .selectFrom('outbox as o')
    .select(['o.kind', count('waiting'), count('retrying'), count('failed')])
    .select(sql<number | null>`min(case when o.failed_at is null then o.due_at end)`.as('oldestDueAt'))
    .groupBy('o.kind')
    .orderBy('o.kind')
    .execute()
}

type Touched = { outcome: 'done'; kind: string } | { outcome: 'unknown' | 'busy' | 'spent' }

/** Makes an item due now, as if it had never been tried. */
export async function retryItem(tx: Tx, id: string, now: number): Promise<Touched> {
  const row = await tx.db
    .updateTable('outbox')
    .set((eb) => ({ due_at: now, attempts: 0, failed_at: null, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('leased_until', '<=', now)
    .where('payload_dropped_at', 'is', null)
    .returning('kind')
    .executeTakeFirst()
  return row ? { outcome: 'done', kind: row.kind } : { outcome: await whyNot(tx, id, now) }
}

/** Deletes an item that nobody is working on. The recurring jobs are no item that somebody may do without. */
export async function discardItem(tx: Tx, id: string, now: number): Promise<Touched> {
  const row = await tx.db
    .deleteFrom('outbox')
    .where('id', '=', id)
    .where('kind', '!=', 'recurring')
    .where('leased_until', '<=', now)
    .returning('kind')
    .executeTakeFirst()
  return row ? { outcome: 'done', kind: row.kind } : { outcome: await whyNot(tx, id, now) }
}

async function whyNot(tx: Tx, id: string, now: number): Promise<'unknown' | 'busy' | 'spent'> {
  const row = await tx.db.selectFrom('outbox').select('leased_until').where('id', '=', id).executeTakeFirst()
  if (!row) return 'unknown'
  return row.leased_until > now ? 'busy' : 'spent'
}
