import { useQuery } from '@tanstack/react-query'
import { Check, ChevronsUpDown } from 'lucide-react'
import { useGateway } from '../gateway-context.tsx'
import { Menu } from '../parts/menu.tsx'
import { useSay } from '../parts/toast.tsx'
import { useMe } from '../session/me.ts'
import { useTexts } from '../texts/use-texts.tsx'
import styles from './shell.module.css'

/** Which account the screens are about, and the way to the others of the same user. */
export function AccountMenu() {
  const { client, session } = useGateway()
  const t = useTexts()
  const say = useSay()
  const { account, role } = useMe()
  const { data: accounts = [] } = useQuery({
    queryKey: ['accounts'],
    queryFn: async () => (await client.GET('/accounts/list', { params: { query: { details: true } } })).data,
    // Of the two forms of the answer, the one with details.
    select: (answer) => answer.flatMap((each) => (typeof each === 'string' ? [] : [each])),
  })
  const shownName = account.display_name ?? account.name ?? ''
  async function change(name: string): Promise<void> {
    try {
      // The page is loaded anew for the other account, here and in the other tabs (main.tsx).
      await session.signIn('/account', { account: name })
    } catch (error) {
      say(t('error.title'), error instanceof Error ? error.message : '')
    }
  }
  return (
    <Menu
      items={accounts.map(({ name, display_name: label }) => ({
        label,
        icon: name === account.name ? <Check aria-hidden="true" /> : <span className={styles.noIcon} />,
        onSelect: () => name !== account.name && void change(name),
      }))}
      trigger={
        <button type="button" className={styles.account}>
          <span className={styles.logo} aria-hidden="true">
            {shownName.slice(0, 1)}
          </span>
          <span className={styles.accountText}>
            <span className={styles.accountName}>{shownName}</span>
            <span className={styles.accountUnder}>{t(`role.${role}`)}</span>
          </span>
          <ChevronsUpDown aria-label={t('nav.switch-account')} />
        </button>
      }
    />
  )
}
