import { Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useWindowTitle } from '../parts/use-window-title.ts'
import { useConfig } from '../session/config.ts'
import { Brand } from './brand.tsx'
import styles from './public-frame.module.css'

/** Around the screens of somebody who is not signed in. */
export function PublicFrame() {
  const { branding } = useConfig()
  return (
    <main className={styles.frame}>
      <div className={styles.brand}>
        <Brand />
      </div>
      <Outlet />
      {branding && branding.links.length > 0 && (
        <div className={styles.links}>
          {branding.links.map(({ text, url }) => (
            <a key={text} href={url} target="_blank" rel="noreferrer">
              {text}
            </a>
          ))}
        </div>
      )}
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
