import { useCallback } from 'react'
import uPlot from 'uplot'
import { formatNumber } from '../../parts/formats.ts'
import { useChart } from '../../parts/use-chart.ts'
import { formatLocale } from '../../texts/texts.ts'
import styles from './operator.module.css'

const HEIGHT_PX = 160

/** `values` are in the order of the times; null where nothing is known. */
export type Series = { colour: 'accent' | 'warn' | 'bad'; values: readonly (number | null)[] }

/**
 * Lines over time; `times` in Unix seconds. The page has the same numbers as a table, so this says only `label` to
 * screen readers.
 */
export function SeriesChart({
  times,
  series,
  label,
}: {
  times: readonly number[]
  series: readonly Series[]
  label: string
}) {
  const frame = useChart(useCallback((element: HTMLElement) => draw(element, times, series), [times, series]))
  return <div ref={frame} className={styles.chart} role="img" aria-label={label} />
}

const hour = new Intl.DateTimeFormat(formatLocale, { timeStyle: 'short' })
const day = new Intl.DateTimeFormat(formatLocale, { day: 'numeric', month: 'short' })
const DAY_SECONDS = 86_400

function draw(element: HTMLElement, times: readonly number[], series: readonly Series[]): uPlot {
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name)
  const axis = { font: `12px ${colour('--font')}`, stroke: colour('--muted'), ticks: { show: false } }
  const isLong = (times.at(-1) ?? 0) - (times[0] ?? 0) > 2 * DAY_SECONDS
  return new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT_PX,
      cursor: { show: false },
      legend: { show: false },
      scales: { y: { range: (_chart, _min, max) => [0, Math.max(4, (max ?? 0) * 1.1)] } },
      axes: [
        {
          ...axis,
          grid: { show: false },
          values: (_chart, at) => at.map((seconds) => (isLong ? day : hour).format(seconds * 1000)),
          space: 80,
          size: 28,
        },
        {
          ...axis,
          values: (_chart, values) => values.map((value) => (Number.isInteger(value) ? formatNumber(value) : '')),
          grid: { show: true, stroke: colour('--line'), width: 1 },
          size: (_chart, values) => Math.max(...(values ?? []).map((text) => text.length), 2) * 8 + 12,
        },
      ],
      series: [
        {},
        ...series.map(({ colour: name }) => ({
          stroke: colour(`--${name}`),
          width: 2,
          // A step that stands alone would be no line.
          points: { show: times.length < 3, fill: colour(`--${name}`) },
        })),
      ],
    },
    [[...times], ...series.map(({ values }) => [...values])],
    element,
  )
}
