import type { ExpressionBuilder, Selectable } from 'kysely'
import type { Database, Tx } from '../database/database.ts'
import type { OutboxTable } from '../database/schema/platform.ts'
import type { Schema } from '../database/schema.ts'

export type Item = Pick<Selectable<OutboxTable>, (typeof columns)[number]>

const columns = ['id', 'kind', 'key', 'payload_sealed', 'version', 'leased_until', 'attempts', 'created_at'] as const

/** How many items of some kinds there is room for. */
export type Room = { kinds: readonly string[]; limit: number }

/** Leases due items, oldest first, as far as there is room for them. Several gateways never get the same item. */
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
  // A look without a lock first: an idle gateway writes nothing.
  if (!(await due({ kinds: rooms.flatMap(({ kinds }) => kinds), limit: 1 }).executeTakeFirst())) return []
  return database.transaction(async ({ db }) => {
    const claimed: Item[] = []
    for (const room of rooms) {
      const candidates = database.engine === 'postgres' ? due(room, db).forUpdate().skipLocked() : due(room, db)
      const items = await db
        // Made once: as a subquery it may run for each row again, and skip what it has locked, so that all are leased.
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

/** Removes a done item, payload and all; if it was asked for again meanwhile, lets it run again instead. */
export async function finish(database: Database, item: Item): Promise<void> {
  await database.transaction(async (tx) => {
    const { numDeletedRows } = await tx.db.deleteFrom('outbox').where(isStillOurs(item)).executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) await release(tx, item)
  })
}

/** Lets the item run at `dueAt`, or as soon as it was asked for meanwhile. */
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

/** Keeps a hopeless item for the operator to see, without its payload; one that was asked for meanwhile runs again. */
export async function giveUp(database: Database, item: Item, reason: string): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.db
      .updateTable('outbox')
      .set({ failed_at: Date.now(), payload_sealed: null, last_error: reason.slice(0, 500) })
      .where(isStillOurs(item))
      .execute()
    await release(tx, item)
  })
}

/**
 * The item as it was leased: not asked for again, not taken over, and not a newer one of the same key, whose versions
 * begin anew once the row is gone.
 */
function isStillOurs({ id, version, leased_until }: Item) {
  return (eb: ExpressionBuilder<Schema, 'outbox'>) => eb.and({ id, version, leased_until })
}

/** Ends our lease. Not that of the worker which took the item over because ours had run out. */
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

/** For the metrics: how much waits, and how much was given up. */
export async function countItems(database: Database): Promise<{ pending: number; failed: number }> {
  const row = await database.read
    .selectFrom('outbox')
    .select((eb) => [eb.fn.countAll<number>().as('all'), eb.fn.count<number>('failed_at').as('failed')])
    .executeTakeFirstOrThrow()
  return { pending: Number(row.all) - Number(row.failed), failed: Number(row.failed) }
}
