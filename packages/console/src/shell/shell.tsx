import { Outlet, useRouterState } from '@tanstack/react-router'
import { CloudOff, MenuIcon, Search } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useIsConnectionLost } from '../gateway-context.tsx'
import { IconButton } from '../parts/button.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Navigation } from './navigation.tsx'
import styles from './shell.module.css'
import { StepUpProvider } from './step-up.tsx'

const Drawer = lazy(async () => ({ default: (await import('./drawer.tsx')).Drawer }))
const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))

/** When the first screen is likely to stand. */
const SOON_MS = 1_000

/** Around every screen of somebody who is signed in: navigation, search, and the news that the gateway is away. */
export function Shell() {
  const t = useTexts()
  const main = useRef<HTMLElement>(null)
  const [drawer, setDrawer] = useState(false)
  const [palette, setPalette] = useState(false)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const first = useRef(true)

  // A new screen begins at its title for keyboards and screen readers too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each path
  useEffect(() => {
    setDrawer(false)
    if (first.current) first.current = false
    else main.current?.focus({ preventScroll: true })
  }, [path])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setPalette(true)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])

  useEffect(() => {
    const timer = setTimeout(
      () =>
        void import('./soon.ts').then(
          ({ loadSoon }) => loadSoon(),
          () => undefined,
        ),
      SOON_MS,
    )
    return () => clearTimeout(timer)
  }, [])

  const search = () => {
    setDrawer(false)
    setPalette(true)
  }
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        {t('app.skip')}
      </a>
      <header className={styles.topbar}>
        <IconButton label={t('nav.open')} onClick={() => setDrawer(true)}>
          <MenuIcon aria-hidden="true" />
        </IconButton>
        <AccountMenu />
        <IconButton label={t('nav.search')} onClick={search}>
          <Search aria-hidden="true" />
        </IconButton>
      </header>
      <div className={styles.sidebar}>
        <Navigation onSearch={search} />
      </div>
      <main id="main" ref={main} tabIndex={-1} className={styles.main}>
        <ConnectionNews />
        <StepUpProvider>
          <Outlet />
        </StepUpProvider>
      </main>
      {drawer && (
        <Suspense>
          <Drawer onClose={() => setDrawer(false)} onSearch={search} />
        </Suspense>
      )}
      {palette && (
        <Suspense>
          <Palette onClose={() => setPalette(false)} />
        </Suspense>
      )}
    </div>
  )
}

function ConnectionNews() {
  const t = useTexts()
  const lost = useIsConnectionLost()
  return (
    <div role="status">
      {lost && (
        <div className={styles.banner}>
          <CloudOff aria-hidden="true" />
          {t('offline.title')}. {t('offline.text')}
        </div>
      )}
    </div>
  )
}
