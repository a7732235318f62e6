import { Type } from 'typebox'
import { formatCursor, type ListIdentity, type Position, parseCursor } from '../../platform/database/cursor.ts'
import type { ListRequest } from '../../platform/database/keyset.ts'
import { invalid } from '../../platform/errors/refusal.ts'

/** The most rows on a page. */
const MOST_ROWS = 500
const LONGEST_SEARCH = 100
/** The longest sort value is a name in UTF-8 as base64url; with escapes it is far shorter than this. */
const LONGEST_CURSOR = 4000

type ListQuery<Sort extends string> = {
  limit?: number | undefined
  cursor?: string | undefined
  search?: string | undefined
  sort?: Sort | `-${Sort}` | undefined
}

/** The parameters that every list takes. `searched` says what `search` looks at; `order` is the default order. */
export function listParameters<const Sort extends string>(
  sorts: readonly Sort[],
  { searched, order }: { searched: string; order: Sort | `-${Sort}` },
) {
  const both = sorts.flatMap((sort): (Sort | `-${Sort}`)[] => [sort, `-${sort}`])
  return {
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MOST_ROWS,
        description: 'The most rows on a page; without it the answer has all rows and no next_cursor',
      }),
    ),
    cursor: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: LONGEST_CURSOR,
        description:
          'The next_cursor of the previous page, together with limit and with the same order and filters as there',
      }),
    ),
    search: Type.Optional(Type.String({ minLength: 1, maxLength: LONGEST_SEARCH, description: searched })),
    sort: Type.Optional(
      Type.Enum(both, { description: `The order of the rows; - in front is descending. Default: ${order}` }),
    ),
  }
}

/** A member of the answers of lists. */
export const NextCursor = Type.Optional(
  Type.Union([Type.String(), Type.Null()], {
    description: 'Only if the request has a limit: send it as cursor for the next page; null on the last page',
  }),
)

/** Whether the request has none of these parameters, so that its answer is the one without pages. */
export function wantsAll(query: Record<string, unknown>, ...filters: string[]): boolean {
  return ['limit', 'cursor', 'search', 'sort', ...filters].every((name) => query[name] === undefined)
}

type List<Sort extends string> = {
  /** What the list may be sorted by, and whether that is a text or a number. */
  sorts: Record<Sort, 'string' | 'number'>
  /** The default order. */
  order: Sort | `-${Sort}`
  whose: ListIdentity
}

/**
 * The page that a query asks for, and how the cursor to the next one is written. `whose` is whose list it is, with the
 * filters that only this list has. A cursor of another list, order or filter is refused.
 */
export function readListQuery<Sort extends string>(
  { limit, cursor, search, sort }: ListQuery<Sort>,
  { sorts, order, whose }: List<Sort>,
): { request: ListRequest<Sort>; nextCursor(next: Position | undefined): { next_cursor?: string | null } } {
  const chosen = sort ?? order
  const by = (Object.keys(sorts) as Sort[]).find((name) => chosen === name || chosen === `-${name}`)
  if (by === undefined) throw invalid('/querystring/sort', 'must be an order of this list')
  const identity = { ...whose, sort: chosen, search }
  if (cursor !== undefined && limit === undefined)
    throw invalid('/querystring/cursor', 'must be sent together with limit')
  const after = cursor === undefined ? undefined : parseCursor(cursor, identity, sorts[by])
  if (cursor !== undefined && !after)
    throw invalid('/querystring/cursor', 'must be the next_cursor of a page with the same order and filters')
  return {
    request: { sort: by, descending: chosen.startsWith('-'), search, limit, after },
    nextCursor: (next) =>
      limit === undefined ? {} : { next_cursor: next === undefined ? null : formatCursor(identity, next) },
  }
}
