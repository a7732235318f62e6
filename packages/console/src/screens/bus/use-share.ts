import { useState } from 'react'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'

/**
 * Whether something of what is shared was changed, and not every running server has it yet: that is said on the screen
 * for longer than a toast stays.
 */
export function useShare() {
  const [waiting, setWaiting] = useState(false)
  return { waiting, setWaiting }
}

export type Share = ReturnType<typeof useShare>

/** `change` does it, and its answer tells whether every running server has it; `what` says what was done. */
export function useShareChange<Given>(
  { setWaiting }: Share,
  change: (given: Given) => Promise<{ confirmed: boolean | null }>,
  what: (given: Given) => string,
) {
  const t = useTexts()
  return useAct(change, {
    reads: ['bus'],
    say: ({ confirmed }, given) => ({ title: what(given), text: confirmed ? t('bus.confirmed') : undefined }),
    after: ({ confirmed }) => setWaiting(confirmed === false),
  })
}
