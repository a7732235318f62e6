import { Button } from '../../parts/button.tsx'
import type { SignInFlow, Stage } from '../../session/use-sign-in.ts'
import { PublicCard } from '../../shell/public-frame.tsx'
import { SignInProblem } from '../../shell/sign-in-problem.tsx'
import { useTexts } from '../../texts/use-texts.tsx'

/** Who is a member of several accounts and owns none says which. */
export function ChooseAccount({ flow, stage }: { flow: SignInFlow; stage: Extract<Stage, { kind: 'choose' }> }) {
  const t = useTexts()
  return (
    <PublicCard title={t('choose.title')} intro={t('choose.intro')}>
      {stage.accounts.map((account) => (
        <Button key={account} wide disabled={flow.busy} onClick={() => stage.goOn(account)}>
          {account}
        </Button>
      ))}
      <SignInProblem error={flow.error} />
      <Button look="quiet" size="small" onClick={flow.restart}>
        {t('action.back')}
      </Button>
    </PublicCard>
  )
}
