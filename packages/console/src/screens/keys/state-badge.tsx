import type { ApiKey } from '@quiva/client'
import { Badge } from '../../parts/badge.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { stateOf, tones } from './key-state.ts'

export function StateBadge({ of: key }: { of: ApiKey }) {
  const t = useTexts()
  const state = stateOf(key)
  const tone = tones[state]
  return <Badge {...(tone && { tone })}>{t(`keys.state.${state}`)}</Badge>
}
