import type { OperatedAccount } from '@quiva/client'
import { useState } from 'react'
import { fieldProblems } from '../../api/queries.ts'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextArea } from '../../parts/field.tsx'
import { formatNumber } from '../../parts/formats.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { RevocationReceipt } from '../../parts/revocation-receipt.tsx'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './operator.module.css'

type Props = { account: OperatedAccount; act: 'suspend' | 'resume'; onClose: () => void }

/** Says what a suspension pauses, asks why, and shows since when it holds; the same the other way round. */
export function SuspensionDialog({ account, act, onClose }: Props) {
  const client = useClient()
  const t = useTexts()
  const [reason, setReason] = useState('')
  const name = account.display_name
  const change = useAct(
    async () => {
      const body = { id: account.id, reason }
      if (act === 'suspend') return client.POST('/operator/accounts/suspend', { body })
      return { revocation: undefined, ...(await client.POST('/operator/accounts/resume', { body })) }
    },
    { reads: ['operator'] },
  )
  if (change.data) {
    const { data, revocation } = change.data
    return (
      <Dialog
        open
        onClose={onClose}
        title={t(`operator.${act}.done`, { name })}
        actions={
          <Button look="primary" onClick={onClose}>
            {t('secret.done')}
          </Button>
        }
      >
        <p>{t(`operator.${act}.done.text`)}</p>
        <RevocationReceipt revocation={revocation} name={account.id} />
        {data.bus_confirmed === false && <Callout tone="warn">{t('operator.suspension.bus-later')}</Callout>}
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`operator.${act}.title`, { name })}
      onSubmit={() => !change.isPending && change.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            type="submit"
            look={act === 'suspend' ? 'danger' : 'primary'}
            busy={change.isPending}
            disabled={reason.trim() === ''}
          >
            {t(`operator.${act}.action`)}
          </Button>
        </>
      }
    >
      {act === 'suspend' ? (
        <>
          <p>{t('operator.suspend.text')}</p>
          <ul className={styles.list}>
            <li>{t('operator.suspend.members', { count: account.members })}</li>
            <li>{t('operator.suspend.keys', { count: account.keys, shown: formatNumber(account.keys) })}</li>
            <li>{t('operator.suspend.bus')}</li>
          </ul>
          <p>{t('operator.suspend.stays')}</p>
        </>
      ) : (
        <p>{t('operator.resume.text')}</p>
      )}
      <TextArea
        label={t('operator.suspension.reason')}
        hint={t('operator.suspension.reason.hint')}
        autoFocus
        rows={3}
        maxLength={500}
        value={reason}
        problem={fieldProblems(change.error).reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <ProblemNote error={change.problem} fields={['reason']} />
    </Dialog>
  )
}
