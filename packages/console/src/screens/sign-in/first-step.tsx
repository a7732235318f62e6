import { Link } from '@tanstack/react-router'
import { Building2, Fingerprint } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { PasswordField, TextField } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import { useBrandTexts, useConfig } from '../../session/config.ts'
import { usePasskeyAtField } from '../../session/use-passkey-at-field.ts'
import type { SignInFlow } from '../../session/use-sign-in.ts'
import { Or, PublicCard } from '../../shell/public-frame.tsx'
import { SignInProblem } from '../../shell/sign-in-problem.tsx'
import { Text, useTexts } from '../../texts/use-texts.tsx'

/** Address and password, or a passkey, or single sign-on. */
export function FirstStep({
  flow,
  email,
  onEmail,
  onOAuth,
  news,
}: {
  flow: SignInFlow
  email: string
  onEmail: (email: string) => void
  onOAuth: () => void
  news: ReactNode
}) {
  const t = useTexts()
  const brandText = useBrandTexts()
  const { branding, features } = useConfig()
  const [password, setPassword] = useState('')
  usePasskeyAtField(features.passkeys && !flow.busy, (credential) => flow.sendPasskey({ credential }))
  // With an address, also passkeys that only the gateway knows are found.
  const signInWithPasskey = () => flow.sendPasskey(email.trim() === '' ? {} : { email })
  return (
    <PublicCard
      title={brandText('sign-in.title')}
      intro={branding?.texts.find(({ name }) => name === 'sign-in.intro')?.text}
      below={features.sign_up && <Text name="sign-in.new" parts={{ 0: <Link to="/sign-up" /> }} />}
    >
      {news}
      <Form onSubmit={() => flow.send('', { email, password })}>
        <TextField
          label={t('sign-in.email')}
          type="email"
          name="email"
          autoComplete="username webauthn"
          autoFocus
          value={email}
          onChange={({ target }) => onEmail(target.value)}
        />
        <PasswordField
          label={t('sign-in.password')}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
        <SignInProblem error={flow.error} />
        <Button type="submit" look="primary" wide busy={flow.busy}>
          {t('sign-in.action')}
        </Button>
      </Form>
      {(features.passkeys || features.oauth) && <Or>{t('sign-in.or')}</Or>}
      {features.passkeys && (
        <Button wide disabled={flow.busy} onClick={signInWithPasskey}>
          <Fingerprint aria-hidden="true" />
          {brandText('sign-in.passkey')}
        </Button>
      )}
      {features.oauth && (
        <Button wide disabled={flow.busy} onClick={onOAuth}>
          <Building2 aria-hidden="true" />
          {brandText('sign-in.oauth')}
        </Button>
      )}
      <Link to="/forgot-password">{t('sign-in.forgot')}</Link>
    </PublicCard>
  )
}
