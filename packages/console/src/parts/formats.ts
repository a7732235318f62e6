import { formatLocale, text } from '../texts/texts.ts'

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

const relative = new Intl.RelativeTimeFormat(formatLocale, { numeric: 'auto' })
const withTime = new Intl.DateTimeFormat(formatLocale, { dateStyle: 'medium', timeStyle: 'short' })
const dateOnly = new Intl.DateTimeFormat(formatLocale, { dateStyle: 'medium' })

/** "3 hours ago", "in 2 weeks", in the reader's language. */
export function agoOrIn(at: Date, now = Date.now()): string {
  const seconds = (at.getTime() - now) / 1000
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
  return relative.format(unit === 'second' ? 0 : Math.trunc(seconds / size), unit)
}

/** In the reader's zone and, for those who compare with logs, in UTC. */
export const inFull = (at: Date) => `${withTime.format(at)} · ${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** For texts: the date in the reader's zone. */
export const formatDate = (at: string | null | undefined) => (at ? dateOnly.format(new Date(at)) : text('time.never'))
export const formatTime = (at: string | null | undefined) => (at ? withTime.format(new Date(at)) : text('time.never'))
/** 12,345 */
export const formatNumber = (value: number) => new Intl.NumberFormat(formatLocale).format(value)

const dayInUtc = new Intl.DateTimeFormat(formatLocale, { dateStyle: 'medium', timeZone: 'UTC' })
const shortDayInUtc = new Intl.DateTimeFormat(formatLocale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
/** A day in UTC (`2026-11-26`), which is no moment: it is the same day for every reader. */
export const formatDay = (date: string, short = false) => (short ? shortDayInUtc : dayInUtc).format(new Date(date))
