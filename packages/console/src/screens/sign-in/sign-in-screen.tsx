import { getRouteApi, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useSession } from '../../gateway-context.tsx'
import { Callout } from '../../parts/callout.tsx'
import { useBrandTexts } from '../../session/config.ts'
import { useSignIn } from '../../session/use-sign-in.ts'
import { PublicCard } from '../../shell/public-frame.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { ChooseAccount } from './choose-account.tsx'
import { FactorStep } from './factor-step.tsx'
import { FirstStep } from './first-step.tsx'
import { OAuthStep } from './oauth-step.tsx'

const route = getRouteApi('/public/sign-in')

/** Signing in, with whatever the person has: one step after the other on one address. */
export function SignInScreen() {
  const t = useTexts()
  const brandText = useBrandTexts()
  const session = useSession()
  const flow = useSignIn()
  const [email, setEmail] = useState('')
  const [withOAuth, setWithOAuth] = useState(false)
  const { problem, to } = route.useSearch()
  const returned = useRouterState({ select: ({ location }) => location.state.oauth })
  const sent = useRef(false)
  // The provider has sent the browser back: its code is used once, though React renders twice in development.
  useEffect(() => {
    if (!returned || sent.current) return
    sent.current = true
    flow.send('/oauth', returned)
  }, [returned, flow.send])

  if (flow.stage.kind === 'choose') return <ChooseAccount flow={flow} stage={flow.stage} />
  if (flow.stage.kind === 'factor') return <FactorStep flow={flow} factor={flow.stage.factor} email={email} />
  if (returned && flow.busy)
    return (
      <PublicCard title={brandText('sign-in.title')}>
        <p role="status">{t('sign-in.oauth.working')}</p>
      </PublicCard>
    )
  if (withOAuth) return <OAuthStep to={to} onBack={() => setWithOAuth(false)} />
  return (
    <FirstStep
      flow={flow}
      email={email}
      onEmail={setEmail}
      onOAuth={() => setWithOAuth(true)}
      news={
        problem === 'oauth' || (returned && flow.error) ? (
          <Callout tone="bad" live>
            {t('sign-in.oauth.failed')}
          </Callout>
        ) : (
          session.kind === 'out' && session.ended && <Callout>{t('sign-in.ended')}</Callout>
        )
      }
    />
  )
}
