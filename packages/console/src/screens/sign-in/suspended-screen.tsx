import { useMutation } from '@tanstack/react-query'
import { useGateway } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { PublicCard } from '../../shell/public-frame.tsx'
import { useTexts } from '../../texts/use-texts.tsx'

/** What a member of a suspended account sees instead of its screens. Their session waits, and goes on from here. */
export function SuspendedScreen() {
  const { session } = useGateway()
  const t = useTexts()
  // If the account is resumed or the session has ended, the router leads away from here.
  const look = useMutation({ mutationFn: session.resume })
  const leave = useMutation({ mutationFn: session.signOut })
  return (
    <PublicCard title={t('suspended.title')} intro={t('suspended.text')}>
      {look.isSuccess && <Callout live>{t('suspended.still')}</Callout>}
      <ProblemNote error={look.error ?? leave.error} />
      <Button look="primary" wide busy={look.isPending} onClick={() => look.mutate()}>
        {t('suspended.again')}
      </Button>
      <Button wide busy={leave.isPending} onClick={() => leave.mutate()}>
        {t('suspended.leave')}
      </Button>
    </PublicCard>
  )
}
