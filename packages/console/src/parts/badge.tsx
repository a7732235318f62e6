import type { ReactNode } from 'react'
import styles from './badge.module.css'
import type { Tone } from './callout.tsx'

/** A state, as a word; the colour only helps to find it. */
export function Badge({ tone, icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={tone ? `${styles.badge} ${styles[tone]}` : styles.badge}>
      {icon}
      <span className={styles.word}>{children}</span>
    </span>
  )
}
