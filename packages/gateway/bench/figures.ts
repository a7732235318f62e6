/** One line of the result. */
export type Figure = {
  name: string
  /** Median of `runs` unless `note` says otherwise. */
  value: number
  unit: '×' | '/s' | 's' | 'ms' | 'MB' | 'µs' | ''
  /** Undefined where a figure only informs. */
  target?: Target
  /** Undefined without a target, and where the machine was too busy with other things to tell. */
  met?: boolean
  runs: number[]
  note: string
}

export type Target = { atLeast: number } | { below: number }

type Options = { target?: Target | undefined; reliable?: boolean; notes?: string[] }

/** A figure from the runs of one measurement. */
export function figure(name: string, unit: Figure['unit'], runs: number[], options: Options = {}): Figure {
  return judged({ name, unit, value: median(runs), runs }, options)
}

/**
 * The ratio of the medians of two servers whose runs alternated. The range of the ratios of neighbouring runs shows how
 * far the machine's noise reaches.
 */
export function ratio(name: string, measured: number[], yardstick: number[], options: Options = {}): Figure {
  const runs = measured.map((value, index) => value / (yardstick[index] ?? Number.NaN))
  const pairs = `pairs ${Math.min(...runs).toFixed(2)}–${Math.max(...runs).toFixed(2)}`
  const value = median(measured) / median(yardstick)
  return judged({ name, unit: '×', value, runs }, { ...options, notes: [pairs, ...(options.notes ?? [])] })
}

function judged(plain: Omit<Figure, 'note'>, { target, reliable = true, notes = [] }: Options): Figure {
  const note = notes.filter((text) => text !== '').join('; ')
  if (!target) return { ...plain, note }
  const met = 'atLeast' in target ? plain.value >= target.atLeast : plain.value < target.below
  return { ...plain, target, ...(reliable && { met }), note }
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
  return (lower + upper) / 2
}

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** The figures as a table for users. */
export function table(figures: Figure[]): string {
  const rows = figures.map(({ name, value, unit, target, met, note }) => ({
    name,
    value: `${format(value, unit)}${unit ? ` ${unit}` : ''}`,
    goal: target === undefined ? '' : 'atLeast' in target ? `≥ ${target.atLeast}` : `< ${target.below}`,
    mark: target === undefined ? ' ' : met === undefined ? '?' : met ? '✓' : '✗',
    note,
  }))
  const width = (column: 'name' | 'value' | 'goal') => Math.max(...rows.map((row) => row[column].length))
  return rows
    .map(({ name, value, goal, mark, note }) =>
      `${name.padEnd(width('name'))}  ${value.padStart(width('value'))}  ${goal.padEnd(width('goal'))} ${mark}  ${note}`.trimEnd(),
    )
    .join('\n')
}

function format(value: number, unit: Figure['unit']): string {
  const digits = unit === '×' ? 2 : value < 10 && !Number.isInteger(value) ? 1 : 0
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}
