import { useState } from 'react'
import { useClient, useGateway } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Card } from '../../parts/page.tsx'
import { useMay, useMe } from '../../session/me.ts'
import { CodeField } from '../../shell/code-field.tsx'
import { useAct } from '../../shell/use-act.ts'
import { useMailedCode } from '../../shell/use-mailed-code.ts'
import { useTexts } from '../../texts/use-texts.tsx'

/** The end of one's user, with a mailed code. Not offered to a root user, who deletes the account first. */
export function DeleteUser() {
  const client = useClient()
  const { session } = useGateway()
  const t = useTexts()
  const may = useMay()
  const { user: email } = useMe()
  const [open, setOpen] = useState(false)
  const mailed = useMailedCode('deleteUser')
  const remove = useAct(() => client.DELETE('/accounts/user', { params: { query: { email_code: mailed.code } } }), {
    reads: [],
  })
  if (!may('deleteUser', 'self')) return null
  return (
    <>
      <Card
        title={t('you.delete.title')}
        description={t('you.delete.text')}
        actions={
          <Button size="small" onClick={() => setOpen(true)}>
            {t('you.delete.action')}
          </Button>
        }
      />
      <ConfirmDialog
        open={open}
        onClose={() => {
          setOpen(false)
          mailed.forget()
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
        <CodeField mailed={mailed} />
      </ConfirmDialog>
    </>
  )
}
