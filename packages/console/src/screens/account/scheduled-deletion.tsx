import type { AccountInfo } from '@quiva/client'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { formatDate } from '../../parts/formats.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useMay } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './account.module.css'
import { useAccountChange } from './use-account.ts'

/** Every member sees that the account is going to be deleted; the root user can keep it. */
export function ScheduledDeletion({ account, date }: { account: AccountInfo; date: string }) {
  const client = useClient()
  const t = useTexts()
  const may = useMay()
  const keep = useAccountChange(() => client.POST('/accounts/cancel-account-deletion'), t('account.deletion.cancelled'))
  return (
    <Callout tone="warn" title={t('account.deletion.title', { date: formatDate(date) })}>
      {t('account.deletion.text')}{' '}
      {may('cancelAccountDeletion', 'account') ? (
        <div className={styles.act}>
          <Button size="small" busy={keep.isPending} onClick={() => keep.mutate()}>
            {t('account.deletion.cancel')}
          </Button>
        </div>
      ) : (
        t('account.deletion.root', { email: account.root_email ?? '' })
      )}
      <ProblemNote error={keep.error} />
    </Callout>
  )
}
