import { setImmediate } from 'node:timers/promises'
import type { AliasableExpression, Kysely } from 'kysely'
import type { Schema } from './schema.ts'

const AT_ONCE = 20_000

/** Up to `limit` rows after `after`, in the order of `it`. */
type Part = (after: string, limit: number) => AliasableExpression<{ it: string | null }>

/**
 * Counts in parts, and others have their turn between them: on SQLite everybody waits for a statement. Of rows with the
 * same `it` some may be left out, but one is counted.
 */
export async function countInParts(db: Kysely<Schema>, part: Part): Promise<number> {
  for (let [all, after] = [0, '']; ; await setImmediate()) {
    const { count, last } = await db
      .selectFrom(part(after, AT_ONCE).as('part'))
      .select((eb) => [eb.fn.countAll<number | string>().as('count'), eb.fn.max('part.it').as('last')])
      .executeTakeFirstOrThrow()
    all += Number(count)
    if (last === null || Number(count) < AT_ONCE) return all
    after = last
  }
}
