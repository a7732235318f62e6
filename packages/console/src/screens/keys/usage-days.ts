import type { ApiKeyUsage } from '@quiva/client'

export type Day = { date: string; uses: number }
export type NetworkUse = { network: string; uses: number; last_used_on: string }

const DAY_MS = 86_400_000

/** Each of the last days in UTC, oldest first, also those without a use. */
export function eachDay({ days }: Pick<ApiKeyUsage, 'days'>, count: number, now = Date.now()): Day[] {
  const uses = new Map(days.map((day) => [day.date, day.uses]))
  return Array.from({ length: count }, (_, index) => {
    const date = new Date(now - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10)
    return { date, uses: uses.get(date) ?? 0 }
  })
}

/** The networks of all days, added up, the latest first. */
export function networksOf({ days }: Pick<ApiKeyUsage, 'days'>): NetworkUse[] {
  const sums = new Map<string, NetworkUse>()
  for (const { network, uses, last_used_on: last } of days.flatMap((day) => day.networks)) {
    const sum = sums.get(network) ?? { network, uses: 0, last_used_on: last }
    sum.uses += uses
    if (last > sum.last_used_on) sum.last_used_on = last
    sums.set(network, sum)
  }
  return [...sums.values()].sort((a, b) => b.last_used_on.localeCompare(a.last_used_on))
}
