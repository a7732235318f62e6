import { useState } from 'react'
import { useClient, useGateway } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { Card } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useMay, useMe } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { useOwnChange } from './use-own-change.ts'

/** The end of one's user, with a mailed code. Not offered to a root user, who deletes the account first. */
export function DeleteUser() {
  const client = useClient()
  const { session } = useGateway()
  const t = useTexts()
  const may = useMay()
  const { user: email } = useMe()
  const [code, setCode] = useState('')
  const ask = useOwnChange(() => client.GET('/accounts/email-code', { params: { query: { purpose: 'deleteUser' } } }), {
    reads: [],
  })
  const remove = useOwnChange(
    () => client.DELETE('/accounts/user', { params: { query: { email_code: code.trim() } } }),
    { reads: [] },
  )
  if (!may('deleteUser', 'self')) return null
  return (
    <Card title={t('you.delete.title')} description={t('you.delete.text')}>
      <ProblemNote error={ask.problem} />
      <div>
        <Button busy={ask.isPending} onClick={() => ask.mutate()}>
          {t('you.delete.action')}
        </Button>
      </div>
      <ConfirmDialog
        open={ask.isSuccess}
        onClose={() => {
          ask.reset()
          remove.reset()
        }}
        title={t('you.delete.confirm')}
        action={t('you.delete.action')}
        typeName={email}
        busy={remove.isPending}
        error={remove.problem}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => void session.signOut() })}
      >
        <p>{t('you.delete.text')}</p>
        <TextField
          label={t('you.delete.code')}
          hint={t('you.delete.mailed', { email })}
          inputMode="numeric"
          autoComplete="one-time-code"
          mono
          value={code}
          onChange={({ target }) => setCode(target.value)}
        />
      </ConfirmDialog>
    </Card>
  )
}
