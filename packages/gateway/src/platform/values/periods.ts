export const periods = ['day', 'week', 'month'] as const
export type Period = (typeof periods)[number]

/** Milliseconds since the epoch; the end is the beginning of the next. */
export type Span = { beginsAt: number; endsAt: number }

const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS
/** The epoch was a Thursday, and weeks begin on Monday (ISO 8601). */
const FIRST_MONDAY_MS = 4 * DAY_MS

/** The average length in days, to compare how much two periods give. */
export const daysIn: Record<Period, number> = { day: 1, week: 7, month: 30.436_875 }

/**
 * The period in which `now` is. Without `anchor` it is the day, the week from Monday or the month of the calendar, in
 * UTC. With it, periods are counted from that moment; a month ends on the same day of the next month, or on its last
 * day if it is shorter.
 */
export function periodAt(per: Period, anchor: number | null, now: number): Span {
  switch (per) {
    case 'day':
      return stepAt(anchor ?? 0, DAY_MS, now)
    case 'week':
      return stepAt(anchor ?? FIRST_MONDAY_MS, WEEK_MS, now)
    case 'month':
      return monthAt(anchor ?? 0, now)
  }
}

function stepAt(anchor: number, length: number, now: number): Span {
  const beginsAt = anchor + Math.floor((now - anchor) / length) * length
  return { beginsAt, endsAt: beginsAt + length }
}

function monthAt(anchor: number, now: number): Span {
  const [from, to] = [new Date(anchor), new Date(now)]
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth()
  const passed = addMonths(from, months) > now ? months - 1 : months
  return { beginsAt: addMonths(from, passed), endsAt: addMonths(from, passed + 1) }
}

/** Always from the anchor: a period that began on the last day of a short month must not move the later ones. */
function addMonths(from: Date, months: number): number {
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months]
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const time = from.getTime() - Math.floor(from.getTime() / DAY_MS) * DAY_MS
  return Date.UTC(year, month, Math.min(from.getUTCDate(), lastDay)) + time
}
