import { text } from '../texts/texts.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Tooltip } from './tooltip.tsx'

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
const withTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const dateOnly = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** "3 hours ago", "in 2 weeks", in the reader's language. */
export function agoOrIn(at: Date, now = Date.now()): string {
  const seconds = (at.getTime() - now) / 1000
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
  return relative.format(unit === 'second' ? 0 : Math.trunc(seconds / size), unit)
}

/** In the reader's zone and, for those who compare with logs, in UTC. */
const inFull = (at: Date) => `${withTime.format(at)} · ${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`

/**
 * A time (RFC 3339, or nothing). `near` shows how long ago or until; otherwise the date. What points at it sees both, and
 * UTC.
 */
export function Time({ at, near = true, none }: { at: string | null | undefined; near?: boolean; none?: string }) {
  const t = useTexts()
  if (!at) return <span>{none ?? t('time.never')}</span>
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <span>{t('time.unknown')}</span>
  return (
    <Tooltip content={inFull(date)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its full form is reached by keyboard too */}
      <time dateTime={at} tabIndex={0}>
        {near ? agoOrIn(date) : withTime.format(date)}
      </time>
    </Tooltip>
  )
}

/** For texts: the date in the reader's zone. */
export const formatDate = (at: string | null | undefined) => (at ? dateOnly.format(new Date(at)) : text('time.never'))
export const formatTime = (at: string | null | undefined) => (at ? withTime.format(new Date(at)) : text('time.never'))
/** 12,345 */
export const formatNumber = (value: number) => new Intl.NumberFormat().format(value)

const dayInUtc = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' })
const shortDayInUtc = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' })
/** A day in UTC (`2026-11-26`), which is no moment: it is the same day for every reader. */
export const formatDay = (date: string, short = false) => (short ? shortDayInUtc : dayInUtc).format(new Date(date))
