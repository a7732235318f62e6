import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway } from '../../gateway-context.tsx'
import { useSay } from '../../parts/toast.tsx'
import { useTexts } from '../../texts/use-texts.tsx'

/**
 * A change of what is shared. The answer tells whether every running server has it (`confirmed`): what is not confirmed
 * yet is `waiting`, and said on the screen for longer than a toast stays.
 */
export function useShare() {
  const { queries } = useGateway()
  const t = useTexts()
  const say = useSay()
  const [waiting, setWaiting] = useState(false)
  return {
    waiting,
    async done({ confirmed }: { confirmed: boolean | null }, what: string): Promise<void> {
      say(what, confirmed ? t('bus.confirmed') : undefined)
      setWaiting(confirmed === false)
      await queries.invalidateQueries({ queryKey: ['bus'] })
    },
  }
}

export type Share = ReturnType<typeof useShare>

/** `change` does it; then `share` says `what` was done. */
export function useShareChange<Given>(
  share: Share,
  change: (given: Given) => Promise<{ confirmed: boolean | null }>,
  what: (given: Given) => string,
) {
  return useMutation({ mutationFn: change, onSuccess: (answer, given) => share.done(answer, what(given)) })
}
