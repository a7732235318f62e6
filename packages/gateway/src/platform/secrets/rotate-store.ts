import { type Kysely, sql } from 'kysely'
import type { Sealer } from '../crypto/sealing.ts'
import type { Database } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'
import type { sealedColumns } from './sealed-columns.ts'

type SealedColumn = (typeof sealedColumns)[keyof typeof sealedColumns]

const BATCH = 200

/** Seals every stale value of the column again, under the current master key; returns how many. */
export async function resealColumn(database: Database, sealer: Sealer, column: SealedColumn): Promise<number> {
  const table = sql.table(column.table)
  const value = sql.ref(column.column)
  const keys = column.key.map((name) => sql.ref(name))
  let total = 0
  for (let after: string[] | undefined; ; ) {
    const rows = await readBatch(database.read, column, after)
    const last = rows.at(-1)
    if (!last) return total
    const stale = rows.filter((row) => sealer.isStale(row.value))
    await database.transaction(async ({ db }) => {
      for (const { key, value: sealed } of stale) {
        const context = (column.context as (...parts: string[]) => string)(...key)
        const again = sealer.seal(sealer.open(sealed, context), context)
        const same = sql.join(
          key.map((part, index) => sql`${keys[index]} = ${part}`),
          sql` and `,
        )
        // Only if the value is still the one that was read: a change meanwhile sealed it under the current key already.
        await sql`update ${table} set ${value} = ${again} where ${same} and ${value} = ${sealed}`.execute(db)
      }
    })
    total += stale.length
    after = last.key
  }
}

async function readBatch(db: Kysely<Schema>, column: SealedColumn, after: string[] | undefined) {
  const keys = sql.join(column.key.map((name) => sql.ref(name)))
  const beyond = after ? sql`and (${keys}) > (${sql.join(after)})` : sql``
  const { rows } = await sql<Record<string, string>>`
    select ${keys}, ${sql.ref(column.column)} as sealed_value from ${sql.table(column.table)}
    where ${sql.ref(column.column)} is not null ${beyond} order by ${keys} limit ${BATCH}`.execute(db)
  return rows.map((row) => ({ key: column.key.map((name) => row[name] ?? ''), value: row.sealed_value ?? '' }))
}
