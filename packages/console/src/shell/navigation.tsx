import { Link } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useSession } from '../gateway-context.tsx'
import { useConfig } from '../session/config.ts'
import { useMay } from '../session/me.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Brand } from './brand.tsx'
import { PersonMenu } from './person-menu.tsx'
import { placesFor } from './places.ts'
import styles from './shell.module.css'

/** What is in the sidebar, and on small screens in the drawer. */
export function Navigation({ onSearch }: { onSearch: () => void }) {
  const t = useTexts()
  const may = useMay()
  const session = useSession()
  const { app_name: appName, branding, features } = useConfig()
  const places = placesFor({ may, features, isOperator: session.kind === 'in' && session.isOperator })
  const groups = [
    ['main', undefined],
    ['build', t('nav.group.build')],
    ['account', t('nav.group.account')],
  ] as const
  return (
    <>
      {branding && (
        <section className={styles.brand} aria-label={appName}>
          <Brand />
        </section>
      )}
      <AccountMenu />
      <button type="button" className={styles.search} onClick={onSearch}>
        <Search aria-hidden="true" />
        {t('nav.search')}
        <kbd>{/mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <nav aria-label={t('nav.label')} className={styles.nav}>
        {groups.map(([group, title]) => {
          const ofGroup = places.filter((place) => place.group === group)
          return (
            ofGroup.length > 0 && (
              <div key={group} className={styles.nav}>
                {title && <div className={styles.group}>{title}</div>}
                {ofGroup.map(({ to, name, icon: Icon }) => (
                  <Link key={to} to={to} className={styles.link} activeOptions={{ exact: to === '/' }}>
                    <Icon aria-hidden="true" />
                    {t(name)}
                  </Link>
                ))}
              </div>
            )
          )
        })}
      </nav>
      <div className={styles.bottom}>
        <PersonMenu />
      </div>
    </>
  )
}
