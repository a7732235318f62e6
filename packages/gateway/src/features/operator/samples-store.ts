import { sql } from 'kysely'
import type { Database, Tx } from '../../platform/database/database.ts'
import type { SamplesTable } from '../../platform/database/schema/platform.ts'

/** In the order of BOUNDS_MS (platform/request-totals.ts). */
export const bucketColumns = [
  'ms_1',
  'ms_2_5',
  'ms_5',
  'ms_10',
  'ms_25',
  'ms_50',
  'ms_100',
  'ms_250',
  'ms_1000',
  'ms_5000',
  'ms_more',
] as const
const added = ['client_errors', 'server_errors', 'sign_ins', 'issued_keys', ...bucketColumns] as const
/** The outbox is the same for every gateway: the most that one of them saw, not the sum. */
const highest = ['outbox_waiting', 'outbox_failed'] as const

/** What happened in a time, without the time. */
export type Sample = Omit<SamplesTable, 'span_ms' | 'begins_at'>

/** Adds to what this or another gateway has already written for these times, which must be in one order. */
export async function addSamples(tx: Tx, rows: readonly SamplesTable[]): Promise<void> {
  const own = (name: string) => sql.ref(`samples.${name}`)
  const given = (name: string) => sql.ref(`excluded.${name}`)
  await tx.db
    .insertInto('samples')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['span_ms', 'begins_at']).doUpdateSet({
        ...Object.fromEntries(added.map((name) => [name, sql<number>`${own(name)} + ${given(name)}`])),
        ...Object.fromEntries(
          highest.map((name) => [
            name,
            sql<number>`case when ${own(name)} > ${given(name)} then ${own(name)} else ${given(name)} end`,
          ]),
        ),
      }),
    )
    .execute()
}

/** The samples of one span since a time, put together in steps, the oldest first. A step without any is left out. */
export async function readSteps(
  { read }: Pick<Database, 'read'>,
  { spanMs, stepMs, since }: { spanMs: number; stepMs: number; since: number },
): Promise<(Sample & { at: number })[]> {
  // Whole numbers in the text of the statement: SQLite binds all numbers as fractions.
  const at = sql<number>`begins_at - begins_at % ${sql.lit(stepMs)}`
  // PostgreSQL makes a fraction of a sum of whole numbers.
  return read
    .selectFrom('samples')
    .select(at.as('at'))
    .select(added.map((name) => sql<number>`cast(sum(${sql.ref(name)}) as bigint)`.as(name)))
    .select(highest.map((name) => sql<number>`max(${sql.ref(name)})`.as(name)))
    .where('span_ms', '=', spanMs)
    .where('begins_at', '>=', since)
    .groupBy(at)
    .orderBy(at)
    .execute()
}

export async function deleteSamplesBefore(tx: Tx, spanMs: number, before: number): Promise<void> {
  await tx.db.deleteFrom('samples').where('span_ms', '=', spanMs).where('begins_at', '<', before).execute()
}
