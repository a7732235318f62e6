import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from './button.tsx'
import { Box } from './checks.tsx'
import styles from './data-list.module.css'
import { useEmbedding } from './embedding.ts'
import { LoadFailed, Skeleton } from './states.tsx'
import type { Pages } from './use-pages.ts'

export type Column<Row> = {
  id: string
  title: string
  /** The title is only for screen readers: above the menus of the rows. */
  hideTitle?: boolean
  /** A track of CSS grid: `minmax(10rem, 2fr)`, `8rem`. */
  width: string
  /** The column can be sorted: the gateway's word for it, without the minus. */
  sort?: string
  /** `name`: what the row is called, which stands first on small screens. `end`: numbers, and the last column's menu. */
  kind?: 'name' | 'end'
  cell: (row: Row) => ReactNode
}

export type Selection = { chosen: ReadonlySet<string>; onChange: (chosen: ReadonlySet<string>) => void }

type DataListProps<Row> = {
  /** What the list is of, for screen readers. */
  label: string
  pages: Pages<Row>
  columns: readonly Column<Row>[]
  rowKey: (row: Row) => string
  /** The row's name for screen readers, where rows can be selected. */
  rowName?: (row: Row) => string
  selection?: Selection
  /** `name` or `-name`, and what happens when a title is pressed. */
  sort?: string
  onSort?: (sort: string) => void
  /** What stands there if there is nothing: `Empty`, or `NoMatch` while something is searched for. */
  empty: ReactNode
  /** Within a card: without a frame of its own. */
  bare?: boolean
  /** One column that speaks for itself: its title is only for screen readers. */
  untitled?: boolean
}

const ROW_PX = 53
/** Rows beyond what is visible, above and below. */
const OVERSCAN = 12
/** So many rows before the end, the next page is asked for. */
const AHEAD = 20

/**
 * A list that stays fast with thousands of rows: it is read page by page while one scrolls, and only the rows that are
 * visible are in the document. A table for screen readers; cards where there is no room for columns.
 */
export function DataList<Row>(props: DataListProps<Row>) {
  const { pages, empty, bare } = props
  const { rows, query } = pages
  if (!query.data)
    return (
      <div className={bare ? styles.bare : styles.frame}>
        {query.error ? <LoadFailed error={query.error} onRetry={() => void query.refetch()} /> : <Skeleton lines={6} />}
      </div>
    )
  if (rows.length === 0) return <div className={bare ? styles.bare : styles.frame}>{empty}</div>
  return <Filled {...props} />
}

