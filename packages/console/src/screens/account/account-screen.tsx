import type { AccountInfo } from '@quiva/client'
import { CopyButton, InlineCode } from '../../parts/code.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Facts, Page } from '../../parts/page.tsx'
import { useFeatures } from '../../session/config.ts'
import { useMay } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './account.module.css'
import { Contact } from './contact.tsx'
import { DeleteAccount } from './delete-account.tsx'
import { Embedding } from './embedding.tsx'
import { EmergencyCredit } from './emergency-credit.tsx'
import { RenameAccount } from './rename-account.tsx'
import { ScheduledDeletion } from './scheduled-deletion.tsx'
import { useAccount } from './use-account.ts'

/** The account itself: every member sees it; who may change what, the policy says. */
export function AccountScreen() {
  const t = useTexts()
  const may = useMay()
  const { payments } = useFeatures()
  const query = useAccount()
  return (
    <Page title={t('account.title')} description={t('account.intro')} narrow>
      <Loaded query={query} lines={8}>
        {(account) => (
          <>
            {account.deletion_date && <ScheduledDeletion account={account} date={account.deletion_date} />}
            <Card>
              <Identity account={account} />
            </Card>
            <Contact account={account} />
            {payments && may('setEmergencyCredit', 'account') && (
              <EmergencyCredit credit={account.emergency_credit ?? 0} />
            )}
            {may('listEmbedOrigins', 'account') && <Embedding />}
            {may('renameAccount', 'account') && <RenameAccount account={account} />}
            {may('deleteAccount', 'account') && <DeleteAccount account={account} />}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Identity({
  account: { id = '', name, display_name, root_email, subscription_plan },
}: {
  account: AccountInfo
}) {
  const t = useTexts()
  const { payments } = useFeatures()
  return (
    <Facts
      of={[
        [t('account.facts.name'), <bdi key="name">{display_name ?? name}</bdi>],
        [t('account.facts.sign-in'), <bdi key="sign-in">{name}</bdi>],
        [
          t('account.facts.id'),
          <span key="id" className={styles.id}>
            <InlineCode>{id}</InlineCode>
            <CopyButton value={id} of={t('account.facts.id')} />
          </span>,
        ],
        [t('account.facts.root'), root_email],
        payments && [t('account.facts.plan'), subscription_plan ?? t('account.none')],
      ]}
    />
  )
}
