import { Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useWindowTitle } from '../parts/use-window-title.ts'
import { useConfig } from '../session/config.ts'
import styles from './public-frame.module.css'

/** Around the screens of somebody who is not signed in. */
export function PublicFrame() {
  const { app_name: appName } = useConfig()
  return (
    <main className={styles.frame}>
      <div className={styles.brand}>
        <img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="" />
        {appName}
      </div>
      <Outlet />
    </main>
  )
}

/** One step on such a screen: title, sentence, form; `below` is a line under the card. */
export function PublicCard({
  title,
  intro,
  below,
  children,
}: {
  title: string
  intro?: ReactNode
  below?: ReactNode
  children: ReactNode
}) {
  useWindowTitle(title)
  return (
    <>
      <div className={styles.card}>
        <div>
          <h1>{title}</h1>
          {intro && <p className={styles.intro}>{intro}</p>}
        </div>
        {children}
      </div>
      {below && <p className={styles.below}>{below}</p>}
    </>
  )
}

export const Or = ({ children }: { children: string }) => <div className={styles.or}>{children}</div>