function Filled<Row>(props: DataListProps<Row>) {
  const { label, pages, columns, rowKey, rowName, selection, sort, onSort, bare, untitled } = props
  const { rows, query } = pages
  const t = useTexts()
  const body = useRef<HTMLDivElement>(null)
  const embedding = useEmbedding()
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    // Another product's page may scroll in a box of its own, where nobody tells which rows are visible.
    overscan: embedding ? rows.length : OVERSCAN,
    scrollMargin: body.current?.offsetTop ?? 0,
    getItemKey: (index) => (rows[index] ? rowKey(rows[index]) : index),
  })
  const shown = virtual.getVirtualItems()
  const lastShown = shown.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query
  const wantsMore = !embedding && hasNextPage && !isFetchingNextPage && !isError && lastShown >= rows.length - AHEAD
  useEffect(() => {
    if (wantsMore) void fetchNextPage()
  }, [wantsMore, fetchNextPage])

  const widths = [...(selection ? ['1.1rem'] : []), ...columns.map(({ width }) => width)].join(' ')
  // The size of text is the page's own there (vite/embed-styles.ts).
  const template = embedding ? widths.replaceAll(/([\d.]+)rem/g, 'calc(var(--rem) * $1)') : widths
  // The style sheet decides whether there is room for columns.
  const track = { '--columns': template } as CSSProperties
  const keys = rows.map(rowKey)
  const chosenHere = selection ? keys.filter((key) => selection.chosen.has(key)).length : 0
  return (
    <div className={bare ? styles.bare : styles.frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: a real table cannot turn into cards and stay a table */}
      <div role="table" aria-label={label} aria-rowcount={hasNextPage ? -1 : rows.length + 1}>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div role="rowgroup">
          {/* biome-ignore lint/a11y/useSemanticElements: as above */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: a row is nothing to press */}
          <div role="row" className={untitled ? 'visually-hidden' : styles.head} style={track} aria-rowindex={1}>
            {selection && (
              <Cell role="columnheader">
                <Box
                  label={t('list.select-all')}
                  checked={chosenHere === keys.length}
                  partly={chosenHere > 0 && chosenHere < keys.length}
                  onChange={(checked) => selection.onChange(new Set(checked ? keys : []))}
                />
              </Cell>
            )}
            {columns.map((column) => (
              <ColumnTitle key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </div>
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div role="rowgroup" ref={body} className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {shown.map(({ index, key, start }) => {
            const row = rows[index]
            if (row === undefined) return null
            const id = rowKey(row)
            const chosen = selection?.chosen.has(id) ?? false
            const classes = [
              styles.row,
              styles.virtual,
              index === rows.length - 1 && styles.last,
              selection && styles.selectable,
              chosen && styles.selected,
            ]
            return (
              // biome-ignore lint/a11y/useSemanticElements: as above
              // biome-ignore lint/a11y/useFocusableInteractive: a row is nothing to press
              <div
                key={key}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={selection ? chosen : undefined}
                data-index={index}
                ref={virtual.measureElement}
                className={classes.filter(Boolean).join(' ')}
                style={{ ...track, transform: `translateY(${start - virtual.options.scrollMargin}px)` }}
              >
                {selection && (
                  <Cell className={styles.select}>
                    <Box
                      label={t('list.select-row', { name: rowName?.(row) ?? id })}
                      checked={chosen}
                      onChange={() => selection.onChange(toggled(selection.chosen, id))}
                    />
                  </Cell>
                )}
                {columns.map((column) => (
                  <Cell
                    key={column.id}
                    className={
                      column.kind === 'name' ? styles.name : column.kind === 'end' ? styles.end : styles.hasLabel
                    }
                  >
                    {!column.kind && <span className={styles.label}>{column.title}</span>}
                    <div>{column.cell(row)}</div>
                  </Cell>
                ))}
              </div>
            )
          })}
        </div>
      </div>
      {hasNextPage && (
        <div className={styles.foot}>
          <span role="status">{isFetchingNextPage ? t('list.loading') : t('list.end', { count: rows.length })}</span>
          <Button size="small" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('list.more')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Cell({
  role = 'cell',
  className,
  children,
  ...rest
}: {
  role?: 'cell' | 'columnheader'
  className?: string | undefined
  children: ReactNode
  'aria-sort'?: 'ascending' | 'descending' | 'none' | undefined
}) {
  return (
    <div role={role} className={className ? `${styles.cell} ${className}` : styles.cell} {...rest}>
      {children}
    </div>
  )
}

function ColumnTitle<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>
  sort: string | undefined
  onSort: ((sort: string) => void) | undefined
}) {
  const alignment = column.kind === 'end' ? styles.end : undefined
  if (!column.sort || !onSort)
    return (
      <Cell role="columnheader" className={alignment}>
        {column.hideTitle ? <span className="visually-hidden">{column.title}</span> : column.title}
      </Cell>
    )
  const ascending = sort === column.sort
  const descending = sort === `-${column.sort}`
  return (
    <Cell
      role="columnheader"
      className={alignment}
      aria-sort={ascending ? 'ascending' : descending ? 'descending' : 'none'}
    >
      <button
        type="button"
        className={styles.title}
        onClick={() => onSort(ascending ? `-${column.sort}` : (column.sort ?? ''))}
      >
        {column.title}
        {ascending && <ArrowUp aria-hidden="true" />}
        {descending && <ArrowDown aria-hidden="true" />}
      </button>
    </Cell>
  )
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen)
  if (!next.delete(id)) next.add(id)
  return next
}

/** A second, quieter line in a cell. */
export const Under = ({ children }: { children: ReactNode }) => <div className={styles.under}>{children}</div>
