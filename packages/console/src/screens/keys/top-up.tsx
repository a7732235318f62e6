import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { formatNumber } from '../../parts/formats.ts'
import { Facts } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { Time } from '../../parts/time.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import type { KeyDialogProps } from './dialog-props.ts'
import { NumberField } from './limits-fields.tsx'
import { problemsOf } from './problems.ts'
import { useOnce } from './use-once.ts'

/** Adds units to the present period of a quota, and shows what is left then. */
export function TopUp({ of: key, onClose }: KeyDialogProps) {
  const t = useTexts()
  const client = useClient()
  const once = useOnce()
  const [add, setAdd] = useState('1000')
  const topUp = useMutation({
    mutationFn: async () => {
      const body = { id: key.id, add: Number(add) }
      return (await client.POST('/accounts/api-key/quota', { params: { header: once.header(body) }, body })).data
    },
  })
  const problems = problemsOf(topUp.error, ['add'])
  if (topUp.data)
    return (
      <Dialog
        open
        onClose={onClose}
        title={t('keys.top-up.done')}
        actions={
          <Button look="primary" onClick={onClose}>
            {t('secret.done')}
          </Button>
        }
      >
        <Facts
          of={[
            [t('keys.top-up.remaining'), formatNumber(topUp.data.remaining)],
            [t('keys.top-up.used'), formatNumber(topUp.data.used)],
            [t('keys.top-up.added'), formatNumber(topUp.data.topped_up)],
            [t('keys.top-up.refills'), <Time key="refills" at={topUp.data.refills_on} />],
          ]}
        />
      </Dialog>
    )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('keys.top-up.title', { name: key.name })}
      description={t('keys.top-up.text')}
      onSubmit={() => !topUp.isPending && topUp.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" busy={topUp.isPending}>
            {t('keys.top-up.action')}
          </Button>
        </>
      }
    >
      <NumberField label={t('keys.top-up.add')} value={add} problem={problems.at('add')} onChange={setAdd} />
      <ProblemNote error={topUp.error} fields={problems.shown} />
    </Dialog>
  )
}
