import { useCallback } from 'react'
import uPlot from 'uplot'
import { formatDay, formatNumber } from '../../parts/formats.ts'
import { useChart } from '../../parts/use-chart.ts'
import styles from './keys.module.css'
import type { Day } from './usage-days.ts'

const HEIGHT_PX = 180
const WIDEST_BAR_PX = 28

/** A bar for each day. The page has the same numbers as a table, so this says only `label` to screen readers. */
export function UsageChart({ days, label }: { days: readonly Day[]; label: string }) {
  const frame = useChart(useCallback((element: HTMLElement) => draw(element, days), [days]))
  return <div ref={frame} className={styles.chart} role="img" aria-label={label} />
}

function draw(element: HTMLElement, days: readonly Day[]): uPlot {
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name)
  const font = `12px ${colour('--font')}`
  const axis = { font, stroke: colour('--muted'), ticks: { show: false }, grid: { show: false } }
  const dates = days.map(({ date }) => date)
  const named = (value: number) => (Number.isInteger(value) && dates[value] ? formatDay(dates[value], true) : '')
  return new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT_PX,
      cursor: { show: false },
      legend: { show: false },
      scales: {
        x: { time: false, range: [-0.6, days.length - 0.4] },
        y: { range: (_chart, _min, max) => [0, topOf(max)] },
      },
      axes: [
        { ...axis, values: (_chart, values) => values.map(named), space: 70, size: 28 },
        {
          ...axis,
          values: (_chart, values) => values.map((value) => (Number.isInteger(value) ? formatNumber(value) : '')),
          grid: { show: true, stroke: colour('--line'), width: 1 },
          size: (_chart, values) => Math.max(...(values ?? []).map((text) => text.length), 2) * 8 + 12,
        },
      ],
      series: [
        {},
        {
          fill: colour('--accent'),
          width: 0,
          points: { show: false },
          paths: uPlot.paths.bars?.({ size: [0.7, WIDEST_BAR_PX], radius: 0.2 }) ?? (() => null),
        },
      ],
    },
    [days.map((_, index) => index), days.map(({ uses }) => uses)],
    element,
  )
}

/** Some room above the highest bar, and at least four uses, so that one use is no wall. */
const topOf = (most: number) => Math.max(4, most * 1.1)
