import { useTexts } from '../texts/use-texts.tsx'
import { agoOrIn, formatTime, inFull } from './formats.ts'
import { Tooltip } from './tooltip.tsx'

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
        {near ? agoOrIn(date) : formatTime(at)}
      </time>
    </Tooltip>
  )
}
