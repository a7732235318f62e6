import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from '@tanstack/react-query'
import { useMemo } from 'react'

/** A page of a list, as the gateway answers (docs/lists.md). */
type PageOf<Row> = { data: Row[]; next_cursor?: string | null }

export type Pages<Row> = { rows: readonly Row[]; query: UseInfiniteQueryResult<InfiniteData<PageOf<Row>>> }

const ROWS_OF_A_PAGE = 100

/**
 * Reads a list page by page. `queryKey` has everything that decides what is in the list: its name, the search, the
 * filters, the order. While another search is under way, the rows of the last one stay.
 */
export function usePages<Row>(
  queryKey: readonly unknown[],
  read: (page: { limit: number; cursor?: string }, signal: AbortSignal) => Promise<PageOf<Row>>,
): Pages<Row> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      read({ limit: ROWS_OF_A_PAGE, ...(pageParam && { cursor: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: (last: PageOf<Row>) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data])
  return { rows, query }
}
