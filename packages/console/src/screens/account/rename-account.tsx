import type { AccountInfo } from '@quiva/client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldProblems } from '../../api/queries.ts'
import { useClient, useGateway } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { Card } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useSay } from '../../parts/toast.tsx'
import { CodeField } from '../../shell/code-field.tsx'
import { useMailedCode } from '../../shell/use-mailed-code.ts'
import { useTexts } from '../../texts/use-texts.tsx'

/** Another name for the account. It ends every session, this one too. */
export function RenameAccount({ account }: { account: AccountInfo }) {
  const client = useClient()
  const { session } = useGateway()
  const t = useTexts()
  const say = useSay()
  const mailed = useMailedCode('renameAccount')
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const rename = useMutation({
    mutationFn: () => client.PATCH('/accounts/rename', { body: { new_name: name, email_code: mailed.code } }),
    onSuccess: async () => {
      say(t('account.rename.done', { name: name.trim() }), t('account.rename.done.text'))
      await session.signOut()
    },
  })
  function close(): void {
    setOpen(false)
    mailed.forget()
    setName('')
    rename.reset()
  }
  const problems = fieldProblems(rename.error)
  return (
    <>
      <Card
        title={t('account.rename.title')}
        description={t('account.rename.text')}
        actions={
          <Button size="small" onClick={() => setOpen(true)}>
            {t('account.rename.action')}
          </Button>
        }
      />
      <Dialog
        open={open}
        onClose={close}
        title={t('account.rename.title')}
        description={account.display_name}
        onSubmit={() => rename.mutate()}
        actions={
          <>
            <Button onClick={close}>{t('action.cancel')}</Button>
            <Button
              type="submit"
              look="danger"
              busy={rename.isPending}
              disabled={name.trim() === '' || mailed.code === ''}
            >
              {t('account.rename.action')}
            </Button>
          </>
        }
      >
        <Callout tone="warn">{t('account.rename.ends')}</Callout>
        <TextField
          label={t('account.rename.new')}
          hint={t('account.rename.hint')}
          autoFocus
          autoComplete="off"
          maxLength={64}
          value={name}
          problem={problems.new_name}
          onChange={({ target }) => setName(target.value)}
        />
        <CodeField mailed={mailed} problem={problems.email_code} />
        <ProblemNote error={rename.error} fields={['new_name', 'email_code']} />
      </Dialog>
    </>
  )
}
