import { table, visible } from './output.ts'

/** Narrower than this, the beginning of a text says nothing. */
const NARROWEST = 10
const GAP = 2

/**
 * Rows in columns, the first row being the header, in lines of at most `width` characters. First the columns whose
 * text may be cut (`flexible`) become narrower, the widest first; if that is not enough, each row becomes a block with
 * a line for each column. Without a width, nothing is cut.
 */
export function fitTable(
  rows: readonly (readonly string[])[],
  width: number | undefined,
  flexible: readonly number[],
): string {
  if (width === undefined) return table(rows)
  const shown = rows.map((row) => row.map(visible))
  const widths = (shown[0] ?? []).map((_, column) => Math.max(...shown.map((row) => length(row[column] ?? ''))))
  const isTooWide = () => widths.reduce((sum, one) => sum + one, GAP * (widths.length - 1)) > width
  while (isTooWide()) {
    const [widest] = flexible.toSorted((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))
    if (widest === undefined || (widths[widest] ?? 0) <= NARROWEST) return blocks(shown, width)
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return table(shown.map((row) => row.map((cell, column) => cut(cell, widths[column] ?? 0))))
}

/** Each row as lines of a column's name and its text; empty texts are left out. A text that is too long is broken. */
function blocks([header = [], ...rows]: string[][], width: number): string {
  const label = Math.max(...header.map(length)) + GAP
  const room = Math.max(width - label, NARROWEST)
  return rows
    .map((row) =>
      row
        .flatMap((cell, column) =>
          cell === '' ? [] : pieces(cell, room).map((piece, index) => [column, index, piece] as const),
        )
        .map(([column, index, piece]) => `${(index === 0 ? (header[column] ?? '') : '').padEnd(label)}${piece}`)
        .join('\n'),
    )
    .join('\n\n')
}

const length = (text: string) => [...text].length

function cut(text: string, width: number): string {
  return length(text) <= width ? text : `${[...text].slice(0, width - 1).join('')}…`
}

function pieces(text: string, width: number): string[] {
  const letters = [...text]
  return Array.from({ length: Math.ceil(letters.length / width) }, (_, index) =>
    letters.slice(index * width, (index + 1) * width).join(''),
  )
}
