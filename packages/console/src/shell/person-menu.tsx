import { useNavigate } from '@tanstack/react-router'
import { LogOut, UserRound } from 'lucide-react'
import { useGateway } from '../gateway-context.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { Menu } from '../parts/menu.tsx'
import { useConfig } from '../session/config.ts'
import { useMe } from '../session/me.ts'
import { useTexts } from '../texts/use-texts.tsx'
import styles from './shell.module.css'

/** Who is signed in, their own page, and the way out. */
export function PersonMenu() {
  const { session } = useGateway()
  const t = useTexts()
  const navigate = useNavigate()
  const me = useMe()
  const links = useConfig().branding?.links ?? []
  const name = `${me.first_name} ${me.last_name}`.trim() || me.user
  return (
    <Menu
      items={[
        {
          label: t('nav.you'),
          icon: <UserRound aria-hidden="true" />,
          onSelect: () => void navigate({ to: '/you' }),
        },
        ...links.map(({ text, url }) => ({
          label: text,
          icon: <span className={styles.noIcon} />,
          onSelect: () => void open(url, '_blank', 'noreferrer'),
        })),
        { kind: 'separator' },
        {
          label: t('nav.sign-out'),
          icon: <LogOut aria-hidden="true" />,
          onSelect: () => void session.signOut(),
        },
      ]}
      trigger={
        <button type="button" className={styles.account}>
          <Avatar name={name} image={me.profile_image?.url} />
          <span className={styles.accountText}>
            <span className={styles.accountName}>{name}</span>
            {name !== me.user && <span className={styles.accountUnder}>{me.user}</span>}
          </span>
        </button>
      }
    />
  )
}
