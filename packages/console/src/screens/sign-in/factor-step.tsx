import type { MfaRequiredResponse } from '@quiva/client'
import { useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import type { SignInFlow } from '../../session/use-sign-in.ts'
import { PublicCard } from '../../shell/public-frame.tsx'
import { SignInProblem } from '../../shell/sign-in-problem.tsx'
import { useTexts } from '../../texts/use-texts.tsx'

type Way = 'totp' | 'passkey' | 'recovery'

/** The second factor: whichever the person has, or a recovery code in its place. */
export function FactorStep({ flow, factor, email }: { flow: SignInFlow; factor: MfaRequiredResponse; email: string }) {
  const t = useTexts()
  const { token, totp_enabled: hasTotp, passkey_enabled: hasPasskey } = factor
  const [way, setWay] = useState<Way>(hasTotp ? 'totp' : 'passkey')
  const [code, setCode] = useState('')

  function change(next: Way): void {
    setCode('')
    setWay(next)
  }
  function send(): void {
    if (way === 'passkey') flow.sendPasskey({ email, token })
    else flow.send(way === 'totp' ? '/totp' : '/recovery-code', { token, code: code.trim() })
  }
  const others = [
    way !== 'totp' && hasTotp && (['totp', t('factor.totp')] as const),
    way !== 'passkey' && hasPasskey && (['passkey', t('factor.passkey')] as const),
    way !== 'recovery' && (['recovery', t('factor.recovery')] as const),
  ].filter((other) => other !== false)
  const intro = { totp: 'factor.intro', passkey: 'factor.intro-passkey', recovery: 'recovery.intro' } as const
  return (
    <PublicCard title={t(way === 'recovery' ? 'recovery.title' : 'factor.title')} intro={t(intro[way])}>
      <Form onSubmit={send}>
        {way !== 'passkey' && (
          <TextField
            key={way}
            label={t(way === 'totp' ? 'factor.code' : 'recovery.code')}
            autoComplete={way === 'totp' ? 'one-time-code' : 'off'}
            inputMode={way === 'totp' ? 'numeric' : 'text'}
            autoFocus
            mono
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
        )}
        <SignInProblem error={flow.error} />
        <Button type="submit" look="primary" wide busy={flow.busy}>
          {t(way === 'passkey' ? 'factor.passkey' : 'factor.action')}
        </Button>
        {others.map(([other, label]) => (
          <Button key={other} look="quiet" size="small" onClick={() => change(other)}>
            {label}
          </Button>
        ))}
        <Button look="quiet" size="small" onClick={flow.restart}>
          {t('sign-in.other-way')}
        </Button>
      </Form>
    </PublicCard>
  )
}
