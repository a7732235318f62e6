import { Callout } from '../../parts/callout.tsx'
import { agoOrIn, formatTime } from '../../parts/formats.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import type { ListedKey } from './key-queries.ts'
import { stateOf } from './key-state.ts'

/** What somebody should know of the state of a key before all else. */
export function KeyNote({ of: key }: { of: ListedKey }) {
  const t = useTexts()
  const state = stateOf(key)
  const time = formatTime(key.expires_on)
  if (state === 'disabled') return <Callout tone="bad">{t('keys.key.note.disabled')}</Callout>
  if (state === 'expiring')
    return <Callout tone="warn">{t('keys.key.note.expiring', { when: agoOrIn(new Date(key.expires_on)) })}</Callout>
  if (state !== 'replaced') return null
  return (
    <Callout>
      {key.silent_days === null
        ? t('keys.key.note.replaced', { time })
        : t('keys.key.note.silent', { days: key.silent_days, time })}
    </Callout>
  )
}
