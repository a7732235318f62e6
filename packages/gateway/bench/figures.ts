/** One line of the result. */
export type Figure = {
  name: string
  /** Median of `runs` unless `note` says otherwise. */
  value: number
  unit: '×' | '/s' | 'ms' | 'MB' | 'µs' | ''
  /** What issue and design ask for; undefined where a figure only informs. */
  target?: Target
  /** Undefined without a target. */
  met?: boolean
  runs: number[]
  note: string
}

export type Target = { atLeast: number } | { below: number }

/** A figure from the runs of one measurement. */
export function figure(
  name: string,
  unit: Figure['unit'],
  runs: number[],
  { target, note = '' }: { target?: Target; note?: string } = {},
): Figure {
  return judged({ name, unit, value: median(runs), runs, note }, target)
}

/**
 * The ratio of the medians of two servers whose runs alternated. The range of the ratios of neighbouring runs shows how
 * far the machine's noise reaches.
 */
export function ratio(
  name: string,
  measured: number[],
  yardstick: number[],
  { target, note = '' }: { target?: Target; note?: string } = {},
): Figure {
  const runs = measured.map((value, index) => value / (yardstick[index] ?? Number.NaN))
  const pairs = `pairs ${Math.min(...runs).toFixed(2)}–${Math.max(...runs).toFixed(2)}`
  const value = median(measured) / median(yardstick)
  return judged({ name, unit: '×', value, runs, note: note ? `${pairs}; ${note}` : pairs }, target)
}

function judged(plain: Figure, target: Target | undefined): Figure {
  if (!target) return plain
  const met = 'atLeast' in target ? plain.value >= target.atLeast : plain.value < target.below
  return { ...plain, target, met }
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = Number.NaN] = [sorted[(sorted.length - 1) / 2] ?? sorted[middle - 1], sorted[middle]]
  return (low + high) / 2
}

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** The figures as a table for people. */
export function table(figures: Figure[]): string {
  const rows = figures.map(({ name, value, unit, target, met, note }) => [
    name,
    `${format(value, unit)}${unit ? ` ${unit}` : ''}`,
    target === undefined ? '' : 'atLeast' in target ? `≥ ${target.atLeast}` : `< ${target.below}`,
    met === undefined ? ' ' : met ? '✓' : '✗',
    note,
  ])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const [first = 0, second = 0, third = 0] = widths
  return rows
    .map(([name = '', value = '', goal = '', mark = '', note = '']) =>
      `${name.padEnd(first)}  ${value.padStart(second)}  ${goal.padEnd(third)} ${mark}  ${note}`.trimEnd(),
    )
    .join('\n')
}

function format(value: number, unit: Figure['unit']): string {
  const digits = unit === '×' ? 2 : value < 10 && !Number.isInteger(value) ? 1 : 0
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}
