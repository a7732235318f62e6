export const WINDOWS = ['hour', 'day', 'month'] as const

/** How far back the numbers go, in the address. */
export type MetricsSearch = { window?: (typeof WINDOWS)[number] }

export function windowIn({ window }: Record<string, unknown>): MetricsSearch {
  const known = WINDOWS.find((name) => name === window)
  return known ? { window: known } : {}
}
