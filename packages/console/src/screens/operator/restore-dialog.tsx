import type { OperatedAccount } from '@quiva/client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldProblems } from '../../api/queries.ts'
import { useGateway } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { formatDate } from '../../parts/formats.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useSay } from '../../parts/toast.tsx'
import { useSecured } from '../../shell/step-up.tsx'
import { useTexts } from '../../texts/use-texts.tsx'

/** Brings a deleted account back. It asks for another name or root user only after the gateway has said that it must. */
export function RestoreDialog({ account, onClose }: { account: OperatedAccount; onClose: () => void }) {
  const { client, queries } = useGateway()
  const t = useTexts()
  const say = useSay()
  const [name, setName] = useState<string>()
  const [email, setEmail] = useState<string>()
  const secured = useSecured()
  const restore = useMutation({
    mutationFn: () => {
      const body = { id: account.id, ...(name && { name }), ...(email && { root_email: email }) }
      return secured(() => client.POST('/operator/accounts/restore', { body }))
    },
    onSuccess: async ({ data }) => {
      say(t('operator.restore.done', { name: data.name }), t('operator.restore.done.text', { email: data.root_email }))
      onClose()
      await queries.invalidateQueries({ queryKey: ['operator'] })
    },
    onError: (error) => {
      const problems = fieldProblems(error)
      if (problems.name !== undefined) setName((typed) => typed ?? '')
      if (problems.root_email !== undefined) setEmail((typed) => typed ?? '')
    },
  })
  const problems = fieldProblems(restore.error)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('operator.restore.title', { name: account.display_name })}
      onSubmit={() => restore.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" busy={restore.isPending}>
            {t('operator.restore.action')}
          </Button>
        </>
      }
    >
      <p>{t('operator.restore.text')}</p>
      {account.streams_purged_on !== null && (
        <Callout tone="warn">{t('operator.restore.purged', { date: formatDate(account.streams_purged_on) })}</Callout>
      )}
      {name !== undefined && (
        <TextField
          label={t('operator.restore.name')}
          autoFocus
          maxLength={200}
          value={name}
          problem={problems.name}
          onChange={({ target }) => setName(target.value)}
        />
      )}
      {email !== undefined && (
        <TextField
          label={t('operator.restore.root')}
          type="email"
          autoComplete="off"
          value={email}
          problem={problems.root_email}
          onChange={({ target }) => setEmail(target.value)}
        />
      )}
      <ProblemNote error={restore.error} fields={['name', 'root_email']} />
    </Dialog>
  )
}
