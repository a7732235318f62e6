import { useState } from 'react'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { PasswordField, TextField } from '../parts/field.tsx'
import { useMe } from '../session/me.ts'
import { useSignIn } from '../session/use-sign-in.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { SignInProblem } from './sign-in-problem.tsx'

/** Six digits are of the app; a recovery code looks otherwise. */
const TOTP = /^\d{6}$/

/** Signs the same user in to the same account once more; the new session takes the place of the old one here. */
export function StepUpDialog({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const t = useTexts()
  const { user: email, account } = useMe()
  const flow = useSignIn({ onDone })
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const challenge = flow.stage.kind === 'factor' ? flow.stage.factor : undefined

  function send(): void {
    const typed = code.replace(/\s/g, '')
    if (!challenge) flow.send('', { email, password, account: account.name })
    else flow.send(TOTP.test(typed) ? '/totp' : '/recovery-code', { token: challenge.token, code: typed })
  }
  const withPasskey = () => flow.sendPasskey({ email, ...(challenge && { token: challenge.token }) })
  return (
    <Dialog
      open
      onClose={onCancel}
      title={t('step-up.title')}
      description={t('step-up.text')}
      onSubmit={send}
      actions={
        <>
          <Button onClick={onCancel}>{t('action.cancel')}</Button>
          {(!challenge || challenge.passkey_enabled) && (
            <Button disabled={flow.busy} onClick={withPasskey}>
              {t('step-up.passkey')}
            </Button>
          )}
          {(!challenge || challenge.totp_enabled) && (
            <Button type="submit" look="primary" busy={flow.busy}>
              {t('step-up.action')}
            </Button>
          )}
        </>
      }
    >
      {challenge ? (
        <TextField
          key="code"
          label={t('step-up.code')}
          autoComplete="one-time-code"
          autoFocus
          mono
          value={code}
          onChange={({ target }) => setCode(target.value)}
        />
      ) : (
        <PasswordField
          key="password"
          label={t('step-up.password')}
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
      )}
      <SignInProblem error={flow.error} />
    </Dialog>
  )
}
