import { Callout } from '../parts/callout.tsx'
import { ProblemNote } from '../parts/problem-note.tsx'
import { PasskeyCancelled } from '../session/ask-for-passkey.ts'
import { useTexts } from '../texts/use-texts.tsx'

export function SignInProblem({ error }: { error: Error | null }) {
  const t = useTexts()
  if (!(error instanceof PasskeyCancelled)) return <ProblemNote error={error} />
  return (
    <Callout tone="warn" live>
      {t('sign-in.passkey.cancelled')}
    </Callout>
  )
}
