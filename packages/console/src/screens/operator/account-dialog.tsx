import type { OperatedAccount } from '@quiva/client'
import { useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { formatDate, formatNumber, formatTime } from '../../parts/formats.ts'
import { Facts } from '../../parts/page.tsx'
import { useFeatures } from '../../session/config.ts'
import { useMe } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { RestoreDialog } from './restore-dialog.tsx'
import { SuspensionDialog } from './suspension-dialog.tsx'

/** One account; a deleted one can be restored from here. */
export function AccountDialog({ account, onClose }: { account: OperatedAccount; onClose: () => void }) {
  const t = useTexts()
  const { payments } = useFeatures()
  const me = useMe()
  const [doing, setDoing] = useState<'restore' | 'suspend' | 'resume'>()
  if (doing === 'restore') return <RestoreDialog account={account} onClose={onClose} />
  if (doing !== undefined) return <SuspensionDialog account={account} act={doing} onClose={onClose} />
  const {
    state,
    suspended_on,
    suspension_reason,
    deletion_date,
    deleted_on,
    restorable_until,
    streams_purged_on,
    payment_due_by,
  } = account
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={account.display_name}
      description={t(`operator.accounts.${state}`)}
      actions={
        <>
          <Button onClick={onClose}>{t('action.close')}</Button>
          {state === 'deleted' && (
            <Button look="primary" onClick={() => setDoing('restore')}>
              {t('operator.restore.action')}
            </Button>
          )}
          {state === 'suspended' && (
            <Button look="primary" onClick={() => setDoing('resume')}>
              {t('operator.resume.action')}
            </Button>
          )}
          {/* Who suspends their own account cannot resume it. */}
          {(state === 'active' || state === 'closing') && account.id !== me.account.id && (
            <Button look="danger" onClick={() => setDoing('suspend')}>
              {t('operator.suspend.action')}
            </Button>
          )}
        </>
      }
    >
      <Facts
        of={[
          [t('operator.account.sign-in'), <bdi key="name">{account.name}</bdi>],
          [t('operator.account.id'), account.id],
          [t('operator.account.root'), account.root_email ?? t('operator.account.root.gone')],
          payments && [t('operator.account.plan'), account.subscription_plan ?? '–'],
          payment_due_by !== null && [t('operator.account.due'), formatTime(payment_due_by)],
          [t('operator.accounts.members'), formatNumber(account.members)],
          [t('operator.accounts.keys'), formatNumber(account.keys)],
          [t('operator.accounts.last'), formatDate(account.last_request_on)],
          [t('operator.accounts.created'), formatTime(account.created_on)],
          suspended_on !== null && [t('operator.account.suspended'), formatTime(suspended_on)],
          suspension_reason !== null && [t('operator.suspension.reason'), <bdi key="reason">{suspension_reason}</bdi>],
          deletion_date !== null && [t('operator.account.deletion'), formatTime(deletion_date)],
          deleted_on !== null && [t('operator.account.deleted'), formatTime(deleted_on)],
          restorable_until !== null && [t('operator.account.until'), formatTime(restorable_until)],
          streams_purged_on !== null && [t('operator.account.purged'), formatTime(streams_purged_on)],
        ]}
      />
    </Dialog>
  )
}
