import type { ExpressionBuilder, Selectable } from 'kysely'
import type { Database, Tx } from '../database/database.ts'
import type { OutboxTable } from '../database/schema/platform.ts'
import type { Schema } from '../database/schema.ts'

export type Item = Pick<Selectable<OutboxTable>, (typeof columns)[number]>

const columns = ['id', 'kind', 'key', 'payload_sealed', 'version', 'leased_until', 'attempts', 'created_at'] as const

/** How many items of these kinds a worker can take now. */
export type Room = { kinds: readonly string[]; limit: number }

/** Leases due items, oldest first, as many as there is room for. Two gateways never get the same item. */
export async function claimDue(database: Database, rooms: readonly Room[], leaseMs: number): Promise<Item[]> {
  const now = Date.now()
  const due = ({ kinds, limit }: Room, db = database.read) =>
    db
      .selectFrom('outbox')
      .select('id')
      .where('due_at', '<=', now)
      .where('leased_until', '<=', now)
      .where('failed_at', 'is', null)
      .where('kind', 'in', kinds)
      .orderBy('due_at')
      .limit(limit)
  // Reads without a lock first, so that an idle gateway writes nothing.
  if (!(await due({ kinds: rooms.flatMap(({ kinds }) => kinds), limit: 1 }).executeTakeFirst())) return []
  return database.transaction(async ({ db }) => {
    const claimed: Item[] = []
    for (const room of rooms) {
      const candidates = database.engine === 'postgres' ? due(room, db).forUpdate().skipLocked() : due(room, db)
      const items = await db
        // Evaluated once: a subquery could run again for each row, skip what it has locked, and so lease everything.
        .with(
          (cte) => cte('candidates').materialized(),
          () => candidates,
        )
        .updateTable('outbox')
        .set((eb) => ({ leased_until: now + leaseMs, attempts: eb('attempts', '+', 1) }))
        .where('id', 'in', (eb) => eb.selectFrom('candidates').select('id'))
        .returning(columns)
        .execute()
      claimed.push(...items)
    }
    return claimed
  })
}

/** Deletes a finished item with its payload; if it was requested again meanwhile, lets it run again instead. */
export async function finish(database: Database, item: Item): Promise<void> {
  await database.transaction(async (tx) => {
    const { numDeletedRows } = await tx.db.deleteFrom('outbox').where(isStillOurs(item)).executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) await release(tx, item)
  })
}

/** Lets the item run at `dueAt`, or at once if it was requested again meanwhile. */
export async function postpone(database: Database, item: Item, dueAt: number, reason: string | null): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.db
      .updateTable('outbox')
      .set({
        due_at: dueAt,
        last_error: reason?.slice(0, 500) ?? null,
        ...(reason === null && { attempts: 0 }),
      })
      .where(isStillOurs(item))
      .execute()
    await release(tx, item)
  })
}

/** Marks the item as failed, for the operator to see, without its payload; if it was requested again, it runs again. */
export async function giveUp(database: Database, item: Item, reason: string): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.db
      .updateTable('outbox')
      .set((eb) => ({
        failed_at: Date.now(),
        payload_dropped_at: eb.case().when('payload_sealed', 'is not', null).then(Date.now()).end(),
        payload_sealed: null,
        last_error: reason.slice(0, 500),
      }))
      .where(isStillOurs(item))
      .execute()
    await release(tx, item)
  })
}

/**
 * The item as it was leased: not requested again, not taken over by another worker, and not a newer item of the same
 * key, whose versions start again once the row is gone.
 */
function isStillOurs({ id, version, leased_until }: Item) {
  return (eb: ExpressionBuilder<Schema, 'outbox'>) => eb.and({ id, version, leased_until })
}

/** Gives up our lease, but not that of a worker which took the item over because ours had expired. */
async function release({ db }: Tx, { id, leased_until }: Item): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ leased_until: 0 })
    .where('id', '=', id)
    .where('leased_until', '=', leased_until)
    .execute()
}

export async function releaseLeases(database: Database): Promise<void> {
  await database.transaction(async ({ db }) => {
    await db.updateTable('outbox').set({ leased_until: 0 }).where('leased_until', '>', 0).execute()
  })
}

export type OutboxCounts = {
  /** Not tried yet. */
  waiting: number
  /** Failed, and will be tried again. */
  retrying: number
  /** Given up. */
  failed: number
  /** How long the first item that is due has been waiting for its turn; 0 if none is due. */
  overdueMs: number
}

/** For the metrics. */
export async function countItems(database: Database): Promise<OutboxCounts> {
  const now = Date.now()
  const row = await database.read
    .selectFrom('outbox')
    .select((eb) => [
      eb.fn.countAll<number>().as('all'),
      eb.fn.count<number>('failed_at').as('failed'),
      eb.fn.count<number>('last_error').filterWhere('failed_at', 'is', null).as('retrying'),
      eb.fn.min('due_at').filterWhere('failed_at', 'is', null).filterWhere('leased_until', '<=', now).as('firstDueAt'),
    ])
    .executeTakeFirstOrThrow()
  const { all, failed, retrying, firstDueAt } = row
  const counts = { failed: Number(failed), retrying: Number(retrying) }
  const overdueMs = firstDueAt === null ? 0 : Math.max(0, now - Number(firstDueAt))
  return { ...counts, waiting: Number(all) - counts.failed - counts.retrying, overdueMs }
}
