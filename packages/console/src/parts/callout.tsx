import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './callout.module.css'

export type Tone = 'info' | 'good' | 'warn' | 'bad'

const icons = { info: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert }

/** A sentence that stands out of the page. `live`: screen readers read it when it comes. */
export function Callout({
  tone = 'info',
  title,
  children,
  live = false,
}: {
  tone?: Tone
  title?: string
  children?: ReactNode
  live?: boolean
}) {
  const Icon = icons[tone]
  return (
    <div className={`${styles.callout} ${styles[tone]}`} role={live ? 'alert' : undefined}>
      <Icon aria-hidden="true" />
      <div className={styles.content}>
        {title && <div className={styles.title}>{title}</div>}
        {children && <div>{children}</div>}
      </div>
    </div>
  )
}
