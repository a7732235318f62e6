import type { AccountInfo } from '@quiva/client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient, useGateway } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Choices } from '../../parts/checks.tsx'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { formatDate } from '../../parts/formats.ts'
import { Card } from '../../parts/page.tsx'
import { useSay } from '../../parts/toast.tsx'
import { CodeField } from '../../shell/code-field.tsx'
import { useMailedCode } from '../../shell/use-mailed-code.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { useAccountChange } from './use-account.ts'
import { WhatEnds } from './what-ends.tsx'

type When = 'later' | 'now'

/** The end of the account: now, or in 14 days. A deletion that is scheduled already can only be made now. */
export function DeleteAccount({ account }: { account: AccountInfo }) {
  const client = useClient()
  const { session } = useGateway()
  const t = useTexts()
  const say = useSay()
  const mailed = useMailedCode('deleteAccount')
  const isScheduled = account.deletion_date !== undefined
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<When>('later')
  const when = isScheduled ? 'now' : chosen
  const name = account.display_name ?? account.name ?? ''
  const end = (in_14_days: boolean) =>
    client.DELETE('/accounts/account', { body: { email_code: mailed.code, in_14_days } })
  const schedule = useAccountChange(
    () => end(true),
    ({ data }) => t('account.delete.scheduled', { date: formatDate(data.deletion_date) }),
  )
  const remove = useMutation({
    mutationFn: () => end(false),
    onSuccess: async ({ data: { creds_revoked } }) => {
      say(t('account.delete.done', { name }), receiptOf(creds_revoked))
      await session.signOut()
    },
  })
  function receiptOf(confirmed: boolean | null | undefined): string | undefined {
    if (confirmed === null || confirmed === undefined) return undefined
    return t(confirmed ? 'account.delete.done.confirmed' : 'account.delete.done.unconfirmed')
  }
  function close(): void {
    setOpen(false)
    mailed.forget()
    schedule.reset()
    remove.reset()
  }
  return (
    <>
      <Card
        title={t('account.delete.title')}
        description={t(isScheduled ? 'account.delete.text.scheduled' : 'account.delete.text')}
        actions={
          <Button size="small" onClick={() => setOpen(true)}>
            {t('account.delete.action')}
          </Button>
        }
      />
      <ConfirmDialog
        open={open}
        onClose={close}
        title={t('account.delete.confirm', { name })}
        action={t(`account.delete.${when}.action`)}
        typeName={name}
        busy={schedule.isPending || remove.isPending}
        error={when === 'now' ? remove.error : schedule.error}
        onConfirm={() => (when === 'now' ? remove.mutate() : schedule.mutate(undefined, { onSuccess: close }))}
      >
        {!isScheduled && (
          <Choices<When>
            legend={t('account.delete.when')}
            value={chosen}
            onChange={setChosen}
            choices={(['later', 'now'] as const).map((value) => ({
              value,
              label: t(`account.delete.${value}`),
              hint: t(`account.delete.${value}.text`),
            }))}
          />
        )}
        <WhatEnds />
        <CodeField mailed={mailed} />
      </ConfirmDialog>
    </>
  )
}
