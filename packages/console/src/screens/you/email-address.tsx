import { useState } from 'react'
import { fieldProblems } from '../../api/queries.ts'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { PasswordField, TextField } from '../../parts/field.tsx'
import { Card } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useMe } from '../../session/me.ts'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'

export function EmailAddress() {
  const client = useClient()
  const t = useTexts()
  const { user } = useMe()
  const [open, setOpen] = useState(false)
  const [address, setAddress] = useState('')
  const [password, setPassword] = useState('')
  const ask = useAct(
    () => client.POST('/accounts/request-email-address-change', { body: { new_email: address, password } }),
    { reads: [], say: t('you.email.sent') },
  )
  function close(): void {
    setOpen(false)
    setAddress('')
    setPassword('')
    ask.reset()
  }
  const problems = fieldProblems(ask.error)
  return (
    <>
      <Card
        title={t('you.email.title')}
        description={user}
        actions={
          <Button size="small" onClick={() => setOpen(true)}>
            {t('you.email.change')}
          </Button>
        }
      />
      <Dialog
        open={open}
        onClose={close}
        title={t('you.email.change')}
        description={t('you.email.text')}
        onSubmit={() => ask.mutate(undefined, { onSuccess: close })}
        actions={
          <>
            <Button onClick={close}>{t('action.cancel')}</Button>
            <Button type="submit" look="primary" busy={ask.isPending}>
              {t('you.email.action')}
            </Button>
          </>
        }
      >
        <TextField
          label={t('you.email.new')}
          type="email"
          autoComplete="email"
          autoFocus
          value={address}
          problem={problems.new_email}
          onChange={({ target }) => setAddress(target.value)}
        />
        <PasswordField
          label={t('you.email.password')}
          autoComplete="current-password"
          value={password}
          problem={problems.password}
          onChange={({ target }) => setPassword(target.value)}
        />
        <ProblemNote error={ask.problem} fields={['new_email', 'password']} />
      </Dialog>
    </>
  )
}
