import type { Output } from './output.ts'

/** How many rows one request asks for: as many as a list gives. */
export const ROWS_PER_REQUEST = 500

/** The pages of a list, one request after the other, up to `most` rows altogether. `ask` makes one request. */
export async function* pagesOf<Row>(
  most: number | undefined,
  ask: (page: { limit: number; cursor?: string }) => Promise<{ data: Row[]; next_cursor?: string | null | undefined }>,
): AsyncGenerator<Row[]> {
  let left = most ?? Number.POSITIVE_INFINITY
  for (let cursor: string | null | undefined; cursor !== null && left > 0; ) {
    const limit = Math.min(left, ROWS_PER_REQUEST)
    const page = await ask({ limit, ...(cursor !== undefined && { cursor }) })
    yield page.data
    left -= page.data.length
    cursor = page.next_cursor ?? null
  }
}

export async function collectPages<Row>(pages: AsyncIterable<Row[]>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const page of pages) rows.push(...page)
  return rows
}

/**
 * Writes the rows as one JSON array, each row as soon as its page is here: the same text as that of the whole array. If
 * a page fails, the array has no end, so that nobody takes it for the whole.
 */
export async function streamArray(pages: AsyncIterable<unknown[]>, output: Output): Promise<void> {
  let held: string | undefined
  for await (const page of pages) {
    for (const row of page) {
      const text = `  ${JSON.stringify(row, null, 2).replaceAll('\n', '\n  ')}`
      if (!(await output.stream(held === undefined ? '[' : `${held},`))) return
      held = text
    }
  }
  await output.stream(held === undefined ? '[]' : `${held}\n]`)
}
