import {
  type AliasableExpression,
  type Kysely,
  PostgresAdapter,
  type RawBuilder,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from 'kysely'
import type { Position } from './cursor.ts'
import type { Schema } from './schema.ts'

/**
 * What a list is sorted by. `id` tells rows with the same value apart, and no two rows of the list may have the same;
 * without `value`, the list is sorted by `id` alone. Neither may be null: comparisons with null select no row.
 */
export type SortKey = {
  value?: AliasableExpression<string | number>
  id: AliasableExpression<string>
  /** Whether an index has both, after what the list's conditions compare for equality. */
  isIndexed?: boolean
}

export type PageRequest = {
  descending: boolean
  /** All rows if undefined. */
  limit: number | undefined
  /** The last row of the page before; undefined for the first page. */
  after: Position | undefined
}

/** A page of a list that can be sorted and searched. */
export type ListRequest<Sort extends string> = PageRequest & { sort: Sort; search: string | undefined }

export type Page<Row> = {
  rows: Row[]
  /** The last row, if there are more rows after it. */
  next: Position | undefined
}

/**
 * The rows of one page, and one more if there is one, by one query or, one after the other, by two. `query` has neither
 * an order nor a limit. Exported for tests of query plans.
 *
 * Two are for orders that have an index: the rows with the same value as the last one, then those with another. Each
 * begins at its place in the index. For the comparison of pairs, SQLite finds the place by the value alone, and passes
 * the rows that have the same one by one: thousands, if as many keys were never used.
 */
export function pageQueries<DB, Tables extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Tables, Row>,
  { value, id, isIndexed }: SortKey,
  { descending, limit, after }: PageRequest,
) {
  const direction = descending ? 'desc' : 'asc'
  const beyond = sql.raw(descending ? '<' : '>')

  function ordered(place: RawBuilder<SqlBool> | undefined, by: AliasableExpression<string | number>[]) {
    let page = query.select([id.as('page_id'), (value ?? id).as('page_value')])
    if (place) page = page.where(place)
    for (const one of by) page = page.orderBy(one, direction)
    if (limit !== undefined) page = page.limit(limit + 1)
    return page.$castTo<Row & { page_id: string; page_value: string | number }>()
  }

  if (!value) return [ordered(after && sql<SqlBool>`${id} ${beyond} ${after.id}`, [id])]
  if (!after) return [ordered(undefined, [value, id])]
  if (!isIndexed) return [ordered(sql<SqlBool>`(${value}, ${id}) ${beyond} (${after.value}, ${after.id})`, [value, id])]
  return [
    ordered(sql<SqlBool>`${value} = ${after.value} and ${id} ${beyond} ${after.id}`, [id]),
    ordered(sql<SqlBool>`${value} ${beyond} ${after.value}`, [value, id]),
  ]
}

/**
 * Reads one page. It begins after a row instead of counting rows, so that with an index on the sort key the last page
 * costs what the first does, and a row that is added or removed meanwhile neither hides nor repeats another one. The
 * row after which it begins need not exist any more.
 */
export async function readPage<DB, Tables extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Tables, Row>,
  key: SortKey,
  request: PageRequest,
): Promise<Page<Row>> {
  const { limit = Number.POSITIVE_INFINITY } = request
  const found = new Map<string, Row & { page_id: string; page_value: string | number }>()
  for (const page of pageQueries(query, key, request)) {
    if (found.size > limit) break
    // A row whose value changes between the two is in both.
    for (const row of await page.execute()) if (!found.has(row.page_id)) found.set(row.page_id, row)
  }
  const rows = [...found.values()].slice(0, limit)
  const last = rows.at(-1)
  const more = found.size > rows.length && last !== undefined
  return { rows, next: more ? { value: last.page_value, id: last.page_id } : undefined }
}

/** A text column that both engines compare byte by byte; by itself PostgreSQL follows the language of the database. */
export function byBytes(db: Kysely<Schema>, column: string): RawBuilder<string> {
  return isPostgres(db) ? sql<string>`${sql.ref(column)} collate "C"` : sql<string>`${sql.ref(column)}`
}

/** The same with A–Z as a–z: what both engines do to a text in this collation. */
export function lowered(db: Kysely<Schema>, text: RawBuilder<string>): RawBuilder<string> {
  return isPostgres(db) ? sql<string>`lower((${text}) collate "C")` : sql<string>`lower(${text})`
}

/** As `lowered` does it. */
export function toLowered(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** A condition: the text contains this one, or begins with it. Letters A–Z must be lower-case in both. */
export function matches(text: RawBuilder<string>, how: 'contains' | 'begins', part: string): RawBuilder<SqlBool> {
  const literally = toLowered(part).replaceAll(/[\\%_]/g, '\\$&')
  const pattern = how === 'contains' ? `%${literally}%` : `${literally}%`
  return sql<SqlBool>`${text} like ${pattern} escape '\\'`
}

function isPostgres(db: Kysely<Schema>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter
}
