import { QuivaError } from '@quiva/client'
import { Callout } from '../../parts/callout.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useTexts } from '../../texts/use-texts.tsx'

/** A code that was used, that has ended and that never was get one answer. */
export function CodeProblem({ error }: { error: unknown }) {
  const t = useTexts()
  if (!(error instanceof QuivaError && error.code === 'invalid_user_code')) return <ProblemNote error={error} />
  return (
    <Callout tone="bad" live>
      {t('device.used')}
    </Callout>
  )
}
