import { hash } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { StartupError } from '../errors/startup-error.ts'
import { explainOpening, nameOfServer } from './explain-opening.ts'
import { migrate } from './migrate.ts'
import { inMigration } from './migrate-postgres.ts'
import { refuseOldServer } from './postgres.ts'
import { MIGRATING, openPool } from './postgres-pool.ts'
import type { Schema } from './schema.ts'

const BATCH = 500

type Row = Record<string, unknown>
type Table = { name: string; columns: string[] }
export type CopiedTable = { name: string; rows: number }

/**
 * Copies every table of an SQLite database, which nobody else may write to, into an empty PostgreSQL. All of it is one
 * transaction: what fails, or is killed, leaves PostgreSQL as empty as it was. Every row is read back and compared.
 */
export async function copyToPostgres(
  source: Kysely<Schema>,
  url: string,
  tell: (step: string, rows: number) => void,
): Promise<CopiedTable[]> {
  const opened = openPool(url, MIGRATING, 1)
  try {
    await refuseOldServer(opened.pool, url)
    return await inMigration(opened, async (target) => {
      await refuseUnlessEmpty(target, url)
      await migrate(target)
      const tables = await commonTables(source, target)
      const addReferences = await dropReferences(target)
      const copied: CopiedTable[] = []
      for (const table of tables) copied.push({ name: table.name, rows: await copyTable(source, target, table, tell) })
      await addReferences()
      return copied
    })
  } catch (error) {
    throw explainOpening(error, nameOfServer(url))
  } finally {
    await opened.pool.end()
  }
}

async function refuseUnlessEmpty(target: Transaction<Schema>, url: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
      order by c.relname limit 1`.execute(target)
  const [first] = rows
  if (first)
    throw new StartupError(
      `${nameOfServer(url)} is not empty: it has ${first.name}. Create a new database with createdb, and set DATABASE_URL to it. Nothing was changed.`,
    )
}

/** The tables, which must be the same on both sides, with the same columns. */
async function commonTables(source: Kysely<Schema>, target: Kysely<Schema>): Promise<Table[]> {
  const ofSource = await sql<{ table: string; column: string }>`
    select t.name as "table", c.name as "column" from sqlite_schema as t, pragma_table_info(t.name) as c
      where t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\' and t.name not like 'kysely\\_%' escape '\\'
      order by t.name, c.name`.execute(source)
  const ofTarget = await sql<{ table: string; column: string }>`
    select table_name as "table", column_name as "column" from information_schema.columns
      where table_schema = current_schema() and table_name not like 'kysely\\_%'
      order by table_name collate "C", column_name collate "C"`.execute(target)
  const [here, there] = [inTables(ofSource.rows), inTables(ofTarget.rows)]
  if (JSON.stringify(here) !== JSON.stringify(there))
    throw new StartupError('The SQLite database has other tables or columns than this version of the gateway makes.')
  return here
}

function inTables(columns: readonly { table: string; column: string }[]): Table[] {
  const tables = Map.groupBy(columns, ({ table }) => table)
  return [...tables].map(([name, rows]) => ({ name, columns: rows.map(({ column }) => column) }))
}

/** Tables refer to each other in circles, so no order of them suits. Adding the references again checks all rows. */
async function dropReferences(target: Transaction<Schema>): Promise<() => Promise<void>> {
  const { rows } = await sql<{ table: string; name: string; definition: string }>`
    select relation.relname as "table", c.conname as name, pg_get_constraintdef(c.oid) as definition
      from pg_constraint c join pg_class relation on relation.oid = c.conrelid
      where c.contype = 'f' and c.connamespace = current_schema()::regnamespace`.execute(target)
  for (const { table, name } of rows)
    await sql`alter table ${sql.table(table)} drop constraint ${sql.ref(name)}`.execute(target)
  return async () => {
    for (const { table, name, definition } of rows)
      await sql`alter table ${sql.table(table)} add constraint ${sql.ref(name)} ${sql.raw(definition)}`.execute(target)
  }
}

async function copyTable(
  source: Kysely<Schema>,
  target: Transaction<Schema>,
  { name, columns }: Table,
  tell: (step: string, rows: number) => void,
): Promise<number> {
  const table = sql.table(name)
  const list = sql.join(columns.map((column) => sql.ref(column)))
  const [sent, found] = [createSum(columns), createSum(columns)]
  for (let last = Number.MIN_SAFE_INTEGER; ; ) {
    const { rows } = await sql<Row & { rowid: number }>`
      select rowid, ${list} from ${table} where rowid > ${last} order by rowid limit ${BATCH}`.execute(source)
    const final = rows.at(-1)
    if (!final) break
    last = final.rowid
    for (const row of rows) sent.add(row)
    await sql`insert into ${table} (${list})
      select ${list} from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::json)`.execute(target)
    tell(`copying ${name}`, sent.rows())
  }
  await sql`declare copied no scroll cursor for select ${list} from ${table}`.execute(target)
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.raw(String(BATCH))} from copied`.execute(target)
    if (rows.length === 0) break
    for (const row of rows) found.add(row)
    tell(`checking ${name}`, found.rows())
  }
  await sql`close copied`.execute(target)
  if (sent.rows() !== found.rows() || sent.sum() !== found.sum())
    throw new StartupError(
      `The rows of ${name} differ: ${sent.rows()} in SQLite, ${found.rows()} in PostgreSQL. Nothing was kept in PostgreSQL.`,
    )
  await sql`analyze ${table}`.execute(target)
  return sent.rows()
}

/** Sums the hashes of rows, which may come in any order. */
function createSum(columns: readonly string[]) {
  let rows = 0
  let sum = 0n
  return {
    add(row: Row) {
      rows += 1
      const text = JSON.stringify(columns.map((column) => row[column]))
      sum = BigInt.asUintN(256, sum + BigInt(`0x${hash('sha256', text, 'hex')}`))
    },
    rows: () => rows,
    sum: () => sum,
  }
}
